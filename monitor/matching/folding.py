"""Folding, as the archive does it: what finds words in the archive and what judges its texts cut them alike."""

from __future__ import annotations

from storage.folding import Folded, Token, capital_words, fold, fold_word, fold_words, joined

__all__ = ["Folded", "Token", "capital_words", "fold", "fold_word", "fold_words", "joined"]
