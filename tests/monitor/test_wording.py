"""Words: both languages are complete, French is set as French is, and no value is ever read as a message."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message

from monitor.wording.extract import extracted, missing, stale
from monitor.wording.labels import (
    HEALTH,
    MENTION_KIND,
    OUTLET_KIND,
    REASON,
    REVIEW_STATUS,
    RUN_STATE,
    SALIENCE,
    SOURCE_KIND,
    health_words,
    outlet_kind_words,
)
from monitor.wording.words import HERE, LANGUAGES, Words, read_catalog, set_french
from storage.model import Health, MentionKind, Reason, ReviewStatus, RunState, Salience, SourceKind

FRENCH = Words("fr")
ENGLISH = Words("en")
FORBIDDEN = re.compile(
    r"\b(crawl\w*|scrap(e|er|ing)|match(er|é\w*|ing)?|score\w*|clusters?|dashboard|KPIs?|reach|timeouts?|slugs?|tokens?|oups)\b"
    r"|erreur \d{3}",
    re.IGNORECASE,
)


def strings(entry: Message) -> list[str]:
    return [entry.string] if isinstance(entry.string, str) else list(entry.string or ())


def sources(entry: Message) -> list[str]:
    return [entry.id] if isinstance(entry.id, str) else list(entry.id)


def placeholders(text: str) -> set[str]:
    """The names of the places; braces around anything else are meant as braces and are never filled."""
    fields = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return {name for name in fields if not re.search(r"[^\w.\[\]!:]", name)}


FRENCH_ENTRIES = [entry for entry in read_catalog("fr") if entry.id]


def test_the_extractor_finds_messages_of_every_form(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text(
        'words("one {a}")\nself.words.n("{n} x", "{n} xs", 3)\nwords.c("here", "two")\nT = message("thr" "ee")\nwords(T)\n'
    )
    (tmp_path / "page.html.jinja").write_text(
        "<p>{{ words('four') }} {{ n('{n} y', '{n} ys', k) }} {{ c('there', 'five') }}</p>"
    )
    found = {(entry.id, entry.context) for entry in extracted(tmp_path) if entry.id}
    assert found == {
        ("one {a}", None),
        (("{n} x", "{n} xs"), None),
        ("two", "here"),
        ("three", None),
        ("four", None),
        (("{n} y", "{n} ys"), None),
        ("five", "there"),
    }


def test_no_message_hides_where_the_extractor_does_not_look() -> None:
    """Not inside an f-string, and in templates as `n(…)` and `c(…)`, not `words.n(…)`."""
    hidden = []
    for path in HERE.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            inner = ast.walk(node) if isinstance(node, ast.JoinedStr) else iter(())
            calls = [one.func for one in inner if isinstance(one, ast.Call) and one.args]
            hidden += [
                f"{path.name}:{func.lineno}"
                for func in calls
                if ast.unparse(func).split(".")[-1] in ("words", "message")
                or ast.unparse(func).endswith(("words.n", "words.c"))
            ]
    for path in [*HERE.parent.rglob("*.jinja"), *HERE.parent.rglob("*.html")]:
        hidden += [path.name for _ in re.findall(r"words\.[nc]\(", path.read_text(encoding="utf-8"))]
    assert hidden == []


def test_french_has_every_message_of_the_source() -> None:
    assert missing("fr") == []
    assert [entry.id for entry in FRENCH_ENTRIES if not all(strings(entry))] == []
    assert [entry.id for entry in FRENCH_ENTRIES if entry.fuzzy] == []


def test_french_has_no_message_that_the_source_lost() -> None:
    assert stale("fr") == []


def test_plural_messages_have_both_forms_in_french() -> None:
    wrong = [entry.id for entry in FRENCH_ENTRIES if len(sources(entry)) != len(strings(entry))]
    assert wrong == []


def test_translations_keep_the_placeholders() -> None:
    wrong = [
        (source, string)
        for entry in FRENCH_ENTRIES
        for source, string in zip(sources(entry), strings(entry), strict=True)
        if string and placeholders(source) != placeholders(string)
    ]
    assert wrong == []


def test_placeholders_are_plain_names() -> None:
    """No attribute, no index: a value from outside is never looked into."""
    names = {name for entry in extracted() for text in sources(entry) for name in placeholders(text)}
    assert [name for name in names if not name.isidentifier()] == []


def test_the_french_file_is_sorted_by_message() -> None:
    ids = re.findall(r'^msgid "(.+)"$', (HERE / "fr.po").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(ids) > 50
    assert ids == sorted(ids)


def test_french_says_none_of_the_words_staff_should_not_have_to_know() -> None:
    found = [string for entry in FRENCH_ENTRIES for string in strings(entry) if FORBIDDEN.search(string)]
    assert found == []


def test_french_is_set_as_french_is() -> None:
    set_strings = [set_french(string) for entry in FRENCH_ENTRIES for string in strings(entry)]
    bad = re.compile(r" [:;?!»%]|« |\w'\w|\"[^\"]*\"(?= )")
    assert [string for string in set_strings if bad.search(string)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_vocabulary_has_its_sentence(language: str) -> None:
    words = Words(language)
    tables = [
        (HEALTH, Health),
        (REASON, Reason),
        (SOURCE_KIND, SourceKind),
        (MENTION_KIND, MentionKind),
        (SALIENCE, Salience),
        (REVIEW_STATUS, ReviewStatus),
        (RUN_STATE, RunState),
    ]
    for table, kind in tables:
        assert set(table) == set(kind)
        assert all(words(text).strip() for text in table.values())
    for table in (HEALTH, REASON):
        assert all(words(text).endswith(".") for text in table.values())
        assert not any(re.search(r"\d|_", words(text)) for text in table.values())


def test_french_and_english_sentences_of_health_and_reason_differ() -> None:
    for table in (HEALTH, REASON):
        assert [text for text in table.values() if FRENCH(text) == text] == []


def test_the_reason_is_told_rather_than_the_health() -> None:
    assert health_words(FRENCH, Health.FAILING, Reason.SERVER_ERROR) == "Le site est en panne."
    assert health_words(FRENCH, Health.REFUSED, None) == "Le site nous refuse l’entrée."
    assert (
        health_words(ENGLISH, Health.ROBOTS, Reason.DENIED)
        == "The site forbids automatic reading; we respect it."
    )


def test_a_site_that_does_not_say_whether_it_may_be_read_is_not_said_to_forbid_it() -> None:
    told = health_words(FRENCH, Health.ROBOTS, Reason.ROBOTS_UNREACHABLE)
    assert told.startswith("Le site ne dit pas si nous pouvons le lire")


def test_an_unknown_kind_of_outlet_is_shown_as_the_catalogue_writes_it() -> None:
    assert outlet_kind_words(FRENCH, "national-daily") == "quotidien national"
    assert outlet_kind_words(FRENCH, "{fanzine}") == "{fanzine}"
    assert set(OUTLET_KIND) >= {"ngo", "tv", "radio"}


def test_values_from_outside_are_never_read_as_messages_or_formats() -> None:
    assert FRENCH.c("test", "{a} and {b}", a="{b}", b="{a.__class__}") == "{b} and {a.__class__}"
    assert FRENCH("A sentence with {braces} and no values") == "A sentence with {braces} and no values"


def test_zero_is_singular_in_french_and_plural_in_english() -> None:
    assert [ENGLISH.n("{n} source", "{n} sources", count) for count in (0, 1, 1200)] == [
        "0\u00a0sources",
        "1\u00a0source",
        "1,200\u00a0sources",
    ]
    plural = next(sources(entry) for entry in FRENCH_ENTRIES if len(sources(entry)) == 2)
    values = dict.fromkeys(placeholders(plural[1]), "x")
    none, one, two = (FRENCH.n(*plural, count, **values | {"n": "x"}) for count in (0, 1, 2))
    assert none == one
    assert one != two


def test_days_are_written_in_full() -> None:
    assert FRENCH.day(date(2025, 2, 4)) == "mardi 4 février 2025"
    assert FRENCH.day(date(2025, 2, 1)) == "samedi 1er février 2025"
    assert FRENCH.day(date(2025, 2, 5), year=False) == "mercredi 5 février"
    assert FRENCH.short_day(date(2025, 2, 1)) == "samedi 1er"
    assert ENGLISH.day(date(2025, 2, 4)) == "Tuesday 4 February 2025"
    assert ENGLISH.short_day(datetime(2025, 2, 1, 23, 59, tzinfo=UTC)) == "Saturday 1"


def test_hours_and_numbers_keep_together() -> None:
    assert FRENCH.hour(time(7, 30)) == "7\u00a0h\u00a030"
    assert FRENCH.hour(datetime(2025, 2, 4, 18, 5, tzinfo=UTC)) == "18\u00a0h\u00a005"
    assert ENGLISH.hour(time(7, 30)) == "07:30"
    assert FRENCH.number(1234567) == "1\u202f234\u202f567"
    assert ENGLISH.number(1234) == "1,234"


def test_names_of_countries_and_languages_come_from_cldr() -> None:
    assert FRENCH.country("GB") == "Royaume-Uni"
    assert FRENCH.country("??") == "??"
    assert FRENCH.tongue("en-GB") == "anglais"
    assert ENGLISH.tongue("de") == "German"
    assert FRENCH.listing(["a", "b", "c"]) == "a, b et c"
    assert FRENCH.listing([]) == ""


def test_a_language_we_do_not_speak_falls_back_to_french() -> None:
    assert Words("xx").language == "fr"
    assert Words("../../etc/passwd").language == "fr"


@pytest.mark.parametrize(
    ("plain", "set_text"),
    [
        ("Lue : l'accès ?", "Lue\u00a0: l’accès\u202f?"),
        ("« Le Monde » ; 94 %", "«\u00a0Le Monde\u00a0»\u202f; 94\u00a0%"),
        ("http://exemple.fr/?a=b", "http://exemple.fr/?a=b"),
        ("déjà\u00a0: posé", "déjà\u00a0: posé"),
    ],
)
def test_french_typography_is_set_once(plain: str, set_text: str) -> None:
    assert set_french(plain) == set_text
    assert set_french(set_text) == set_text
