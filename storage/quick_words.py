"""The words that folding finds in a text, many times as quickly where it is written in Latin letters.

`fold_words` goes through a text word by word. Here the signs of western European languages become one byte each, and
one table folds them all at once. A text with letters of other scripts, or in which folding joins letters over a dot
(I.A., étudiant·e·s), is left to `fold_words`: the words are always the same.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from storage.folding import fold_word, fold_words

_CODING = "cp1252"
_HANDLER = "retombees.quick"
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_PART = rf"\w\u0300-\u036f{_INVISIBLE}"
_IN_A_WORD = re.compile(f"[{_PART}]")
_JOINED_BY_DOT = re.compile(rf"[.·•‧∙⋅](?<=[{_PART}].)(?=[^\W\d_]{{1,6}}(?![^\W_]|[{_INVISIBLE}]))")


@cache
def _letters(sign: str) -> str:
    """What one sign leaves: a space where it separates words, else nothing, or folded letters."""
    return " " if sign == "_" or not _IN_A_WORD.match(sign) else fold_word(sign)


def _other_signs(error: UnicodeError) -> tuple[str, int]:
    """What a sign leaves that has no byte; the error itself for letters of other scripts."""
    assert isinstance(error, UnicodeEncodeError)
    letters = "".join(map(_letters, error.object[error.start : error.end]))
    if not letters.isascii():
        raise error
    return letters, error.end


def _of_bytes() -> dict[int, str]:
    signs = {number: bytes([number]).decode(_CODING, "ignore") for number in range(256)}
    return {number: _letters(sign) if sign else " " for number, sign in signs.items()}


codecs.register_error(_HANDLER, _other_signs)
_BYTES = _of_bytes()
_ONE = bytes(ord(letters) if len(letters) == 1 and letters.isascii() else n for n, letters in _BYTES.items())
_NONE = bytes(number for number, letters in _BYTES.items() if not letters)
_SEVERAL = [
    (bytes([n]), letters.encode()) for n, letters in _BYTES.items() if len(letters) > 1 and letters.isascii()
]


def _may_join(text: str) -> bool:
    """True where a letter or digit follows a dot at once: seldom, so that few texts are searched closely."""
    if any(dot in text for dot in "·•‧∙⋅"):
        return True
    return any(part[:1].isalnum() for part in text.split(".")[1:])


def quick_words(text: str) -> list[str]:
    """The same as `storage.folding.fold_words`."""
    if _may_join(text) and _JOINED_BY_DOT.search(text):
        return fold_words(text)
    try:
        found = text.encode(_CODING, _HANDLER)
        for sign, letters in _SEVERAL:
            if sign in found:
                found = found.replace(sign, letters)
        return found.translate(_ONE, _NONE).decode("ascii").split()
    except UnicodeError:  # letters of other scripts
        return fold_words(text)
