"""Every word that staff read, in French and English."""

from monitor.wording.words import LANGUAGES, Words, message

__all__ = ["LANGUAGES", "Words", "message"]
