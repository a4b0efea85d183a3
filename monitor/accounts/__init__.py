"""Who may use the review desk: passwords, sessions, the first account, links to share, keys of programs. `now` is always given."""

from monitor.accounts.api_keys import TooManyKeys, Turned, create_key, key_works, open_key
from monitor.accounts.first import FIRST_PATH, first_account, make_first_link
from monitor.accounts.login import LoggedIn, Refused, log_in
from monitor.accounts.passwords import Passwords
from monitor.accounts.people import Fault, FaultyAccount, new_account, normal_login, set_password
from monitor.accounts.sessions import log_out, resume
from monitor.accounts.sharing import SHARE_PATH, create_share, is_open, open_share
from monitor.accounts.tokens import csrf_token, is_csrf_token, new_token, token_hash

__all__ = [
    "FIRST_PATH",
    "SHARE_PATH",
    "Fault",
    "FaultyAccount",
    "LoggedIn",
    "Passwords",
    "Refused",
    "TooManyKeys",
    "Turned",
    "create_key",
    "create_share",
    "csrf_token",
    "first_account",
    "is_csrf_token",
    "is_open",
    "key_works",
    "log_in",
    "log_out",
    "make_first_link",
    "new_account",
    "new_token",
    "normal_login",
    "open_key",
    "open_share",
    "resume",
    "set_password",
    "token_hash",
]
