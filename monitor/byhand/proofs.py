"""Files that people keep as proof of what no page gives: known by their contents, kept under their SHA-256, never run."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.typed import one_line
from monitor.wording.words import message
from storage.model import HandEntry, Proof

FOLDER = "proofs"
"""In the workspace."""

MOST_BYTES = 20_000_000
LONGEST_NAME = 120
SHA256 = re.compile(r"[0-9a-f]{64}")

_STARTS: tuple[tuple[bytes, int, str, str], ...] = (
    (b"%PDF-", 0, "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png", "png"),
    (b"\xff\xd8\xff", 0, "image/jpeg", "jpg"),
    (b"GIF87a", 0, "image/gif", "gif"),
    (b"GIF89a", 0, "image/gif", "gif"),
    (b"WEBP", 8, "image/webp", "webp"),
    (b"II*\x00", 0, "image/tiff", "tif"),
    (b"MM\x00*", 0, "image/tiff", "tif"),
    (b"ftypheic", 4, "image/heic", "heic"),
    (b"ftypmif1", 4, "image/heic", "heic"),
    (b"ftypM4A", 4, "audio/mp4", "m4a"),
    (b"ftyp", 4, "video/mp4", "mp4"),
    (b"ID3", 0, "audio/mpeg", "mp3"),
    (b"\xff\xfb", 0, "audio/mpeg", "mp3"),
    (b"\xff\xf3", 0, "audio/mpeg", "mp3"),
    (b"OggS", 0, "audio/ogg", "ogg"),
    (b"fLaC", 0, "audio/flac", "flac"),
    (b"WAVE", 8, "audio/wav", "wav"),
    (b"\x1a\x45\xdf\xa3", 0, "video/webm", "webm"),
)
"""How a file of each kind begins: signs, where they stand, what it is, the ending that we give it."""

_ENDINGS = {media_type: ending for _, _, media_type, ending in _STARTS}

TOO_LARGE = message("This file is too large: 20 MB at the most.")
NOT_A_PROOF = message("A proof is a PDF, a picture, a sound or a film. This file is none of these.")
NOT_KEPT = message("The file could not be kept on the disk.")


class ProofRefused(Exception):
    """A file is not kept; `sentence` is a message."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Lost:
    """A proof whose file is not there, or no longer the one that was kept."""

    entry: HandEntry
    proof: Proof


def media_type_of(data: bytes) -> str | None:
    """What a file is by its first bytes, whatever it is called; None for what is kept as no proof. Pure."""
    for signs, at, media_type, _ in _STARTS:
        if data[at : at + len(signs)] == signs:
            return media_type
    return None


def keep_proof(folder: Path, data: bytes, name: str, who: str, now: datetime) -> Proof:
    """Keep a file in `folder` under its SHA-256; the same one again is there once. Raises ProofRefused."""
    if len(data) > MOST_BYTES:
        raise ProofRefused(TOO_LARGE)
    media_type = media_type_of(data)
    if media_type is None:
        raise ProofRefused(NOT_A_PROOF)
    sha256 = hashlib.sha256(data).hexdigest()
    path = folder / sha256
    try:
        if not path.is_file() or path.stat().st_size != len(data):
            _write(path, data)
    except OSError as error:
        raise ProofRefused(NOT_KEPT) from error
    shown = one_line(name.replace("\\", "/").rpartition("/")[2], LONGEST_NAME)
    return Proof(sha256, shown or f"{sha256[:8]}.{_ENDINGS[media_type]}", media_type, len(data), who, now)


def _write(path: Path, data: bytes) -> None:
    """All of it is on the disk under its name, or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".proof-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def read_proof(folder: Path, proof: Proof) -> bytes | None:
    """The file; None where it is not there, or is another one than was kept."""
    path = folder / proof.sha256
    if not SHA256.fullmatch(proof.sha256) or path.is_symlink():
        return None
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == proof.sha256 else None


def lost_proofs(folder: Path, entries: Iterable[HandEntry]) -> Iterator[Lost]:
    """The proofs of these entries whose file is gone or changed; every file is read."""
    for entry in entries:
        for proof in entry.proofs:
            if read_proof(folder, proof) is None:
                yield Lost(entry, proof)


def download_name(proof: Proof) -> str:
    """A name of our making for a download: what it is and the beginning of its SHA-256."""
    return f"preuve-{proof.sha256[:8]}.{_ENDINGS.get(proof.media_type, 'bin')}"


def proof_files(folder: Path) -> list[Path]:
    """The files kept, by name; anything else in the folder is left out."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(p for p in found if SHA256.fullmatch(p.name) and p.is_file() and not p.is_symlink())
