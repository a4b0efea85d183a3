"""Tokens of sessions and links, and what proves that a form comes from our own page. Pure, but for the dice."""

from __future__ import annotations

import hashlib
import hmac
import secrets

TOKEN_BYTES = 32
LONGEST = 100
"""Signs of a token that is looked at; ours have 43."""

_CSRF = b"retombees form"


def new_token() -> str:
    """256 random bits, as text that an address and a cookie can carry."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What the archive keeps of a token: SHA-256, hexadecimal. A token is random enough to need nothing slower."""
    return hashlib.sha256(token[:LONGEST].encode("utf-8", "surrogatepass")).hexdigest()


def csrf_token(token: str) -> str:
    """What every form of a page carries: made from the token of the session (before the login: of its cookie).

    No key is kept for it: the token is the secret, of which the archive has only the hash.
    """
    return hmac.new(token[:LONGEST].encode("utf-8", "surrogatepass"), _CSRF, hashlib.sha256).hexdigest()


def is_csrf_token(token: str, given: str) -> bool:
    """True where a form carries what `csrf_token` made for this session; takes as long for any wrong one."""
    right = csrf_token(token).encode()
    return hmac.compare_digest(right, given[:LONGEST].encode("utf-8", "surrogatepass"))
