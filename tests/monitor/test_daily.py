"""The reports of the morning: written whole, kept as made, queued once for each recipient, whatever is made again."""

from __future__ import annotations

import email
import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from monitor.config import Settings
from monitor.daily import MadeReport, make_report, make_reports
from monitor.delivery.book_file import MOST_BYTES
from monitor.delivery.messages import Attachment
from monitor.dossier import Recipient
from storage.model import Channel, DeliveryState, MessageKind, ReportKind, ReportRecord
from storage.store import Store, open_store
from tests.monitor.delivery.helping import messages_to
from tests.monitor.delivery.seeding import COURRIER, ECHO, Newsroom, campaign

NOW = datetime(2025, 2, 6, 6, 30, tzinfo=UTC)
MAUD, JONAS = Recipient("maud@phare.example", "fr", "Maud"), Recipient("jonas@rivage.example", "en")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "archive.db", create=True) as opened:
        newsroom = Newsroom(opened)
        newsroom.reads(NOW - timedelta(minutes=30))
        newsroom.prints(COURRIER, NOW - timedelta(hours=3), organisations=("phare",))
        newsroom.prints(ECHO, NOW - timedelta(hours=2))
        yield opened


def _settings(**sections: Any) -> Settings:
    mail = {"host": "127.0.0.1", "sender": "presse@rivage.example"}
    return Settings.model_validate({"mail": mail} | sections)


def _mails(store: Store, address: str) -> list[EmailMessage]:
    """The mails to one recipient, the newest first."""
    found = []
    for one in store.outbox():
        if one.recipient == address:
            read = email.message_from_bytes(store.outbox_message(one.id).content, policy=SMTP)
            assert isinstance(read, EmailMessage)
            found.append(read)
    return found


def _mail(store: Store, address: str) -> EmailMessage:
    return _mails(store, address)[0]


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_each_recipient_gets_one_mail_in_that_ones_language(store: Store, tmp_path: Path) -> None:
    made = make_reports(store, [campaign(MAUD, JONAS)], _settings(), tmp_path / "reports", NOW)
    assert (made[0].queued, made[0].known) == (2, 0)
    french, english = _mail(store, MAUD.address), _mail(store, JONAS.address)
    assert french["Subject"] == "Jeudi 6 février 2025\u00a0: 2\u00a0nouvelles retombées de la tribune"
    assert english["Subject"] == "Thursday 6 February 2025: 2\u00a0new pickups of the op-ed"
    assert MAUD.address in _body(french, "plain") and MAUD.address in _body(french, "html")
    assert "maud" not in _body(english, "plain")
    assert {one.state for one in store.outbox()} == {DeliveryState.PENDING}
    assert {one.day for one in store.outbox()} == {date(2025, 2, 6)}


def test_made_again_on_the_same_day_nobody_gets_a_second_mail_and_what_came_since_is_in_the_next(
    store: Store, tmp_path: Path
) -> None:
    one, settings, folder = campaign(MAUD, JONAS), _settings(), tmp_path / "reports"
    first = make_reports(store, [one], settings, folder, NOW)[0]
    before = {message.id for message in store.outbox()}
    newsroom = Newsroom(store)
    newsroom.reads(NOW + timedelta(hours=1))
    newsroom.prints(COURRIER, NOW + timedelta(hours=1), title="Une de plus, à midi")
    again = make_reports(store, [one], settings, folder, NOW + timedelta(hours=5))[0]
    assert (again.queued, again.known) == (0, 2)
    assert {message.id for message in store.outbox()} == before
    assert (again.files, again.digest.window) == (first.files, first.digest.window)
    assert "Une de plus" not in first.files["html"].read_text(encoding="utf-8")
    make_reports(store, [one], settings, folder, NOW + timedelta(days=1))
    for recipient in (MAUD, JONAS):
        told = [_body(mail, "plain").count("Une de plus") > 0 for mail in _mails(store, recipient.address)]
        assert told == [True, False]


def test_without_messages_the_report_of_today_is_as_fresh_as_its_last_making(
    store: Store, tmp_path: Path
) -> None:
    one, folder = campaign(), tmp_path / "reports"
    make_reports(store, [one], _settings(), folder, NOW)
    newsroom = Newsroom(store)
    newsroom.reads(NOW + timedelta(hours=1))
    newsroom.prints(COURRIER, NOW + timedelta(hours=1), title="Une de plus, à midi")
    again = make_reports(store, [one], _settings(), folder, NOW + timedelta(hours=5))[0]
    assert "Une de plus" in again.files["html"].read_text(encoding="utf-8")
    assert [report.made_at for report in store.reports("appel")] == [NOW + timedelta(hours=5)]


def test_another_sender_address_or_spelling_of_the_recipient_makes_no_second_mail_either(
    store: Store, tmp_path: Path
) -> None:
    make_reports(store, [campaign(MAUD)], _settings(), tmp_path, NOW)
    moved = _settings(mail={"host": "127.0.0.1", "sender": "presse@phare.example"})
    again = make_reports(store, [campaign(Recipient("Maud@Phare.example"))], moved, tmp_path, NOW)[0]
    assert (again.queued, again.known, len(store.outbox())) == (0, 1, 1)


def test_a_recipient_added_during_the_day_gets_the_mail_that_the_others_have(
    store: Store, tmp_path: Path
) -> None:
    make_reports(store, [campaign(MAUD)], _settings(), tmp_path, NOW)
    again = make_reports(store, [campaign(MAUD, JONAS)], _settings(), tmp_path, NOW)[0]
    assert (again.queued, again.known) == (1, 1)


@pytest.mark.parametrize("settings", [Settings(), _settings()], ids=["no server", "no recipient"])
def test_without_a_server_or_a_recipient_the_report_is_in_the_folder_and_nothing_is_queued(
    store: Store, tmp_path: Path, settings: Settings
) -> None:
    recipients = (MAUD,) if not settings.mail.host else ()
    made = make_reports(store, [campaign(*recipients)], settings, tmp_path / "reports", NOW)[0]
    assert store.outbox() == []
    assert len(store.reports("appel")) == 1
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == [
        "appel-2025-02-06.html",
        "appel-2025-02-06.json",
        "appel-2025-02-06.txt",
        "appel.rss",
    ]
    assert json.loads(made.files["json"].read_bytes())["day"] == "2025-02-06"


def test_a_record_is_kept_only_once_the_files_are_there(store: Store, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("no folder", encoding="utf-8")
    with pytest.raises(OSError, match="reports"):
        make_reports(store, [campaign(MAUD)], _settings(), tmp_path / "reports", NOW)
    assert store.reports("appel") == []
    assert store.outbox() == []


def test_a_coalition_member_gets_its_own_report(store: Store, tmp_path: Path) -> None:
    phare = Recipient("presse@phare.example", "fr", organisation="phare")
    make_reports(store, [campaign(MAUD, phare)], _settings(), tmp_path, NOW)
    whole, own = _mail(store, MAUD.address), _mail(store, phare.address)
    assert "Le Courrier des quais" in _body(own, "plain")
    assert "Écho de l’Orvanne" in _body(whole, "plain")
    assert "https://echo.example/articles/2" not in _body(own, "plain")
    assert own["Subject"] != whole["Subject"]


def test_each_kind_of_report_goes_to_those_who_receive_it_and_has_its_own_files(
    store: Store, tmp_path: Path
) -> None:
    weekly = Recipient("bureau@phare.example", receives=("weekly", "final"))
    one = campaign(MAUD, weekly)
    daily = make_report(store, one, _settings(), tmp_path / "r", NOW)
    made = make_report(store, one, _settings(), tmp_path / "r", NOW, kind=ReportKind.WEEKLY)
    assert made.files["html"].name == "appel-2025-02-06-weekly.html"
    assert daily.files["html"].name == "appel-2025-02-06.html"
    by_kind = {(message.kind, message.recipient) for message in store.outbox()}
    assert by_kind == {(MessageKind.DAILY, MAUD.address), (MessageKind.WEEKLY, weekly.address)}
    assert len(store.reports("appel", ReportKind.WEEKLY)) == 1


def test_with_a_final_report_goes_the_book_in_each_ones_language(store: Store, tmp_path: Path) -> None:
    written: list[tuple[str, str]] = []

    def shelf(language: str, organisation: str) -> Attachment:
        written.append((language, organisation))
        return Attachment(f"revue-{language}{organisation}.pdf", "application/pdf", b"%PDF-1.7 ...")

    phare = Recipient("presse@phare.example", "fr", receives=("final",), organisation="phare")
    made = make_report(
        store, campaign(MAUD, JONAS, phare), _settings(), tmp_path, NOW, kind=ReportKind.FINAL, shelf=shelf
    )
    names = {}
    for recipient in (MAUD, JONAS, phare):
        attached = list(_mail(store, recipient.address).iter_attachments())
        assert [one.get_content() for one in attached] == [b"%PDF-1.7 ..."]
        names[recipient.address] = attached[0].get_filename()
    assert list(names.values()) == ["revue-fr.pdf", "revue-en.pdf", "revue-frphare.pdf"]
    assert made.files["book"].read_bytes() == b"%PDF-1.7 ..."
    assert "jointe à ce courriel" in _body(_mail(store, MAUD.address), "plain")


def test_a_book_that_is_too_heavy_stays_in_the_folder_and_the_mail_says_so(
    store: Store, tmp_path: Path
) -> None:
    heavy = Attachment("revue.pdf", "application/pdf", bytes(MOST_BYTES + 1))
    made = make_report(
        store, campaign(MAUD), _settings(), tmp_path, NOW, kind=ReportKind.FINAL, shelf=lambda *_: heavy
    )
    assert list(_mail(store, MAUD.address).iter_attachments()) == []
    assert "trop lourde" in _body(_mail(store, MAUD.address), "plain")
    assert made.files["book"].stat().st_size == MOST_BYTES + 1


def test_the_book_is_written_from_the_archive(store: Store, tmp_path: Path) -> None:
    made = make_report(store, campaign(MAUD), _settings(), tmp_path, NOW, kind=ReportKind.FINAL)
    (attached,) = _mail(store, MAUD.address).iter_attachments()
    assert attached.get_filename() == made.files["book"].name
    assert attached.get_content() == made.files["book"].read_bytes()
    assert made.files["book"].name.startswith("revue-de-presse-appel.")


def test_another_program_is_told_what_the_report_holds(store: Store, tmp_path: Path) -> None:
    settings = _settings(webhook={"url": "https://crochet.example/jeton"}, mail={})
    assert make_reports(store, [campaign(MAUD)], settings, tmp_path, NOW)[0].queued == 1
    message = store.outbox_message(store.outbox()[0].id)
    assert (message.channel, message.recipient) == (Channel.WEBHOOK, "https://crochet.example")
    told = json.loads(message.content)
    assert (told["id"], told["type"], told["kind"], told["day"]) == (
        message.id,
        "report",
        "daily",
        "2025-02-06",
    )
    assert told["counts"]["pickups"]["articles"] == 2
    assert told["title"] == "Jeudi 6 février 2025\u00a0: 2\u00a0nouvelles retombées de la tribune"
    assert [(item["section"], item["outlet_id"], item["kind"]) for item in told["items"]] == [
        ("pickups", "courrier", "citation"),
        ("pickups", "echo", "citation"),
    ]
    assert told["items_left_out"] == 0


def test_a_report_of_a_past_day_keeps_its_window_and_is_queued_once(store: Store, tmp_path: Path) -> None:
    yesterday = date(2025, 2, 5)
    made = make_report(store, campaign(MAUD), _settings(), tmp_path, NOW, day=yesterday)
    assert made.digest.window.day == yesterday
    assert made.digest.window.covers_until < NOW
    again = make_report(store, campaign(MAUD), _settings(), tmp_path, NOW, day=yesterday)
    assert (made.queued, again.queued, again.known) == (1, 0, 1)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_run_that_dies_around_the_record_is_made_again_without_a_second_mail(
    store: Store, tmp_path: Path, moment: str
) -> None:
    class Dies:
        """A store in which the process ends before or after the record is kept."""

        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

        def put_report(self, *given: Any) -> None:
            if moment == "after":
                store.put_report(*given)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_reports(Dies(), [campaign(MAUD)], _settings(), tmp_path / "r", NOW)  # type: ignore[arg-type]
    assert len(list((tmp_path / "r").iterdir())) == 4
    again = make_reports(store, [campaign(MAUD)], _settings(), tmp_path / "r", NOW + timedelta(minutes=15))[0]
    assert (again.queued, again.known) == ((1, 0) if moment == "before" else (0, 1))
    assert [one.recipient for one in store.outbox()] == [MAUD.address]
    assert not [path for path in (tmp_path / "r").iterdir() if path.name.endswith(".part")]


def test_of_two_who_make_the_report_at_once_the_second_finds_it_made(store: Store, tmp_path: Path) -> None:
    """Each would end its window at another moment, and what came out in between would stand in no mail."""
    made: list[MadeReport] = []

    def make() -> None:
        with open_store(store.path) as own:
            made.extend(
                make_reports(own, [campaign(MAUD)], _settings(), tmp_path / "r", NOW + timedelta(hours=1))
            )

    with FileLock(f"{store.path}.report.lock"):
        other = threading.Thread(target=make)
        other.start()
        other.join(0.3)
        assert other.is_alive()
        store.put_report(
            ReportRecord("appel", date(2025, 2, 6), NOW - timedelta(days=1), NOW, NOW),
            messages_to(MAUD.address, at=NOW, settings=_settings()),
        )
    other.join(20)
    assert (made[0].queued, made[0].known) == (0, 1)
    assert [report.covers_until for report in store.reports("appel")] == [NOW]


def test_the_feed_beside_the_report_holds_what_was_found_and_changes_only_with_it(
    store: Store, tmp_path: Path
) -> None:
    feed = tmp_path / "appel.rss"
    make_report(store, campaign(), _settings(), tmp_path, NOW)
    assert feed.read_text(encoding="utf-8").count("<item>") == 2
    written = feed.stat().st_mtime_ns
    make_report(store, campaign(), _settings(), tmp_path, NOW + timedelta(hours=1))
    assert feed.stat().st_mtime_ns == written
    Newsroom(store).prints(ECHO, NOW + timedelta(hours=2), title="Les quais encore")
    make_report(store, campaign(), _settings(), tmp_path, NOW + timedelta(hours=3))
    assert "Les quais encore" in feed.read_text(encoding="utf-8")
