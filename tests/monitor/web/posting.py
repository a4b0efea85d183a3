"""A newsroom with a mail server and four recipients, for the tests of sending."""

from __future__ import annotations

import time
from collections.abc import Callable

from storage.model import OutboxMessage
from tests.monitor.web.newsroom import DOSSIER, SETTINGS, Newsroom

RECIPIENTS = """
[[recipients]]
address = "maud@phare.example"
name = "Maud L."
receives = ["daily", "weekly", "final"]

[[recipients]]
address = "karim@phare.example"

[[recipients]]
address = "jonas@rivage.example"
language = "en"
organisation = "rivage"

[[recipients]]
address = "bilan@rivage.example"
receives = ["final"]
"""
DAILY = ["maud@phare.example", "karim@phare.example", "jonas@rivage.example"]


def give_mail(room: Newsroom, port: int, recipients: str = RECIPIENTS) -> None:
    """Set a mail server on loopback, and recipients in the dossier."""
    mail = f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "presse@rivage.example"\ntimeout = 2.0\n'
    room.workspace.settings_file.write_text(f"{SETTINGS}\n{mail}", encoding="utf-8")
    (room.workspace.campaigns / "appel.toml").write_text(f"{DOSSIER}\n{recipients}", encoding="utf-8")
    assert room.site.live.look()


def settled(room: Newsroom, is_so: Callable[[list[OutboxMessage]], bool] = bool) -> list[OutboxMessage]:
    """The outbox once what happens behind the page is over, and `is_so`."""
    room.site.behind.submit(lambda: None).result(20)
    for _ in range(200):
        with room.store() as store:
            found = store.outbox()
        if is_so(found):
            return found
        time.sleep(0.02)
    raise AssertionError(found)
