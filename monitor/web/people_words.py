"""The words for accounts: what a role may do, and why an account cannot be as somebody wants it."""

from __future__ import annotations

from monitor.accounts import Fault
from monitor.accounts.passwords import LONGEST, SHORTEST
from monitor.wording import Words
from monitor.wording.words import message
from storage.model import Role

ROLE = {
    Role.READER: message("reads"),
    Role.REVIEWER: message("reviews"),
    Role.ADMINISTRATOR: message("administers"),
}

FAULT = {
    Fault.LOGIN: message(
        "A login has letters, figures and the signs . _ @ + - only, 64 at the most, and no space."
    ),
    Fault.NAME: message("Write the person’s name too."),
    Fault.SHORT: message(
        "The password is too short: {shortest} signs at least. A few words are easy to keep in mind."
    ),
    Fault.LONG: message("The password is too long: {longest} signs at most."),
    Fault.SAME: message("The password must not be the login or the name."),
}

NOT_THE_SAME = message("The two passwords are not the same.")


def fault_words(words: Words, fault: Fault) -> str:
    """Why an account cannot be so, as a sentence."""
    return words(FAULT[fault], shortest=SHORTEST, longest=LONGEST)
