"""Texts from outside for formats made of XML, in which a few signs may not stand at all."""

from __future__ import annotations

from monitor.wording.outside import MOST, clean, web_address

CELL_MOST = 2000
"""Characters of one cell; a sheet allows 32,767."""

_NOT_IN_XML = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})


def xml_text(text: str, most: int = MOST) -> str:
    """A text on one line, of signs that XML has, no more than `most` long."""
    return clean(text, most).translate(_NOT_IN_XML)


def sheet_text(text: str, most: int = CELL_MOST) -> str:
    """The same, as long as a cell of a sheet may be."""
    return xml_text(text, most)


def followable(url: str) -> str | None:
    """The address if a reader may follow it (`web_address`) and XML can hold it."""
    address = web_address(url)
    return address if address and address == address.translate(_NOT_IN_XML) else None
