"""What people add by hand: an article made a mention whatever the rules say, and an entry that no page gives."""

from monitor.byhand.entering import alike, change_entry, enter_by_hand, known_outlets
from monitor.byhand.making import make_mention
from monitor.byhand.proofs import (
    MOST_BYTES,
    ProofRefused,
    download_name,
    keep_proof,
    lost_proofs,
    read_proof,
)
from monitor.byhand.understanding import Typed, Understood, understand

__all__ = [
    "MOST_BYTES",
    "ProofRefused",
    "Typed",
    "Understood",
    "alike",
    "change_entry",
    "download_name",
    "enter_by_hand",
    "keep_proof",
    "known_outlets",
    "lost_proofs",
    "make_mention",
    "read_proof",
    "understand",
]
