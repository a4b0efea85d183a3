"""What was read and what could not be, in words: always in a report, also where nothing came out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.digest import Look, SourceLine
from monitor.digest.values import NOT_MEANT
from monitor.reports.sentences import Sentences
from monitor.wording.labels import SOURCE_KIND, health_words, outlet_kind_words
from monitor.wording.outside import clean


@dataclass(frozen=True, slots=True)
class TroubleRow:
    """One source that was not read: what happens, and since when."""

    outlet: str
    kind: str
    happens: str
    since: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of outlet: how many of its sources were not read, and were."""

    kind: str
    unread: str
    read: str
    last: str


class Looked:
    """The section on reading of one report."""

    def __init__(self, sentences: Sentences) -> None:
        self.sentences = sentences
        self.words = sentences.words
        self.coverage = sentences.digest.coverage

    def heading(self) -> str:
        """The section's heading."""
        if self.coverage.unread:
            return self.words("What we read, and what we could not read")
        return self.words("What we read")

    def summary(self) -> list[str]:
        """The figures, each in a sentence."""
        words, ink, coverage = self.words, self.sentences.ink, self.coverage
        read = words.n("{n} source read", "{n} sources read", coverage.read)
        said = []
        if self.sentences.digest.window.by_publication_day:
            said.append(words("Nothing was read then. This is how the sources stood last:"))
        said.append(
            self.sentences.say(
                words("{read} out of {n}."), read=ink.strong(read), n=words.number(coverage.allowed)
            )
        )
        if coverage.unchanged:
            said.append(
                words.n(
                    "{n} had not changed since the report before.",
                    "{n} had not changed since the report before.",
                    coverage.unchanged,
                )
            )
        if coverage.unread:
            unread = words.n("{n} not read", "{n} not read", len(coverage.unread))
            said.append(self.sentences.say(words("{unread}: see below."), unread=ink.strong(unread)))
        return said

    def named(self) -> list[tuple[str, tuple[str, ...]]]:
        """Groups of sources named after a sentence: read in part, silent, and apart from failures the forbidden."""
        words = self.words
        groups = []
        in_part = self.coverage.in_part
        if in_part:
            about = words.n(
                "{n} read for a part of the time only:", "{n} read for a part of the time only:", len(in_part)
            )
            groups.append((about, _names(in_part)))
        silent = self.coverage.having(Look.SILENT)
        if silent:
            about = words.n(
                "{n} silent, read normally but with nothing new for longer than usual:",
                "{n} silent, read normally but with nothing new for longer than usual:",
                len(silent),
            )
            groups.append((about, _names(silent)))
        forbidden = self.coverage.having(Look.FORBIDDEN)
        if forbidden:
            about = words.n(
                "{n} forbidden, whose site does not want automatic reading; we respect that:",
                "{n} forbidden, whose sites do not want automatic reading; we respect that:",
                len(forbidden),
            )
            groups.append((about, _names(forbidden)))
        paused = self.coverage.having(Look.PAUSED)
        if paused:
            about = words.n(
                "{n} paused by your team, which nobody reads:",
                "{n} paused by your team, which nobody reads:",
                len(paused),
            )
            groups.append((about, _names(paused)))
        return groups

    def caption(self) -> str:
        """The caption of the table of sources that were not read."""
        count = len(self.coverage.unread)
        return self.words.n("The source that was not read", "The {n} sources that were not read", count)

    def rows(self) -> list[TroubleRow]:
        """Every source that was not read."""
        return [self._row(line) for line in self.coverage.unread]

    def _row(self, line: SourceLine) -> TroubleRow:
        words, times = self.words, self.sentences.times
        if line.look is Look.NOT_TRIED and line.reason is None:
            happens = words("Not tried.")
        elif line.look is Look.RESTING and line.resting_until:
            why = health_words(words, line.health, line.reason)
            happens = words("{why} Next try: {when}.", why=why, when=times.short(line.resting_until))
        else:
            happens = health_words(words, line.health, line.reason)
        since = line.since or line.last_read_at
        return TroubleRow(
            _name(line), words(SOURCE_KIND[line.source.kind]), happens, times.short(since) if since else ""
        )

    def by_kind(self) -> list[KindRow]:
        """The sources that were not read and those that were, by kind of outlet, most unread first."""
        words = self.words
        kinds: dict[str, list[SourceLine]] = defaultdict(list)
        for line in self.coverage.lines:
            if line.look not in NOT_MEANT:
                kinds[line.outlet.kind].append(line)
        not_read = {line.source.id for line in self.coverage.unread}
        unread = {kind: [one for one in lines if one.source.id in not_read] for kind, lines in kinds.items()}
        rows = []
        for kind in sorted(
            (kind for kind in kinds if unread[kind]), key=lambda kind: (-len(unread[kind]), kind)
        ):
            reads = [line.last_read_at for line in kinds[kind] if line.last_read_at]
            name = clean(outlet_kind_words(words, kind), 60) or words("other")
            rows.append(
                KindRow(
                    kind=name[:1].upper() + name[1:],
                    unread=words.number(len(unread[kind])),
                    read=words.number(len(kinds[kind]) - len(unread[kind])),
                    last=self.sentences.times.short(max(reads) if reads else None),
                )
            )
        return rows

    def by_reason(self) -> list[tuple[str, tuple[str, ...]]]:
        """The sources that were not read, by what happens, most frequent first."""
        reasons: dict[str, list[str]] = defaultdict(list)
        for line in self.coverage.unread:
            row = self._row(line)
            reasons[row.happens].append(f"{row.outlet} ({row.kind})")
        ordered = sorted(reasons.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return [(happens, tuple(names)) for happens, names in ordered]

    def foot(self) -> list[str]:
        """How much of the archive can no longer be looked at again, where it is any."""
        census, words = self.sentences.digest.census, self.words
        if census is None:
            return []
        said = []
        if census.released:
            said.append(
                words.n(
                    "{n} article of the archive no longer has its text and cannot be looked at again if the campaign’s file changes.",
                    "{n} articles of the archive no longer have their text and cannot be looked at again if the campaign’s file changes.",
                    census.released,
                )
            )
        if census.body_missing:
            said.append(
                words.n(
                    "For {n} article only the title could be read.",
                    "For {n} articles only the title could be read.",
                    census.body_missing,
                )
            )
        return said


def _name(line: SourceLine) -> str:
    return clean(line.outlet.name, 80)


def _names(lines: Sequence[SourceLine]) -> tuple[str, ...]:
    """The outlets of these lines, each once."""
    return tuple(dict.fromkeys(_name(line) for line in lines))
