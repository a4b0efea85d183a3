"""What an article takes from the documents of a dossier: word for word, or told again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitor.dossier import Campaign
from monitor.matching.passages import LONGEST
from monitor.matching.reading import Reading
from monitor.matching.retelling import Retelling, outlines_of, retelling_of
from monitor.matching.reuse import Original, Reuse, originals_of, passages_of, reuse_of
from storage.model import Evidence


@dataclass(frozen=True, slots=True)
class Copied:
    """What the body takes of the document of which it takes most; each part None where it takes nothing."""

    reuse: Reuse | None = None
    original: Original | None = None
    retelling: Retelling | None = None

    @property
    def share_of_document(self) -> float:
        """Share of its shingles, 0 to 1."""
        return self.reuse.share_of_document if self.reuse else 0.0

    @property
    def share_of_article(self) -> float:
        """Share of the article's shingles, 0 to 1."""
        return self.reuse.share_of_article if self.reuse else 0.0

    @property
    def retold(self) -> float:
        """The smaller share in paragraphs told again, 0 to 1."""
        return self.retelling.share if self.retelling else 0.0

    def evidence(self, reading: Reading) -> list[Evidence]:
        """The longest stretch, as far as it may be quoted, weighed by the share; for a translation the first words."""
        body = reading.texts[2]
        tokens = body.field.folded.tokens
        found = []
        if self.reuse is not None and (stretch := self.reuse.longest) is not None:
            found.append(
                (
                    self.reuse.document_id,
                    "reuse",
                    stretch.theirs_first,
                    stretch.theirs_last,
                    self.share_of_document,
                )
            )
        if self.retelling is not None and self.retold > self.share_of_document:
            found.append((self.retelling.document_id, "translation", 0, len(tokens) - 1, self.retold))
        evidence = []
        for document, type_, first, last, weight in found:
            furthest = tokens[first].start + LONGEST
            until = max(
                index for index in range(first, last + 1) if tokens[index].end <= furthest or index == first
            )
            evidence.append(body.evidence(type_, "document", document, first, until, weight))
        return evidence

    def described(self, reading: Reading) -> Mapping[str, Any] | None:
        """For the archive: the document, the shares, and the passages side by side.

        Each passage is [start, end] in the document's text in the dossier, then [start, end] in the article's body.
        """
        if self.reuse is None or self.original is None:
            return None
        said: dict[str, Any] = {
            "document": self.reuse.document_id,
            "share_of_document": round(self.share_of_document, 4),
            "share_of_article": round(self.share_of_article, 4),
            "passages": [
                [list(passage.ours), list(passage.theirs)]
                for passage in passages_of(self.reuse, self.original, reading.texts[2].field.folded)
            ],
        }
        if self.retelling is not None:
            said["retold"] = round(self.retold, 4)
        return said


class Copies:
    """The documents of a dossier, ready to be compared with bodies."""

    def __init__(self, campaign: Campaign) -> None:
        self._originals = originals_of(campaign)
        self._outlines = outlines_of(campaign)

    def in_(self, reading: Reading) -> Copied:
        """What the article's body takes."""
        body = reading.texts[2].field
        reuse, original = max(
            ((reuse_of(one, body.folded), one) for one in self._originals),
            key=lambda found: found[0].share_of_document,
            default=(None, None),
        )
        retelling = retelling_of(self._outlines, body)
        if reuse is None or not reuse.share_of_document:
            return Copied(retelling=retelling)
        return Copied(reuse, original, retelling)
