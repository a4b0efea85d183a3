"""A link for somebody who has no password yet, or forgot theirs: it works once, for three days, and is kept nowhere.

It is sealed with the hash of the present password: once another is set, by whatever way, no earlier link fits. Pure.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from storage.model import Account

RENEW_PATH = "/nouveau-mot-de-passe/"
LINK_LASTS = timedelta(days=3)


def renewal_token(account: Account, now: datetime) -> str:
    """The token of a link for this account: when it ends, and its seal."""
    until = int((now + LINK_LASTS).timestamp())
    return f"{until}-{_seal(account, until)}"


def is_renewal(account: Account, token: str, now: datetime) -> bool:
    """True where a token is for this account, whose password was not changed since, and it is not over."""
    typed, _, seal = token[:100].partition("-")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 12) or account.disabled_at is not None:
        return False
    right = hmac.compare_digest(_seal(account, int(typed)).encode(), seal.encode("utf-8", "replace"))
    return right and now.timestamp() < int(typed)


def _seal(account: Account, until: int) -> str:
    text = f"retombees password {account.login} {until}"
    return hmac.new(account.password_hash.encode(), text.encode(), hashlib.sha256).hexdigest()
