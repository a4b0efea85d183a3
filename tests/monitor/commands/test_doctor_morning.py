"""`doctor` says what of the morning is due, late, failed or undelivered, and whether secrets are kept."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from monitor.schedule.lock import only_one
from storage.model import DeliveryState
from tests.monitor.commands.calling import Run
from tests.monitor.schedule.house import House, make_house
from tests.monitor.status.messages import put_message

BEFORE, AFTER = "2025-02-04T07:20:00+01:00", "2025-02-04T09:10:00+01:00"
MAIL = '\n[mail]\nhost = "127.0.0.1"\nuser = "presse"\nsender = "presse@appel.example"\n'


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house whose first night is over: everything was read and copied, no report was made."""
    made = make_house(tmp_path / "espace")
    made.ticker("fr").tick()
    return made


def doctor(house: House, run: Run, now: str, more: str = "") -> tuple[int, str]:
    house.settings(f"{more}\n[clock]\nnow = {now}\n")
    ran = run("-w", house.workspace.root, "doctor")
    return ran.code, ran.out.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_morning_in_order_is_0_and_says_what_comes_next(house: House, run: Run) -> None:
    code, said = doctor(house, run, "2025-02-04T05:30:00+01:00")
    assert code == 0
    assert "✓ Point à venir : appel : Prochain point aujourd’hui à 7 h 30." in said
    assert "– Programme quotidien : il ne tourne pas" in said
    assert "✓ Sauvegarde : La dernière sauvegarde a été faite aujourd’hui à 5 h 00." in said


def test_a_report_that_is_late_asks_for_4(house: House, run: Run) -> None:
    code, said = doctor(house, run, AFTER)
    assert code == 4
    assert "! Point à venir : appel : Attendu depuis aujourd’hui à 7 h 30 : le point du jour." in said


def test_what_failed_and_what_did_not_arrive_are_counted_and_ask_for_4(house: House, run: Run) -> None:
    for number, state in enumerate(DeliveryState):
        put_message(house, number, state)
    code, said = doctor(house, run, BEFORE)
    assert code == 4
    assert (
        "! Messages : 1 message envoyé dernièrement, 1 attend, 1 n’est peut-être pas arrivé, 1 n’est pas parti"
        in said
    )
    assert "! Message : lecteur2@appel.example, Point du jour : Le serveur" in said

    house.steps.fail.add("deliver")
    house.ticker("fr").tick()
    assert "! Échec : L’envoi des messages, aujourd’hui à 7 h 20" in doctor(house, run, BEFORE)[1]


def test_a_schedule_that_runs_is_seen(house: House, run: Run) -> None:
    with only_one(house.workspace.archive):
        assert "✓ Programme quotidien : il tourne" in doctor(house, run, BEFORE)[1]


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are of POSIX")
def test_a_password_that_is_missing_or_that_others_can_read_is_told_and_never_shown(
    house: House, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RETOMBEES_SMTP_PASSWORD", raising=False)
    assert (
        "✓ Serveur de courrier : 127.0.0.1, port 587"
        in doctor(house, run, BEFORE, MAIL.replace('user = "presse"\n', ""))[1]
    )
    code, said = doctor(house, run, BEFORE, MAIL)
    assert code == 3
    assert "! Serveur de courrier : 127.0.0.1, port 587." in said
    secret = house.workspace.root / "secret"
    secret.write_text("planted-password\n")
    for mode, sign in ((0o644, "!"), (0o600, "✓")):
        secret.chmod(mode)
        said = doctor(house, run, BEFORE, MAIL + 'password_file = "secret"\n')[1]
        assert f"{sign} Serveur de courrier : 127.0.0.1, port 587" in said
        assert "planted-password" not in said
