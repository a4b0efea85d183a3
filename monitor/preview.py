"""What a changed dossier would find: mentions gained and lost over the archive, before anything is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from monitor.compiling import compile_dossier
from monitor.dossier import Campaign
from storage.model import Judgement, Mention, StoredArticle
from storage.store import Store

TELL_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class Gained:
    """An article that would become a mention."""

    article: StoredArticle
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Changed:
    """A mention whose kind, or whose being to check, would be another one."""

    mention: Mention
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Preview:
    """The effect of a dossier on the mentions that stand now.

    `kept` would be lost by the rule, but a person confirmed or starred them: they stay. `articles` is how many
    were gone through, `judged` how many of them were read to the end.
    """

    gained: tuple[Gained, ...]
    lost: tuple[Mention, ...]
    changed: tuple[Changed, ...]
    kept: tuple[Mention, ...]
    articles: int
    judged: int

    @property
    def is_empty(self) -> bool:
        """True where saving would change no mention."""
        return not (self.gained or self.lost or self.changed)


def preview(store: Store, campaign: Campaign, tell: Callable[[int], None] = lambda articles: None) -> Preview:
    """Judge the archive with this dossier, and compare with the mentions that stand; nothing is written.

    An article without a watch term of the dossier is no mention, and is not read to the end. One whose text was
    let go cannot be judged again: what it is, it stays. `tell` hears how many articles were gone through.
    """
    standing = {mention.article.id: mention for mention in store.mentions(campaign.id)}
    return compared(store.to_match(campaign.id, 0, None, True), campaign, standing, tell)


def compared(
    articles: Iterable[StoredArticle],
    campaign: Campaign,
    standing: Mapping[str, Mention],
    tell: Callable[[int], None],
) -> Preview:
    """What this dossier makes of these articles, beside the mentions that stand, by the ids of their articles."""
    matcher = compile_dossier(campaign)
    gained: list[Gained] = []
    lost: list[Mention] = []
    changed: list[Changed] = []
    kept: list[Mention] = []
    count = judged = 0
    for count, article in enumerate(articles, start=1):
        if count % TELL_EVERY == 0:
            tell(count)
        readable = matcher.may_match(article)
        judged += readable
        judgement = matcher.judge_unfiltered(article) if readable else None
        mention = standing.get(article.id)
        if mention is None:
            if judgement is not None:
                gained.append(Gained(article, judgement))
        elif judgement is None:
            (kept if is_kept(mention) else lost).append(mention)
        elif (judgement.kind, judgement.to_check) != (mention.judgement.kind, mention.judgement.to_check):
            changed.append(Changed(mention, judgement))
    return Preview(tuple(gained), tuple(lost), tuple(changed), tuple(kept), count, judged)


def is_kept(mention: Mention) -> bool:
    """True where a person's decision holds the mention, whatever a rule says."""
    return mention.held
