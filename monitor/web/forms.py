"""What a request carries: fields of its query or its form, counted and capped before they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request

MOST_FIELDS = 2_000
MOST_TEXT = 1024 * 1024
"""Bytes of one field."""

MOST_BODY = 2 * 1024 * 1024
MOST_BODY_WITH_FILES = 22 * 1024 * 1024
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent. `name` is what their machine calls it: to be shown, never a path of ours."""

    name: str
    media_type: str
    data: bytes


class Fields:
    """Fields by name, in their order; a name may stand several times."""

    def __init__(
        self, pairs: Iterable[tuple[str, str]] = (), uploads: Iterable[tuple[str, Upload]] = ()
    ) -> None:
        self._pairs = tuple((name, _whole(value)) for name, value in pairs)
        self._uploads = tuple(uploads)

    def __contains__(self, name: object) -> bool:
        return any(one == name for one, _ in self._pairs)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All of them."""
        return self._pairs

    def text(self, name: str, most: int = 10_000) -> str:
        """The first field of this name, without the spaces around it, no longer than that; empty where there is none."""
        return next((value for one, value in self._pairs if one == name), "")[:most].strip()

    def raw(self, name: str) -> str:
        """The first field of this name as it was sent (a password, a file's text); empty where there is none."""
        return next((value for one, value in self._pairs if one == name), "")

    def all(self, name: str, most: int = 10_000) -> tuple[str, ...]:
        """Every field of this name, each cut as `text` does."""
        return tuple(value[:most].strip() for one, value in self._pairs if one == name)

    def number(self, name: str) -> int | None:
        """A whole number of at most 15 figures; None where the field is missing or something else."""
        typed = self.text(name, 20)
        sound = typed.isascii() and typed.removeprefix("-").isdigit() and len(typed) <= 16
        return int(typed) if sound else None

    def flag(self, name: str) -> bool:
        """True where a box is ticked."""
        return self.text(name, 10) not in ("", "0", "no")

    def upload(self, name: str) -> Upload | None:
        """The first file of this name that holds something."""
        return next((one for field, one in self._uploads if field == name and one.data), None)

    def uploads(self, name: str) -> tuple[Upload, ...]:
        """Every file of this name that holds something."""
        return tuple(one for field, one in self._uploads if field == name and one.data)


def query_of(request: Request) -> Fields:
    """The query of an address."""
    return Fields(request.query_params.multi_items()[:MOST_FIELDS])


async def form_of(request: Request, files: bool) -> Fields:
    """The form of a request. Raises starlette's HTTPException where it is too large, or no form."""
    async with request.form(
        max_files=MOST_FILES if files else 0, max_fields=MOST_FIELDS, max_part_size=MOST_TEXT
    ) as form:
        pairs: list[tuple[str, str]] = []
        uploads: list[tuple[str, Upload]] = []
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                found = Upload(value.filename or "", value.content_type or "", await value.read())
                uploads.append((name, found))
            else:
                pairs.append((name, value))
    return Fields(pairs, uploads)


async def body_of(request: Request) -> bytes | None:
    """What a program sent, as it came; None where it is more than MOST_BODY: the rest is not read."""
    claimed = request.headers.get("content-length", "")[:20]
    if claimed.isascii() and claimed.isdigit() and int(claimed) > MOST_BODY:
        return None
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > MOST_BODY:
            return None
    return bytes(read)


def plain_form(request: Request, body: bytes) -> Fields:
    """The fields of a body that claims to be a plain form; none of another."""
    kind = request.headers.get("content-type", "")[:200].partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return Fields()
    try:
        return Fields(parse_qsl(body.decode("utf-8", "replace"), True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return Fields()


def _whole(text: str) -> str:
    """Halves of pairs cannot be kept or shown; a zero byte ends texts in some programs."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
