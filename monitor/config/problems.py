"""What can be wrong in the files that people write.

    ConfigurationInvalid    carries every problem found, over all files
    └── ContactMissing      all can be read, but a crawl needs a contact

A problem carries a message (English, looked up in `wording`) and the values for it, never a finished sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from monitor.wording.words import Words

MAX_SHOWN = 100


def shown(value: object) -> str:
    """A value from a file as it may stand in a sentence: on one line, without control signs, not long."""
    text = "".join(sign if sign.isprintable() else " " for sign in str(value)[: 4 * MAX_SHOWN])
    text = " ".join(text.split())
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it stands, and what to do about it.

    `file` is the path inside the workspace; `line` counts from 1; `key` is the setting or the column ("" for a
    whole line). A problem that is not `fatal` is told, and the work goes on without what it concerns.
    """

    file: str
    message: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    line: int | None = None
    key: str = ""
    fatal: bool = True

    def what(self, words: Words) -> str:
        """What is wrong and what to do, without the place."""
        values = {
            name: shown(value) if isinstance(value, str) else value for name, value in self.values.items()
        }
        return words(self.message, **values)

    def sentence(self, words: Words) -> str:
        """The place, then what is wrong and what to do; one line."""
        what, key, file = self.what(words), shown(self.key), shown(self.file)
        if self.line is None:
            return words("{file}: {what}", file=file, what=what)
        if not key:
            return words("{file}, line {line}: {what}", file=file, line=self.line, what=what)
        return words("{file}, line {line}, {key}: {what}", file=file, line=self.line, key=key, what=what)


class ConfigurationInvalid(Exception):
    """The files cannot be used as they are; `problems` has all of them, in the order of the files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
        super().__init__("; ".join(f"{p.file}:{p.line or 0} {p.key} {p.message}" for p in self.problems))

    def sentences(self, words: Words) -> list[str]:
        """One line for each problem."""
        return [problem.sentence(words) for problem in self.problems]


class ContactMissing(ConfigurationInvalid):
    """No site is asked anything before the settings say who asks."""
