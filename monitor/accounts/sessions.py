"""Sessions: 12 hours without use, 14 days at most; a changed password or a disabled account ends them."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.accounts.tokens import new_token, token_hash
from storage.model import Account, DeskSession
from storage.store import Store

IDLE, LONGEST = timedelta(hours=12), timedelta(days=14)


def begin(store: Store, account: Account, password_hash: str, now: datetime) -> str | None:
    """Begin a session; its token, or None where the account changed since its password was looked at."""
    token = new_token()
    session = DeskSession(token_hash(token), account.login, now, now)
    return token if store.put_session(session, password_hash) else None


def resume(store: Store, token: str, now: datetime) -> Account | None:
    """Who is at work with this token; None where nobody is any more."""
    kept = token_hash(token)
    found = store.session(kept)
    if found is None:
        return None
    session, account = found
    if is_over(session, now):
        store.end_session(kept)
        return None
    store.touch_session(kept, now)
    return account


def is_over(session: DeskSession, now: datetime) -> bool:
    """True once a session was not used for too long, or has lasted long enough. Pure."""
    return now - session.seen_at >= IDLE or now - session.created_at >= LONGEST


def log_out(store: Store, token: str) -> None:
    """End a session; idempotent."""
    store.end_session(token_hash(token))
