"""Settings: everything that is wrong is said at once, with its line and what to do; what is right is frozen."""

from __future__ import annotations

import pathlib
import re
import tomllib
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import ConfigurationInvalid, ContactMissing, Problem, Settings, read_clock, read_settings
from monitor.config.complaints import MESSAGES
from monitor.config.positions import Path, positions
from monitor.wording.words import Words

ROOT = pathlib.Path(__file__).parents[2]
FRENCH, ENGLISH = Words("fr"), Words("en")


def read(text: str) -> tuple[Settings | None, list[Problem]]:
    return read_settings(text.encode())


def settings_of(text: str) -> Settings:
    settings, problems = read(text)
    assert problems == []
    assert settings is not None
    return settings


def places(problems: list[Problem]) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.key) for problem in problems]


# ---- what is right --------------------------------------------------------------------------------


def test_an_empty_file_gives_the_defaults() -> None:
    settings = settings_of("")
    assert settings.network.min_delay == 2.0
    assert settings.network.max_pages_per_source == 200
    assert settings.network.allow_private == ()
    assert settings.crawl.min_read == 0.5
    assert settings.clock.at("Europe/Paris") is None
    assert settings.schedule.time == time(7, 0)
    assert settings.retention.keep_article_days == 90


def test_every_setting_of_the_contract_is_read() -> None:
    settings = settings_of(
        """
        language = "en"
        [network]
        contact = "https://asso.example.org/robot"
        allow_private = ["127.0.1.0/24:8900", "[::1]:80", "localhost:8025", "10.1.2.3"]
        min_delay = 0.5
        max_pages_per_source = 7
        fetch_timeout = 5
        [crawl]
        min_read = 0.25
        max_minutes = 3
        first_window_days = 14
        [mail]
        host = "smtp.example.org"
        port = 465
        security = "tls"
        user = "u"
        sender = "presse@example.org"
        sender_name = "Presse"
        password_file = "secrets/courrier"
        timeout = 12
        [schedule]
        time = "06:45"
        days = ["mon", "fri"]
        weekly = ""
        [webhook]
        url = "https://outil.example.org/retombees"
        [alerts]
        tier1 = false
        burst = 0
        not_before = "08:00"
        [retention]
        keep_article_days = 30
        keep_backups = 3
        """
    )
    assert settings.language == "en"
    assert settings.network.allow_private == ("127.0.1.0/24:8900", "[::1]:80", "localhost:8025", "10.1.2.3")
    assert (settings.network.min_delay, settings.network.fetch_timeout) == (0.5, 5.0)
    assert (settings.crawl.min_read, settings.crawl.max_minutes, settings.crawl.first_window_days) == (
        0.25,
        3.0,
        14,
    )
    assert (settings.mail.port, settings.mail.security, settings.mail.sender) == (
        465,
        "tls",
        "presse@example.org",
    )
    assert (settings.schedule.time, settings.schedule.days) == (time(6, 45), ("mon", "fri"))
    assert settings.schedule.weekly == ""
    assert (settings.mail.password_file, settings.mail.timeout) == ("secrets/courrier", 12.0)
    assert settings.webhook.url == "https://outil.example.org/retombees"
    assert (settings.alerts.tier1, settings.alerts.burst, settings.alerts.not_before) == (
        False,
        0,
        time(8, 0),
    )
    assert (settings.retention.keep_article_days, settings.retention.keep_backups) == (30, 3)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[webhook]\nurl = "http://outil.example.org/"', "url"),
        ('[webhook]\nurl = "outil.example.org"', "url"),
        ('[webhook]\nurl = "https://outil.example.org/"\n[clock]\nnow = 2025-02-05', "now"),
        ('[alerts]\nnot_before = "22:30"', "alerts"),
        ('[schedule]\nweekly = "vendredi"', "weekly"),
    ],
)
def test_what_would_leak_or_never_happen_is_refused(text: str, key: str) -> None:
    settings, problems = read(text)
    assert settings is None
    assert [problem.key for problem in problems] == [key]


def test_a_program_on_this_machine_may_be_told_without_tls_and_in_a_rehearsal() -> None:
    settings = settings_of('[webhook]\nurl = "http://127.0.0.1:8099/"\n[clock]\nnow = 2025-02-05')
    assert settings.webhook.url == "http://127.0.0.1:8099/"


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    shipped = (ROOT / "monitor" / "shipped" / "retombees.toml").read_text(encoding="utf-8")
    for section, model in Settings.model_fields.items():
        for name in getattr(model.annotation, "model_fields", {section: model}):
            assert f"| `{name}` |" in page
            assert re.search(rf"^(# )?{name} = ", shipped, re.MULTILINE)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(pydantic.ValidationError):
        settings_of("").network.min_delay = 0.0


def test_windows_editors_do_no_harm() -> None:
    settings, problems = read_settings(b'\xef\xbb\xbflanguage = "en"\r\n[network]\r\ncontact = "a@b.org"\r\n')
    assert problems == []
    assert settings is not None
    assert settings.require_contact() == "a@b.org"


# ---- no contact, no crawl -------------------------------------------------------------------------


def test_without_a_contact_the_settings_are_read_but_nothing_may_be_crawled() -> None:
    settings = settings_of('# who reads\n[network]\ncontact = ""\n')
    with pytest.raises(ContactMissing) as raised:
        settings.require_contact()
    [sentence] = raised.value.sentences(FRENCH)
    assert sentence.startswith("retombees.toml, ligne 3, contact\u00a0: Aucun site n’est lu")


@pytest.mark.parametrize(
    "contact", ["https://asso.example.org/robot", "http://asso.example.org", "presse@asso.example.org"]
)
def test_a_page_or_a_mail_address_is_a_contact(contact: str) -> None:
    assert settings_of(f'[network]\ncontact = "{contact}"').require_contact() == contact


@pytest.mark.parametrize(
    "contact",
    [
        "moi",
        "asso.example.org",
        "ftp://a.org",
        "https://",
        "a@b",
        "a@b.org\\r\\nX: y",
        "https://a.org/\\u00e9",
        "https://u@a.org",
        "Nom <a@b.org>",
    ],
)
def test_what_could_not_be_answered_or_would_break_a_header_is_no_contact(contact: str) -> None:
    _, problems = read(f'[network]\n\ncontact = "{contact}"\n')
    assert places(problems) == [(3, "contact")]


# ---- politeness -----------------------------------------------------------------------------------


def test_a_delay_under_one_second_needs_a_private_address() -> None:
    _, problems = read("[network]\nmin_delay = 0.9\n")
    assert places(problems) == [(2, "min_delay")]
    assert (
        settings_of('[network]\nmin_delay = 0.9\nallow_private = ["127.0.0.1:80"]').network.min_delay == 0.9
    )


@pytest.mark.parametrize(
    "entry",
    [
        "8.8.8.8",
        "0.0.0.0/0",
        "::/0",
        "192.0.0.0/2",
        "lemonde.fr",
        "127.0.0.1:0",
        "127.0.0.1:x",
        "[::1",
        "127.0.0.1:",
        "",
        "http://127.0.0.1",
    ],
)
def test_nothing_of_the_public_internet_can_be_named_private(entry: str) -> None:
    settings, problems = read(f'[network]\nmin_delay = 0.1\nallow_private = [\n  "10.0.0.1",\n  "{entry}"]\n')
    assert settings is None
    assert places(problems) == [(5, "allow_private")]


# ---- the clock of rehearsals ----------------------------------------------------------------------


def test_a_bare_day_means_nine_in_the_campaigns_zone() -> None:
    settings = settings_of("[clock]\nnow = 2025-02-12\n")
    assert settings.clock.at("Europe/Paris") == datetime(2025, 2, 12, 8, 0, tzinfo=UTC)
    assert settings.clock.at("America/Montreal") == datetime(2025, 2, 12, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["2025-02-12T07:30:00+01:00", '"2025-02-12T07:30:00+01:00"', "2025-02-12 06:30:00Z"]
)
def test_a_moment_keeps_its_offset(written: str) -> None:
    assert read_clock(f"[clock]\nnow = {written}\n".encode(), "Asia/Tokyo") == datetime(
        2025, 2, 12, 7, 30, tzinfo=timezone(timedelta(hours=1))
    )


@pytest.mark.parametrize(
    "written", ["2025-02-12T07:30:00", "07:30:00", "1739340000", '"demain"', "true", "[]"]
)
def test_a_moment_that_could_mean_two_things_is_refused(written: str) -> None:
    _, problems = read(f"[clock]\nnow = {written}\n")
    assert places(problems) == [(2, "now")]


def test_a_rehearsal_sends_no_mail_to_people() -> None:
    rehearsal = '[clock]\nnow = 2025-02-12\n[mail]\nsender = "a@b.org"\nhost = '
    for host in ("smtp.example.org", "10.0.0.2", "localhost.example.org"):
        _, problems = read(f'{rehearsal}"{host}"')
        assert places(problems) == [(2, "now")]
    for host in ("localhost", "127.0.0.1", "::1", "127.3.2.1", ""):
        settings_of(f'{rehearsal}"{host}"')


def test_the_clock_of_a_file_that_became_invalid_is_not_guessed() -> None:
    with pytest.raises(ConfigurationInvalid):
        read_clock(b"[clock\n", "Europe/Paris")


# ---- what is wrong --------------------------------------------------------------------------------


def test_every_error_is_said_at_once_with_its_line() -> None:
    _, problems = read(
        'language = "de"\n'
        "[network]\n"
        'min_delay = "deux"\n'
        "max_pages_per_sourc = 3\n"
        "[crawl]\n"
        "min_read = 2\n"
        "max_minutes = nan\n"
        "[schedule]\n"
        'days = ["mon",\n'
        '  "lundi"]\n'
        "time = 7\n"
        "[toiture]\n"
        "[mail]\n"
        "port = 1.5\n"
    )
    assert sorted(places(problems)) == [
        (1, "language"),
        (3, "min_delay"),
        (4, "max_pages_per_sourc"),
        (6, "min_read"),
        (7, "max_minutes"),
        (10, "days"),
        (11, "time"),
        (12, "toiture"),
        (14, "port"),
    ]
    sentences = ConfigurationInvalid(problems).sentences(FRENCH)
    assert sentences[2].startswith("retombees.toml, ligne 4, max_pages_per_sourc\u00a0: ")
    assert "Vouliez-vous écrire max_pages_per_source\u202f?" in sentences[2]
    assert len(sentences) == 9


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[network]\ncontact = “a@b.org”\n", 2, "straight quotes"),
        ("[network]\ncontact = a@b.org\n", 2, "cannot be read"),
        ("a = 1\n\nb\n", 3, "cannot be read"),
        ("[mail]\nport = 1\nport = 2\n", 3, "second time"),
        ("[mail]\n[crawl]\n[mail]\n", 3, "second time"),
        ("a = [1,\n2\n", 3, "cannot be read"),
    ],
)
def test_an_error_of_syntax_has_its_line_and_a_cure(text: str, line: int, says: str) -> None:
    settings, [problem] = read(text)
    assert settings is None
    assert problem.line == line
    assert says in problem.what(ENGLISH)


def test_a_file_that_is_not_utf8_says_how_to_save_it() -> None:
    _, [problem] = read_settings("a = 1\nb = 2\n# été".encode("cp1252"))
    assert problem.line == 3
    assert "UTF-8" in problem.what(FRENCH)


def test_a_huge_or_deep_file_is_an_answer_and_not_a_crash() -> None:
    for data in (b"#" * 2_000_000, b"a = " + b"[" * 50_000, b"a" + b".a" * 50_000 + b" = 1"):
        settings, problems = read_settings(data)
        assert settings is None
        assert problems


def test_no_error_of_pydantic_reaches_people_in_its_own_words() -> None:
    wrong: list[str] = []
    for value in (
        '""',
        '"x"',
        "1",
        "-1",
        "1.5",
        "true",
        "[]",
        "[1]",
        "{}",
        "{a = 1}",
        "2025-02-12",
        "07:30:00",
        "99999999999999999999",
        "inf",
    ):
        for section, model in Settings.model_fields.items():
            wrong.append(f"{section} = {value}\n")
            fields = getattr(model.annotation, "model_fields", {})
            wrong += [f"[{section}]\n{name} = {value}\n" for name in fields]
    for text in wrong:
        _, problems = read(text)
        for problem in problems:
            for words in (FRENCH, ENGLISH):
                sentence = problem.sentence(words)
                assert not re.search(r"pydantic|Input|validat|\{|\bctx\b", sentence), sentence
                assert problem.line in (1, 2)
    assert set(MESSAGES) >= {
        "string_type",
        "int_parsing",
        "float_parsing",
        "literal_error",
        "greater_than_equal",
    }


def test_what_a_file_says_cannot_disturb_the_screen_or_the_sentence() -> None:
    _, problems = read('language = "\\u001b[2J{name}\\n' + "x" * 500 + '"\n')
    [sentence] = ConfigurationInvalid(problems).sentences(ENGLISH)
    assert "\x1b" not in sentence
    assert "\n" not in sentence
    assert "{name}" in sentence
    assert len(sentence) < 300


# ---- lines of keys --------------------------------------------------------------------------------


def test_lines_are_found_through_every_form_of_toml() -> None:
    text = (
        "# [not.a.table]\n"
        'a = "x # not a comment"  # comment\n'
        "b.c = 1\n"
        '"d e" = 2\n'
        "f = [\n"
        "  1, # one\n"
        "  [2,\n   3],\n"
        "  4,\n"
        "]\n"
        'g = """\n'
        "h = 0\n"
        '"""\n'
        "i = '''\nj = 0'''\n"
        "[k]\n"
        "l = { m = 1 }\n"
        "[[n]]\n"
        "o = 1\n"
        "[n.p]\n"
        "q = 1\n"
        "[[n]]\n"
        "o = 2\n"
    )
    found = positions(text)
    expected: dict[Path, int] = {
        ("a",): 2, ("b", "c"): 3, ("d e",): 4, ("f",): 5, ("f", 0): 6, ("f", 1): 7, ("f", 2): 9, ("g",): 11,
        ("i",): 14, ("k",): 16, ("k", "l"): 17, ("n",): 18, ("n", 0, "o"): 19, ("n", 0, "p", "q"): 21,
        ("n", 1): 22, ("n", 1, "o"): 23,
    }  # fmt: skip
    assert {path: found.line(path) for path in expected} == expected
    assert found.line(("k", "l", "m")) == 17
    assert found.line(("n", 0, "absent")) == 18
    assert found.line(("h",)) is None


KEYS = st.text("abcdef", min_size=1, max_size=3)
SCALARS = st.sampled_from(
    ["1", "true", '"x = 1"', "'[y]'", '"""\nz = 1\n[q]\n"""', "[\n1,\n2]", "{ w = 1 }", '"\\"#"']
)


@given(
    st.dictionaries(KEYS, SCALARS, max_size=5),
    st.dictionaries(KEYS, st.dictionaries(KEYS, SCALARS, max_size=4), max_size=4),
)
def test_every_key_of_a_valid_file_is_found_where_it_is_written(
    top: dict[str, str], tables: dict[str, dict[str, str]]
) -> None:
    tables = {name: table for name, table in tables.items() if name not in top}
    text = "".join(f"{key} = {value}\n" for key, value in top.items())
    for name, table in tables.items():
        text += f"[{name}] # {name}\n" + "".join(f"{key} = {value}\n" for key, value in table.items())
    document: dict[str, Any] = tomllib.loads(text)
    rows, found = text.split("\n"), positions(text)
    for name, value in document.items():
        line = found.line((name,))
        assert line is not None
        assert rows[line - 1].startswith(f"{name} =" if name in top else f"[{name}]")
        for key in value if name in tables else ():
            line = found.lines[name, key]
            assert rows[line - 1].startswith(f"{key} =")


@given(st.text("[]{}=.,'\"#\n ab\\", max_size=60))
def test_looking_for_lines_never_fails(text: str) -> None:
    positions(text)
    read_settings(text.encode())
