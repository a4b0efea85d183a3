"""One mention as it stands in a report: the same words for HTML and for text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from babel.core import get_global

from monitor.digest import Story
from monitor.reports.sentences import Sentences
from monitor.wording.labels import MENTION_KIND, outlet_kind_words
from monitor.wording.outside import clean, web_address
from monitor.wording.words import keep_together
from storage.model import Excerpt, Mention, MentionKind

EXCERPT_MOST = 300
"""The most of an article that is ever shown, in characters."""

REMARK_MOST = 600
"""Signs of a remark."""

BADGES = {
    MentionKind.REPUBLICATION: "b1",
    MentionKind.CITATION: "b2",
    MentionKind.RELATED: "b3",
    MentionKind.TOPIC: "b4",
}


@dataclass(frozen=True, slots=True)
class ReprintView:
    """A reprint, or a line of a list: who, at which address, and when."""

    outlet: str
    title: str
    url: str | None
    when: str
    country: str
    language: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """A mention in full. `excerpt` is (words, marked) pieces; `language` is empty where it is the report's."""

    badge: str
    badge_class: str
    instead: str
    outlet: str
    outlet_kind: str
    title: str
    url: str | None
    language: str
    excerpt: tuple[tuple[str, bool], ...]
    reuse: str
    speaks_for: str
    byline: str
    organisations: tuple[str, ...]
    remark: str
    reprints: tuple[ReprintView, ...]
    reprint_of: ReprintView | None


def pieces(excerpt: Excerpt) -> tuple[tuple[str, bool], ...]:
    """The excerpt cut at its marks, at most 300 characters; marks that overlap or lie outside are put right."""
    text = excerpt.text[:EXCERPT_MOST]
    cut: list[tuple[str, bool]] = []
    at = 0
    for mark_start, mark_end in sorted(excerpt.marks):
        start, end = max(mark_start, at), min(mark_end, len(text))
        if start < end:
            cut += [(text[at:start], False), (text[start:end], True)]
            at = end
    cut.append((text[at:], False))
    if len(excerpt.text) > EXCERPT_MOST:
        cut.append(("…", False))
    return tuple((_tidy(words), marked) for words, marked in cut if words)


def _tidy(words: str) -> str:
    """Cleaned, with the space that joined it to its neighbours kept."""
    inner = clean(words, EXCERPT_MOST)
    before = " " if words[:1].isspace() and inner else ""
    after = " " if words[-1:].isspace() and inner else ""
    return f"{before}{inner.strip(' ')}{after}" if inner else " "


class Items:
    """Makes the views of one report; of the organisations of an article at most so many are named."""

    def __init__(self, sentences: Sentences, most_names: int | None = None) -> None:
        self.sentences = sentences
        self.most_names = most_names
        self.words = sentences.words
        campaign = sentences.digest.campaign
        self.home = str(get_global("zone_territories").get(campaign.zone, ""))
        self.names = {one.id: one.name for one in campaign.organisations}

    def item(self, story: Story) -> ItemView:
        """A story by its lead, with its reprints."""
        mention, words = story.lead, self.words
        article = mention.article
        kind = words(MENTION_KIND[mention.kind])
        badge = words("To check") if mention.to_check else kind
        instead = words("probably {kind}", kind=kind.lower()) if mention.to_check else ""
        place = [outlet_kind_words(words, article.outlet.kind), self._country(mention)]
        return ItemView(
            badge=badge,
            badge_class="b5" if mention.to_check else BADGES[mention.kind],
            instead=instead,
            outlet=clean(article.outlet.name, 80),
            outlet_kind=clean(", ".join(part for part in place if part), 80),
            title=self._title(mention),
            url=web_address(article.url),
            language=self._language(mention),
            excerpt=self._excerpt(mention),
            reuse=self._reuse(mention),
            speaks_for=self._speaks_for(mention) if mention.to_check else "",
            byline=self._byline(mention),
            organisations=self._organisations(mention),
            remark=self._remark(story),
            reprints=tuple(self.line(one) for one in story.reprints),
            reprint_of=self.line(story.reprint_of) if story.reprint_of else None,
        )

    def _remark(self, story: Story) -> str:
        """What people want told under a story; their notes stay in the house."""
        remarks = self.sentences.digest.remarks
        said = next((remarks[one.id] for one in story.members if one.id in remarks), "")
        return clean(said, REMARK_MOST)

    def lines(self, stories: Sequence[Story]) -> list[ReprintView]:
        """Every article of these stories as one line."""
        return [self.line(mention) for story in stories for mention in story.members]

    def line(self, mention: Mention) -> ReprintView:
        """One article as one line."""
        return ReprintView(
            outlet=clean(mention.article.outlet.name, 80),
            title=self._title(mention),
            url=web_address(mention.article.url),
            when=self._when(mention),
            country=self._country(mention),
            language=self._language(mention),
        )

    def _when(self, mention: Mention) -> str:
        published = mention.article.published_at
        return self.sentences.times.short(published) if published else self.words("date unknown")

    def _title(self, mention: Mention) -> str:
        title = clean(mention.article.title) or self.words("Untitled")
        return keep_together(title) if _is_french(mention) else title

    def _excerpt(self, mention: Mention) -> tuple[tuple[str, bool], ...]:
        excerpt = mention.judgement.excerpt
        # What was taken over whole is said in a sentence: a mark under all of it would show nothing.
        cut = pieces(replace(excerpt, marks=()) if self._reuse(mention) else excerpt)
        return tuple((keep_together(text), marked) for text, marked in cut) if _is_french(mention) else cut

    def _country(self, mention: Mention) -> str:
        code = mention.article.outlet.country
        return clean(self.words.country(code), 60) if code and code.upper() != self.home else ""

    def _language(self, mention: Mention) -> str:
        code = mention.article.language.lower().split("-")[0]
        known = code.isascii() and code.isalpha() and 2 <= len(code) <= 3
        return code if known and code != self.words.language else ""

    def _byline(self, mention: Mention) -> str:
        words, article = self.words, mention.article
        outlet = article.outlet.name.casefold()
        people = [author for author in article.authors if author.casefold() not in outlet]
        authors = words.listing([clean(author, 80) for author in people[:4]])
        when = self.sentences.times.moment(article.published_at)
        first = words("{authors}, {when}.", authors=authors, when=when) if authors else f"{_capital(when)}."
        access = self._access(mention)
        language = self._language(mention)
        if language and access:
            access = words("{access}, in {language}", access=access, language=words.tongue(language))
        return f"{first} {access}." if access else first

    def _access(self, mention: Mention) -> str:
        """Whether anyone may read it, or that a person typed it; empty where an outlet closes its articles and the page says nothing."""
        if mention.article.by_hand:
            return self.words("Typed by hand")
        if mention.article.paywalled:
            return self.words("For subscribers, at least in part")
        return "" if mention.article.outlet.paywall == "hard" else self.words("Free access")

    def _speaks_for(self, mention: Mention) -> str:
        found = [clean(one.text, 80) for one in mention.judgement.evidence]
        quoted = [self.words("“{found}”", found=text) for text in dict.fromkeys(found) if text][:4]
        return self.words("What speaks for it: {found}.", found=self.words.listing(quoted)) if quoted else ""

    def _organisations(self, mention: Mention) -> tuple[str, ...]:
        words, judgement = self.words, mention.judgement
        quoted = judgement.organisations_quoted
        named = [one for one in judgement.organisations if one not in quoted]
        said = []
        if quoted:
            said.append(words("Quoted: {names}.", names=self._names(quoted)))
        if named:
            said.append(words("Named: {names}.", names=self._names(named)))
        return tuple(said)

    def _names(self, organisations: Sequence[str]) -> str:
        names = [self._name(one) for one in organisations]
        most = self.most_names
        if most is None or len(names) <= most:
            return self.words.listing(names)
        hidden = len(names) - most
        return self.words.listing([*names[:most], self.words.n("{n} other", "{n} others", hidden)])

    def _name(self, organisation: str) -> str:
        return clean(self.names.get(organisation, organisation), 80)

    def _reuse(self, mention: Mention) -> str:
        share = (mention.judgement.reuse or {}).get("share_of_document")
        if mention.kind is not MentionKind.REPUBLICATION or not isinstance(share, int | float):
            return ""
        percent = self.words.number(round(100 * min(1.0, max(0.0, float(share)))))
        return self.words("{percent}% of our text stands in it word for word.", percent=percent)


def _is_french(mention: Mention) -> bool:
    return mention.article.language.lower().startswith("fr")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
