"""Every word that staff read, in French and English: `Words(language)` speaks one of them."""

from monitor.wording.words import LANGUAGES, Words

__all__ = ["LANGUAGES", "Words"]
