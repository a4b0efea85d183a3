"""What an action of the journal did, in words; and why one could not be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from monitor.web.telling_entries import ENTRY_PARTS, entry_changes
from monitor.web.telling_sources import sources_about, sources_changes
from monitor.wording import Words
from monitor.wording.labels import MENTION_KIND, REVIEW_STATUS, SALIENCE, TONE
from monitor.wording.outside import clean
from monitor.wording.words import keep_together, message
from storage.changes import TAG
from storage.model import (
    OF_MENTIONS,
    Action,
    ActionKind,
    Conflict,
    Mention,
    MentionKind,
    ReviewStatus,
    Salience,
    Step,
    Stepped,
)

PARTS = {
    "status": message("status"),
    "reject_reason": message("reason"),
    "kind": message("kind"),
    "salience": message("place"),
    "tone": message("tone"),
    "starred": message("top of the report"),
    "note": message("note"),
    "order": message("order of the report"),
    "file": message("dossier"),
    "list": message("list of sources"),
    "foreword": message("foreword"),
    "first": message("top of the report"),
    "out": message("left out of the report"),
    "remark": message("remark for the report"),
    **ENTRY_PARTS,
}

TOP = {
    True: message("put at the top of this report"),
    False: message("taken from the top of this report"),
    None: message("at the top of this report only where it is among the strongest"),
}

CLUSTER = {
    "split": message("stands alone, no longer among the reprints of a dispatch"),
    "merge": message("put together with another article as one dispatch"),
    "lead": message("speaks for its dispatch"),
}

STEP = {
    Step.UNDO: message("Undone: {what}"),
    Step.REDO: message("Done again: {what}"),
}

ACTION_KIND = {
    ActionKind.REVIEW: message("Review"),
    ActionKind.CLUSTER: message("Dispatches"),
    ActionKind.BOOK_ORDER: message("Order of the report"),
    ActionKind.DOSSIER: message("Dossier"),
    ActionKind.REPORT: message("Choices for the report"),
    ActionKind.SOURCES: message("Sources"),
    ActionKind.MADE: message("Added by hand"),
    ActionKind.ENTRY: message("Typed by hand"),
}

NAMED = 2
"""Mentions that a line names one by one."""

LONG = 80
"""Signs of a note or a reason that a line of the journal shows."""


def mentions_of(action: Action) -> list[str]:
    """The mentions of which an action says something, by their ids: of a review or of choices for a report."""
    if action.kind in OF_MENTIONS:
        return list(action.after)
    if action.kind is ActionKind.ENTRY:
        return [action.after["mention"]]
    parts = action.after.get("parts", {}) if action.kind is ActionKind.REPORT else {}
    return list(dict.fromkeys(mention for part in parts if (mention := part.partition(":")[2])))


class Telling:
    """Words for actions. `names` are those of people by login, `mentions` those spoken of, by id.

    `outlets` are the names of outlets by id.
    """

    def __init__(
        self,
        words: Words,
        names: Mapping[str, str],
        mentions: Mapping[str, Mention],
        outlets: Mapping[str, str] | None = None,
    ) -> None:
        self._words, self._names, self._mentions, self._outlets = words, names, mentions, outlets or {}

    def who(self, login: str) -> str:
        """The name of a person; the login of one who has no account."""
        return clean(self._names.get(login, login), 60) or self._words("somebody")

    def about(self, action: Action) -> str:
        """Of what it speaks: the title of the one mention, or how many there are."""
        words = self._words
        if action.kind in (*OF_MENTIONS, ActionKind.ENTRY, ActionKind.REPORT):
            subjects = mentions_of(action)
            if not subjects:
                return words("the report")
            return (
                self.title(subjects[0])
                if len(subjects) == 1
                else words.n("{n} mention", "{n} mentions", len(subjects))
            )
        if action.kind is ActionKind.SOURCES:
            return sources_about(words, action, self._outlets)
        return words(ACTION_KIND[action.kind])

    def title(self, mention_id: str, most: int = 120) -> str:
        """The title of a mention, quoted; its id where it is no longer there."""
        mention = self._mentions.get(mention_id)
        text = clean(mention.article.title, most) if mention is not None else clean(mention_id, 40)
        return keep_together(self._words("“{text}”", text=text or self._words("Untitled")))

    def what(self, action: Action) -> str:
        """What it did, on one line; of an undo what is undone ("Annulé : étiquette « terrain » ajoutée")."""
        told = action
        if action.step is Step.UNDO:
            told = replace(action, before=action.after, after=action.before)
        said = self._words.listing(list(dict.fromkeys(self._changes(told))))
        return self._words(STEP[action.step], what=said) if action.step in STEP else said

    def _changes(self, action: Action) -> Iterator[str]:
        words = self._words
        if action.kind is ActionKind.MADE:
            yield self._made(action)
        elif action.kind is ActionKind.REVIEW:
            for mention, after in action.after.items():
                for part, value in after.items():
                    yield self.change(part, action.before[mention][part], value)
        elif action.kind is ActionKind.CLUSTER:
            kept = action.after or action.before
            yield words(CLUSTER[kept["action"]])
        elif action.kind is ActionKind.BOOK_ORDER:
            yield words("the order by hand was changed")
        elif action.kind is ActionKind.REPORT:
            for part, value in action.after["parts"].items():
                yield self._chosen(part.partition(":")[0], value)
        elif action.kind is ActionKind.ENTRY:
            yield from entry_changes(words, action)
        elif action.kind is ActionKind.SOURCES:
            yield from sources_changes(words, action)
        else:
            yield words("the file of the dossier was changed")

    def _made(self, action: Action) -> str:
        """That a person made it a mention, and of which kind where that was said with it: "ajoutée à la main : citation"."""
        words = self._words
        kind = next(iter(action.after.values())).get("kind")
        if kind is None:
            return words("made a mention by hand")
        return words("made a mention by hand: {kind}", kind=self.value("kind", kind))

    def _chosen(self, part: str, value: Any) -> str:
        """What was chosen for a report: "remarque pour le point : « … »"."""
        words = self._words
        if part == "order":
            return words("the order of this report was changed")
        if part == "first":
            return words(TOP[value])
        if part == "out" and value is None:
            return words("put back into the report")
        if part == "out":
            return words("left out of this report: {why}", why=self.value(part, value))
        return self.change(part, None, value)

    def change(self, part: str, before: Any, after: Any) -> str:
        """One part that changed: "statut : confirmée", "étiquette « terrain » ajoutée"."""
        words = self._words
        if part.startswith(TAG):
            tag = clean(part.removeprefix(TAG), 60)
            return (
                words("tag “{tag}” added", tag=tag)
                if after is not None
                else words("tag “{tag}” removed", tag=tag)
            )
        if part == "starred":
            return (
                words("put at the top of the report") if after else words("taken from the top of the report")
            )
        if after in (None, ""):
            return words("{part} removed", part=words(PARTS[part]))
        return words("{part}: {value}", part=words(PARTS[part]), value=self.value(part, after))

    def value(self, part: str, value: Any) -> str:
        """A value of a part in words."""
        words = self._words
        if part == "status":
            return words(REVIEW_STATUS[ReviewStatus(value)])
        if part == "kind":
            return words(MENTION_KIND[MentionKind(value)]).lower()
        if part == "salience":
            return words(SALIENCE[Salience(value)])
        if part == "tone" and value in TONE:
            return words(TONE[value])
        return words("“{text}”", text=clean(str(value), LONG))

    def stepped(self, stepped: Stepped, undoing: bool) -> str:
        """What came of an undo or a redo."""
        words = self._words
        if stepped.action is not None:
            said = f"{self.what(stepped.action)} – {self.about(stepped.action)}"
            return f"{said}. {self.stayed(stepped.in_the_way)}" if stepped.in_the_way else said
        if stepped.already:
            return words("This was undone before.") if undoing else words("This stands already.")
        return self.in_the_way(stepped.in_the_way)

    def stayed(self, conflicts: Iterable[Conflict]) -> str:
        """Which mentions stay as they are, and because of whom: "« … » reste en l’état : Maud L. l’a changée depuis."."""
        words, by_mention = self._words, {one.subject: one for one in conflicts}
        titles = [self.title(one, LONG) for one in list(by_mention)[:NAMED]]
        if len(by_mention) > NAMED:
            more = len(by_mention) - NAMED
            titles.append(words.n("{n} other", "{n} others", more))
        who = dict.fromkeys(self.who(one.who) for one in by_mention.values())
        told = words.form(
            "{titles} stays as it is: {who} changed it since.",
            "{titles} stay as they are: {who} changed them since.",
            len(by_mention),
        )
        return told.format(titles=words.listing(titles), who=words.listing(list(who)))

    def in_the_way(self, conflicts: Iterable[Conflict]) -> str:
        """Why nothing was changed: who changed what since."""
        words, first = self._words, next(iter(conflicts))
        name = first.part.partition(":")[0]
        part = words("tag") if first.part.startswith(TAG) else words(PARTS.get(name, name))
        if not first.who:
            return words(
                "Nothing was changed: something else ({part}) was changed since, outside the desk.", part=part
            )
        return words(
            "Nothing was changed: {who} changed it ({part}) since. Undo that first; the journal shows it.",
            who=self.who(first.who),
            part=part,
        )
