"""A query drawn as a tree, in the words of a person."""

from __future__ import annotations

from monitor.query.printing import print_query
from monitor.query.tree import (
    And,
    AtLeast,
    Case,
    Days,
    FieldName,
    InField,
    Language,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Scope,
    Site,
    Unit,
    children,
)
from monitor.wording.words import Words, message

FIELD_LABEL = {
    FieldName.TITLE: message("in the title"),
    FieldName.LEAD: message("in the standfirst"),
    FieldName.BODY: message("in the text"),
    FieldName.AUTHOR: message("in the names of the authors"),
    FieldName.URL: message("in the address of the article"),
    FieldName.LINK: message("in the address of a link"),
}
_UNIT = {Unit.SENTENCE: message("in one sentence"), Unit.PARAGRAPH: message("in one paragraph")}


def drawing(tree: Node, words: Words) -> list[str]:
    """The lines of the drawing, the top first."""
    return [label(tree, words), *_below(tree, words)]


def _below(node: Node, words: Words) -> list[str]:
    lines: list[str] = []
    parts = children(node)
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        lines.append(f"{'└─' if last else '├─'} {label(part, words)}")
        lines.extend(f"{'   ' if last else '│  '}{line}" for line in _below(part, words))
    return lines


def label(node: Node, words: Words) -> str:
    """What stands at the top of a part, in words."""
    if isinstance(node, And):
        return words("all of these:")
    if isinstance(node, Or):
        return words("one of these at least:")
    if isinstance(node, Not):
        return words("without:")
    if isinstance(node, Near):
        return distancelabel(node, words)
    if isinstance(node, InField):
        return words(FIELD_LABEL[node.field]) + words.c("before a list", ":")
    if isinstance(node, Case):
        return words("written exactly so:")
    if isinstance(node, AtLeast):
        return words.n("at least {n} time:", "at least {n} times:", node.count)
    if isinstance(node, Scope):
        return words(_UNIT[node.unit]) + words.c("before a list", ":")
    return _leaf(node, words)


def distancelabel(node: Near, words: Words) -> str:
    """How far apart the two matches of a NEAR may stand."""
    if node.ordered:
        return words.n(
            "in this order, {n} word apart at most:", "in this order, {n} words apart at most:", node.distance
        )
    return words.n("{n} word apart at most:", "{n} words apart at most:", node.distance)


def _leaf(node: Phrase | Site | Language | Days, words: Words) -> str:
    if isinstance(node, Phrase):
        if node.slop is None:
            return print_query(node)
        return words.n(
            "{phrase}, in any order, {n} other word among them at most",
            "{phrase}, in any order, {n} other words among them at most",
            node.slop,
            phrase=print_query(Phrase(node.text)),
        )
    if isinstance(node, Site):
        return words("outlet: {value}", value=node.value)
    if isinstance(node, Language):
        return words("language: {value}", value=words.tongue(node.code))
    return dayslabel(node, words)


def dayslabel(node: Days, words: Words) -> str:
    """A period of publication."""
    if node.first is not None and node.last is not None:
        if node.first == node.last:
            return words("published on {day}", day=words.day(node.first))
        return words(
            "published from {first} to {last}", first=words.day(node.first), last=words.day(node.last)
        )
    if node.first is not None:
        return words("published from {first} on", first=words.day(node.first))
    assert node.last is not None
    return words("published up to {last}", last=words.day(node.last))
