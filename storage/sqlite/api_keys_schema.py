"""The table of the keys of people's programs."""

from __future__ import annotations

API_KEYS = """
CREATE TABLE api_keys (
    number INTEGER PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE,
    login TEXT NOT NULL REFERENCES accounts (login) ON DELETE CASCADE, name TEXT NOT NULL,
    read_only INTEGER NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL, revoked_at TEXT, last_used_at TEXT
) STRICT;
CREATE INDEX api_keys_of_account ON api_keys (login);
"""
