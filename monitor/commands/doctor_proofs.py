"""What `doctor` says of the files that people keep as proof: every one is read and compared with its fingerprint."""

from __future__ import annotations

from monitor.byhand import lost_proofs
from monitor.commands.finding import Finding
from monitor.commands.session import UNREADABLE, Session
from monitor.wording.outside import clean
from storage.store import Store

MOST_TOLD = 5


def examine_proofs(session: Session, store: Store) -> list[Finding]:
    """One line where all are there, one for each of the first that are not; none where nobody kept any."""
    words, entries = session.words, store.entries()
    kept = {proof.sha256 for entry in entries for proof in entry.proofs}
    if not kept:
        return []
    lost = list(lost_proofs(session.workspace.proofs, entries))
    what = words("Proofs")
    if not lost:
        says = words.n(
            "{n} proof is there as it was kept", "{n} proofs are there as they were kept", len(kept)
        )
        return [Finding(what, True, says)]
    return [
        Finding(
            what,
            False,
            words(
                "the file of {name} ({title}) is gone, or is another one: bring it back from a backup",
                name=clean(one.proof.name, 80),
                title=clean(store.article(one.entry.article_id).title, 80),
            ),
            UNREADABLE,
        )
        for one in lost[:MOST_TOLD]
    ]
