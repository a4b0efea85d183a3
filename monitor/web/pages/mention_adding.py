"""Words of an article that belong into the dossier: their effect on the archive first, then one click, undoable."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from monitor.commands.campaign_add import as_written, read_bytes
from monitor.config.problems import ConfigurationInvalid
from monitor.dossier import Campaign
from monitor.dossier_edit import (
    Addition,
    AdditionRefused,
    AlreadyThere,
    NotThisOne,
    What,
    add_to,
)
from monitor.preview import Preview
from monitor.review import note_and_save
from monitor.typed import one_line
from monitor.web.desk import Desk
from monitor.web.effects import Effect, effect_of
from monitor.web.pages.mention_here import at_hand
from monitor.web.rematching import match_again
from monitor.web.rendering import tongue_of
from monitor.whole_file import FileChanged
from monitor.wording import Words
from monitor.wording.labels import MENTION_KIND
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.model import ActionKind, Judgement, Mention, ReviewStatus, StoredArticle

WHAT = {
    What.HEADLINE: message("a headline under which our text ran"),
    What.QUOTE: message("a quotation of our text"),
    What.ALIAS: message("another name of an organisation"),
}
"""What words can be added as; an address is added on the page of the campaign."""

LONGEST, SHORTEST = 300, 2
"""Signs of what is added."""

CHANGED = message("The dossier was changed meanwhile. Look at the effect again, then add it.")
ADDED = message("“{text}” is in the dossier. The archive is judged with it now.")

MOST_SHOWN = 20
"""Articles of one list of the effect; the others are counted."""


class CannotAdd(Exception):
    """Nothing would be added; the message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Change:
    """A dossier with the addition: its file as it was and as it would be. `mark` tells the file as it was."""

    addition: Addition
    campaign: Campaign
    before: bytes
    after: bytes

    @property
    def mark(self) -> str:
        """Another one for every other file."""
        return hashlib.sha256(self.before).hexdigest()


@dataclass(frozen=True, slots=True)
class Listed:
    """One list of the effect: its heading, the articles shown with what they would be, how many more there are.

    `said` has a sentence for each article shown, or none for any.
    """

    heading: str
    sign: str
    articles: tuple[tuple[StoredArticle, Judgement], ...]
    more: int
    said: tuple[str, ...] = ()


def adding(desk: Desk) -> Response:
    """The effect on the archive, nothing saved; while it is sought the page asks again."""
    found, desk = at_hand(desk)
    try:
        change = change_of(desk, found)
    except CannotAdd as refused:
        return desk.refuse(str(refused))
    effect = effect_of(desk, change.campaign)
    return desk.page(
        "mention_adding.html.jinja",
        mention=found,
        change=change,
        what=desk.words(WHAT[change.addition.what]),
        effect=effect,
        lists=lists_of(desk, effect),
    )


def lists_of(desk: Desk, effect: Effect) -> list[Listed]:
    """The lists of an effect that hold something; none while it is sought."""
    if effect.found is None:
        return []
    names = {one.login: one.name for one in desk.store.accounts()}
    return [one for one in listed(desk.words, effect.found, names) if one.articles]


def add(desk: Desk) -> Response:
    """Save it, unless the file is no longer the one whose effect was shown; the archive is judged anew behind the page."""
    found, desk = at_hand(desk)
    try:
        change = change_of(desk, found)
        number = save(desk, found.campaign_id, change)
    except CannotAdd as refused:
        return desk.refuse(str(refused))
    except FileChanged:
        return desk.refuse(desk.words(CHANGED), 409)
    said = desk.words(ADDED, text=change.addition.text)
    return desk.go("mention", said, number, id=found.id, list=desk.form.text("list", 4_000) or None)


def save(desk: Desk, campaign_id: str, change: Change) -> int:
    """Save what was looked at; returns the number of the line in the journal. Raises FileChanged, OSError."""
    path = desk.workspace.campaigns / f"{campaign_id}.toml"
    if change.mark != desk.form.text("mark", 100):
        raise FileChanged(path)
    note_and_save(desk.store, path, change.before, change.after, desk.workspace.backups, desk.who, desk.now)
    match_again(desk, campaign_id)
    return desk.store.journal(campaign_id, who=desk.who, kinds=[ActionKind.DOSSIER], limit=1)[0].number


def change_of(desk: Desk, found: Mention) -> Change:
    """The dossier with what the form names, in words of a mention. Raises CannotAdd."""
    article = desk.store.article(found.article.id)
    return change_in(desk, found.campaign_id, article, found.judgement.excerpt.text)


def change_in(desk: Desk, campaign_id: str, article: StoredArticle, quoted: str = "") -> Change:
    """The dossier of a campaign with what the form names, in words of any article. Raises CannotAdd."""
    words, fields = desk.words, desk.form if desk.method == "POST" else desk.query
    kind = fields.text("what", 20)
    text = one_line(fields.text("words", 4 * LONGEST), LONGEST + 1)
    if kind not in {one.value for one in WHAT}:
        raise CannotAdd(words("What are these words to be? Choose a headline, a quotation or a name."))
    if not SHORTEST <= len(text) <= LONGEST:
        raise CannotAdd(words("Choose between 2 and 300 signs of the article."))
    text_there = as_written(text, [article.title, article.standfirst, article.text or "", quoted])
    if text_there is None:
        raise CannotAdd(words("These words do not stand in this article: check them."))
    addition = Addition(
        What(kind),
        " ".join(text_there.split()),
        fields.text("document", 200),
        fields.text("organisation", 200),
        tongue_of(article.language) if kind == What.QUOTE else "",
    )
    path = desk.workspace.campaigns / f"{campaign_id}.toml"
    try:
        before = path.read_bytes()
        after = add_to(before, addition)
        return Change(addition, read_bytes(path, after), before, after)
    except AdditionRefused as refused:
        raise CannotAdd(why_not(refused, words)) from refused
    except ConfigurationInvalid as invalid:
        raise CannotAdd(" ".join(one.what(words) for one in invalid.problems)) from invalid
    except (OSError, ValueError) as error:
        raise CannotAdd(words("The file of the dossier cannot be read.")) from error


def why_not(refused: AdditionRefused, words: Words) -> str:
    """Why something was not added, and what to do."""
    if isinstance(refused, AlreadyThere):
        return words("The dossier has “{text}” already.", text=refused.text[:100])
    if isinstance(refused, NotThisOne) and refused.organisation:
        return words("Of which organisation is it a name? Choose one, then look at the effect again.")
    if isinstance(refused, NotThisOne):
        return words("The dossier has no text of yours yet: add it on the page of the campaign first.")
    return words("This file is written in a way that we cannot change safely. Add the line by hand.")


def listed(words: Words, effect: Preview, names: Mapping[str, str] | None = None) -> list[Listed]:
    """The effect as lists: gained, lost, of another kind, kept by a person; `names` are those of people, by login."""
    stays = words.n(
        "{n} stays, because a person confirmed or starred it, whatever the dossier says",
        "{n} stay, because a person confirmed or starred them, whatever the dossier says",
        len(effect.kept),
    )
    return [
        _listed(
            words.n("{n} gained", "{n} gained", len(effect.gained)),
            "+",
            [(one.article, one.judgement) for one in effect.gained],
        ),
        _listed(
            words.n("{n} lost", "{n} lost", len(effect.lost)),
            "−",
            [(one.article, one.judgement) for one in effect.lost],
        ),
        _listed(
            words.n("{n} of another kind", "{n} of another kind", len(effect.changed)),
            "→",
            [(one.mention.article, one.judgement) for one in effect.changed],
            [
                words("Today: {kind}.", kind=words(MENTION_KIND[one.mention.kind]).lower())
                for one in effect.changed[:MOST_SHOWN]
            ],
        ),
        _listed(
            stays,
            "=",
            [(one.article, one.judgement) for one in effect.kept],
            [_held_by(words, one, names or {}) for one in effect.kept[:MOST_SHOWN]],
        ),
    ]


def _held_by(words: Words, mention: Mention, names: Mapping[str, str]) -> str:
    """Whose word holds a mention, where it was confirmed by somebody who is known."""
    name = names.get(mention.review.reviewed_by or "")
    if name is None or mention.review.status is not ReviewStatus.CONFIRMED:
        return ""
    return words("Confirmed by {name}: it stays, whatever the dossier says.", name=clean(name, 60))


def _listed(
    heading: str, sign: str, articles: list[tuple[StoredArticle, Judgement]], said: Sequence[str] = ()
) -> Listed:
    shown = tuple(articles[:MOST_SHOWN])
    return Listed(heading, sign, shown, len(articles) - len(shown), tuple(said))
