"""What changed dossiers would find in the archive: found behind the pages, kept a while, let go of when nobody asks.

One at a time: judging a large archive takes a core for minutes, and there may be two.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monitor.dossier import Campaign
from monitor.preview import Preview, preview
from monitor.preview_quick import quick_preview
from storage.model import ActionKind
from storage.store import Store

if TYPE_CHECKING:
    from monitor.web.desk import Desk

AT_ONCE = 1.5
"""Seconds that a page waits for a short effect before it says that we are at it."""

UNASKED = 30.0
"""Seconds after which an effect that no page asks for any more is given up."""

KEPT = 15 * 60.0
MOST_KEPT = 8

Tell = Callable[[int], None]
Work = Callable[[Store, Campaign | None, Campaign, Tell], Preview]


def quick_or_whole(store: Store, before: Campaign | None, after: Campaign, tell: Tell) -> Preview:
    """The effect from the articles that the change can touch, where that tells the same as all of them."""
    found = quick_preview(store, before, after, tell) if before is not None else None
    return found if found is not None else preview(store, after, tell)


@dataclass(frozen=True, slots=True)
class Effect:
    """How far it is: `found` once it is there; else how many of how many articles were gone through.

    `failed`: it could not be found; the reason stands in the logs.
    """

    found: Preview | None
    gone_through: int
    articles: int
    failed: bool = False


class _GivenUp(Exception):
    """Nobody asks for it any more."""


@dataclass
class _Job:
    owner: str
    campaign_id: str
    asked_at: float
    gone_through: int = 0
    articles: int = 0
    found: Preview | None = None
    failed: bool = False
    unwanted: bool = False
    over: threading.Event = field(default_factory=threading.Event)


class Effects:
    """The effects of one desk. All methods may be called from any thread."""

    def __init__(
        self,
        note: Callable[[Exception], object],
        clock: Callable[[], float] = time.monotonic,
        work: Work = quick_or_whole,
    ) -> None:
        """`note` hears of a fault of ours; `clock` counts seconds; `work` is what goes through the archive."""
        self._note, self._clock, self._work = note, clock, work
        self._jobs: dict[str, _Job] = {}
        self._lock = threading.Lock()
        self._behind = ThreadPoolExecutor(1, thread_name_prefix="desk-effects")

    def ask(
        self,
        key: str,
        campaigns: tuple[Campaign | None, Campaign],
        owner: str,
        store: Callable[[], Store],
        wait: float = AT_ONCE,
    ) -> Effect:
        """The effect of a dossier; it is begun where it is not under way, and a short one is waited for.

        `campaigns` are the dossier as it is (None where there is none yet) and as it would be. `key` is another one for every other dossier and state of the archive. What the same `owner` asked before of
        this campaign is given up for it. `store` opens the archive for the thread that calls it.
        """
        with self._lock:
            job = self._jobs.get(key)
            if job is None:
                job = self._begun(key, campaigns, owner, store)
            job.asked_at = self._clock()
        job.over.wait(wait)
        return Effect(job.found, job.gone_through, job.articles, job.failed)

    def close(self) -> None:
        """Give everything up."""
        with self._lock:
            for job in self._jobs.values():
                job.unwanted = True
        self._behind.shutdown(cancel_futures=True)

    def _begun(
        self,
        key: str,
        campaigns: tuple[Campaign | None, Campaign],
        owner: str,
        store: Callable[[], Store],
    ) -> _Job:
        campaign = campaigns[1]
        for other in self._jobs.values():
            if (other.owner, other.campaign_id) == (owner, campaign.id):
                other.unwanted = True
        now = self._clock()
        old = [one for one, job in self._jobs.items() if now - job.asked_at > KEPT]
        done = [one for one, job in self._jobs.items() if job.over.is_set()]
        for one in {*old, *done[: max(0, len(done) - MOST_KEPT)]}:
            self._jobs.pop(one).unwanted = True
        job = self._jobs[key] = _Job(owner, campaign.id, now)
        self._behind.submit(self._do, key, job, campaigns, store)
        return job

    def _do(
        self,
        key: str,
        job: _Job,
        campaigns: tuple[Campaign | None, Campaign],
        store: Callable[[], Store],
    ) -> None:
        def tell(articles: int) -> None:
            job.gone_through = articles
            if job.unwanted or self._clock() - job.asked_at > UNASKED:
                raise _GivenUp

        try:
            tell(0)
            opened = store()
            job.articles = opened.text_census().with_text
            job.found = _light(self._work(opened, *campaigns, tell))
        except _GivenUp:
            self._forget(key, job)
        except Exception as error:  # nobody waits for it who could be told, but the page that asks
            self._forget(key, job)
            job.failed = True
            self._note(error)
        finally:
            job.over.set()

    def _forget(self, key: str, job: _Job) -> None:
        with self._lock:
            if self._jobs.get(key) is job:
                del self._jobs[key]


def _light(found: Preview) -> Preview:
    """Without the texts of articles: lists of very many are kept a while."""
    gained = tuple(replace(one, article=replace(one.article, text=None)) for one in found.gained)
    return replace(found, gained=gained)


def effect_of(desk: Desk, campaign: Campaign) -> Effect:
    """The effect of a dossier that is not saved, on the archive as it is; ask again where it is not there yet."""
    store = desk.store
    last = store.journal(campaign_id=campaign.id, kinds=[ActionKind.DOSSIER], limit=1)
    runs = store.runs(limit=1)
    archive = f"{last[0].number if last else 0}.{runs[0].id}.{runs[0].state}" if runs else "-"
    key = f"{campaign.id}.{campaign.digest}.{archive}"
    before = next((one for one in desk.loaded.campaigns if one.id == campaign.id), None)
    effect = desk.site.effects.ask(key, (before, campaign), desk.who, desk.site.archives.store)
    if effect.found is None:
        return effect
    return replace(effect, found=_as_held_now(store, effect.found))


def _as_held_now(store: Store, found: Preview) -> Preview:
    """What a person confirmed since then is kept, what they took back is lost."""
    mentions = store.mentions_by_id(one.id for one in (*found.lost, *found.kept))
    now = [mentions.get(one.id, one) for one in (*found.lost, *found.kept)]
    lost, kept = (tuple(one for one in now if one.held is held) for held in (False, True))
    return replace(found, lost=lost, kept=kept)
