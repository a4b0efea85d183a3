"""One article has one key however it is addressed; two articles never share one."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from storage.identity import (
    article_id,
    article_key,
    canonical_url,
    is_http,
    mention_id,
    same_site,
    site_of,
    text_fingerprint,
    trusted_canonical,
)

PLAIN = "https://www.journal.fr/monde/2025/02/05/une-tribune-de-cent-organisations_90112.html"

VARIANTS = [
    PLAIN.replace("https", "http"),
    PLAIN.replace("www.", ""),
    PLAIN.replace("www.", "m."),
    PLAIN.replace("www.", "amp."),
    PLAIN.replace("www.", "WWW.").replace("journal", "Journal"),
    PLAIN.replace("www.journal.fr", "www.journal.fr:443"),
    PLAIN.replace("https", "http").replace("www.journal.fr", "www.journal.fr:80"),
    PLAIN.replace("www.journal.fr", "www.journal.fr."),
    PLAIN.replace("/monde", "/amp/monde"),
    PLAIN.replace("/monde", "/imprimer/monde"),
    PLAIN.replace("/monde", "/print/monde"),
    PLAIN.replace("/monde", "/x/../monde"),
    PLAIN.replace("/monde", "/./monde"),
    PLAIN.replace("/monde", "//monde"),
    PLAIN.replace("monde", "Monde"),
    PLAIN.replace("tribune", "tri%62une"),
    PLAIN.replace("tribune", "%74ribune").replace("%74", "%74"),
    PLAIN + "/",
    PLAIN + "/amp",
    PLAIN + "/amp/",
    PLAIN.replace(".html", ".amp.html"),
    PLAIN + "?",
    PLAIN + "#commentaires",
    PLAIN + "#xtor=RSS-3208",
    PLAIN + "?xtor=RSS-3208",
    PLAIN + "?utm_source=rss&utm_medium=feed&utm_campaign=une",
    PLAIN + "?UTM_Source=rss",
    PLAIN + "?at_medium=custom7&at_campaign=rss",
    PLAIN + "?mtm_campaign=x&pk_kwd=y&fbclid=z&gclid=w",
    PLAIN + "?ref=home",
    PLAIN + "?amp=1",
    PLAIN + "?amp",
    PLAIN + "?outputType=amp",
    PLAIN + "?output=amp",
    PLAIN + "?print=1",
    PLAIN + "?output=print",
    PLAIN + "?page=1",
    PLAIN + "?PHPSESSID=0f3a",
    PLAIN + "?sid=0f3a",
    PLAIN + ";jsessionid=0F3A",
    PLAIN.replace(".html", ".html;JSESSIONID=0F3A.node1") + "?utm_source=x",
    f"  {PLAIN}\n",
]


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_has_the_key_of_its_article(variant: str) -> None:
    assert article_key(variant) == article_key(PLAIN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://journal.fr/spip.php?article123", "https://journal.fr/spip.php?article124"),
        ("https://journal.fr/spip.php?article123", "https://journal.fr/spip.php"),
        ("https://journal.fr/?7uHq2c", "https://journal.fr/?7uhq2c"),
        ("https://journal.fr/?7uHq2c", "https://journal.fr/"),
        ("https://journal.fr/7uHq2c", "https://journal.fr/7uHQ2c"),
        ("https://journal.fr/?p=1", "https://journal.fr/?p=2"),
        ("https://journal.fr/a?page=2", "https://journal.fr/a?page=3"),
        ("https://journal.fr/a?page=2", "https://journal.fr/a"),
        ("https://journal.fr/a?outputType=xml", "https://journal.fr/a"),
        ("https://journal.fr/doc.php?ref=1234", "https://journal.fr/doc.php?ref=1235"),
        (
            "https://journal.fr/modules.php?file=article&sid=123",
            "https://journal.fr/modules.php?file=article&sid=124",
        ),
        ("https://journal.fr/a?id=Ab", "https://journal.fr/a?id=aB"),
        ("https://journal.fr/a%2Fb", "https://journal.fr/a/b"),
        ("https://journal.fr/a?b=c%26d", "https://journal.fr/a?b=c&d"),
        ("https://sports.journal.fr/a", "https://www.journal.fr/a"),
        ("https://journal.fr:8443/a", "https://journal.fr/a"),
        ("http://127.0.1.1:8900/a", "http://127.0.1.2:8900/a"),
        ("http://127.0.1.1:8900/a", "http://127.0.1.1:8901/a"),
        ("https://journal.fr/amp", "https://journal.fr/"),
        ("https://m.fr/a", "https://fr/a"),
        ("https://journal.fr/caf%E9", "https://journal.fr/caf%E8"),
    ],
)
def test_what_may_be_another_article_has_another_key(one: str, other: str) -> None:
    assert article_key(one) != article_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://journal.fr/été", "https://journal.fr/%C3%A9t%C3%A9"),
        ("https://journal.fr/été", "https://journal.fr/%c3%a9t%c3%a9"),
        ("https://journal.fr/été", "https://journal.fr/" + quote(unicodedata.normalize("NFD", "été"))),
        ("https://journal.fr/été", "https://journal.fr/" + unicodedata.normalize("NFD", "ÉTÉ")),
        ("https://écho.fr/a", "https://xn--cho-9la.fr/a"),
        ("https://écho.fr/a", "https://ÉCHO.FR/a"),
        ("https://journal.fr/?id=3", "https://journal.fr/index.php?id=3"),
        ("https://journal.fr/une/", "https://journal.fr/une/index.html"),
        ("https://journal.fr/a?b=1&c=2", "https://journal.fr/a?c=2&b=1"),
        ("http://j.fr/spip.php?article7", "http://j.fr/spip.php?page=imprimer&id_article=7"),
        ("http://[::1]:8900/a", "http://[0:0:0:0:0:0:0:1]:8900/a"),
    ],
)
def test_two_spellings_of_one_address_share_a_key(one: str, other: str) -> None:
    assert article_key(one) == article_key(other)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "HTTP://Journal.FR:80/A/b?utm_source=x&article123&B=2&a=1#frag",
            "http://journal.fr/A/b?article123&B=2&a=1",
        ),
        ("https://journal.fr", "https://journal.fr/"),
        ("https://journal.fr/a b", "https://journal.fr/a%20b"),
        ("https://journal.fr/100%", "https://journal.fr/100%25"),
        ("https://journal.fr/a?amp=1&page=1&PHPSESSID=2", "https://journal.fr/a?amp=1&page=1&PHPSESSID=2"),
        ("https://journal.fr/a/?7uHq2c&fbclid=1", "https://journal.fr/a/?7uHq2c"),
        ("https://journal.fr/caf%e9", "https://journal.fr/caf%E9"),
        ("http://127.0.1.1:8900/a/../b", "http://127.0.1.1:8900/b"),
    ],
)
def test_the_canonical_address_loses_tracking_only(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


REFUSED = [
    "",
    "journal.fr/a",
    "//journal.fr/a",
    "/a",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "ftp://journal.fr/a",
    "http://",
    "http:///a",
    "https://moi@journal.fr/a",
    "https://moi:secret@journal.fr/a",
    "https://journal.fr\\@ailleurs.fr/",
    "https://journal.fr/a\\b",
    "https://jour\tnal.fr/a",
    "https://journal.fr/a\nb",
    "https://journal.fr/\x00",
    "https://journal.fr:99999/",
    "https://journal.fr:x/",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://[::1",
    "http://[fe80::1%25eth0]/",
    "http://-journal.fr/",
    "http://jour nal.fr/",
    "http://a..fr/",
    "http://" + "a" * 300 + ".fr/",
    "https://journal.fr/" + "a" * 5000,
    "https://journal.fr/\ud800",
]


@pytest.mark.parametrize("url", REFUSED)
def test_an_ambiguous_or_foreign_address_is_refused_with_value_error(url: str) -> None:
    for function in (canonical_url, article_key):
        with pytest.raises(ValueError):
            function(url)
    assert not is_http(url)


@given(
    st.text(max_size=200)
    | st.text(max_size=80).map("https://".__add__)
    | st.text(max_size=80).map("http://a.fr/".__add__)
)
@example("http://[")
@example("http://a.fr/%")
@example("http://a.fr/%ff%C3%A9%c3")
@example("http://a.fr/;/a//../..")
@example("http://a.fr/İ/ǰ/ſt")
def test_any_text_is_taken_or_refused_with_value_error_and_taken_the_same_way_twice(text: str) -> None:
    try:
        canonical = canonical_url(text)
    except ValueError:
        assert not is_http(text)
        return
    assert is_http(text)
    assert canonical_url(canonical) == canonical
    assert canonical.isascii()
    assert article_key(canonical) == article_key(text)
    assert site_of(canonical) == site_of(text)


SLUG = st.text("abcdefghij0123456789-_é", min_size=1, max_size=20)
UNLISTED = st.from_regex(r"(id|q|article|rubrique|p)(=[A-Za-z0-9]{1,6})?", fullmatch=True)
LISTED = st.sampled_from(
    [
        "utm_source=a",
        "utm_id=3",
        "xtor=RSS-1",
        "fbclid=Ab1",
        "gclid=x",
        "at_medium=z",
        "mtm_kwd=q",
        "pk_source=w",
        "igsh=",
    ]
)


@given(
    st.lists(SLUG, min_size=1, max_size=4),
    st.lists(UNLISTED, max_size=4),
    st.lists(LISTED, max_size=3),
    st.randoms(),
)
def test_listed_parameters_go_and_all_others_stay_in_their_order(
    path: list[str], wanted: list[str], tracking: list[str], random: object
) -> None:
    parameters = list(wanted)
    for parameter in tracking:
        parameters.insert(random.randrange(len(parameters) + 1), parameter)  # type: ignore[attr-defined]
    base = "https://journal.fr/" + "/".join(path)
    canonical = canonical_url(base + "?" + "&".join(parameters))
    assert urlsplit(canonical).query == "&".join(wanted)
    assert unquote(urlsplit(canonical).path) == "/" + "/".join(path)
    assert article_key(canonical) == article_key(base + ("?" + "&".join(wanted) if wanted else ""))


@given(st.lists(SLUG, min_size=1, max_size=4), st.lists(SLUG, min_size=1, max_size=4))
def test_two_different_paths_have_two_keys(one: list[str], other: list[str]) -> None:
    reserved = {"amp", "print", "imprimer"}
    assume(one != other and not reserved & {*one, *other})
    keys = [article_key("https://journal.fr/" + "/".join(path)) for path in (one, other)]
    assert keys[0] != keys[1]


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.journal.fr/a", "journal.fr"),
        ("https://abonnes.journal.co.uk/a", "journal.co.uk"),
        ("https://blog.github.io/a", "github.io"),
        ("http://127.0.1.1:8900/a", "127.0.1.1:8900"),
        ("http://127.0.1.1/a", "127.0.1.1"),
        ("http://localhost:8765/", "localhost:8765"),
        ("http://[::1]:80/", "[::1]"),
        ("journal.fr", "journal.fr"),
        ("localhost:8900", "localhost:8900"),
    ],
)
def test_a_site_is_its_registrable_domain_or_its_host_and_port(url: str, site: str) -> None:
    assert site_of(url) == site


def test_malformed_addresses_share_no_site() -> None:
    assert same_site("https://www.journal.fr/a", "http://m.journal.fr/b")
    assert not same_site("https://journal.fr", "https://journal.be")
    assert not same_site("http://127.0.1.1:8900/", "http://127.0.1.1:8901/")
    assert not same_site("nul part", "nul part")


@pytest.mark.parametrize(
    ("fetched", "claimed"),
    [
        (PLAIN + "?utm_source=x", PLAIN),
        (PLAIN.replace("/monde", "/amp/monde"), PLAIN),
        ("http://m.journal.fr/a-b-c/90112", "https://www.journal.fr/monde/titre-change_90112.html"),
        ("https://journal.fr/print/node/100112", "https://journal.fr/node/100112"),
        ("https://journal.fr/fil/un-titre-assez-long", "https://journal.fr/monde/un-titre-assez-long.html"),
    ],
)
def test_a_plausible_canonical_is_used(fetched: str, claimed: str) -> None:
    assert trusted_canonical(fetched, claimed) == claimed


@pytest.mark.parametrize(
    "claimed",
    [
        None,
        "",
        "https://www.journal.fr/",
        "https://www.journal.fr/?p=90113",
        "https://www.journal.fr/monde/",
        "https://www.journal.fr/monde/2025/02/05/un-autre-article-du-jour_90113.html",
        "https://www.ailleurs.fr/monde/2025/02/05/une-tribune-de-cent-organisations_90112.html",
        "http://127.0.0.1/une-tribune-de-cent-organisations_90112.html",
        "javascript:alert(1)",
        "/monde/2025/02/05/une-tribune-de-cent-organisations_90112.html",
        "https://moi@www.journal.fr/monde/2025/02/05/une-tribune-de-cent-organisations_90112.html",
    ],
)
def test_a_canonical_that_is_another_page_is_not_used(claimed: str | None) -> None:
    assert trusted_canonical(PLAIN, claimed) == PLAIN


def test_a_daily_programme_is_not_the_one_of_the_day_before() -> None:
    today = "https://radio.fr/2025/02/06/le-journal-de-midi"
    assert trusted_canonical(today, "https://radio.fr/2025/02/05/le-journal-de-midi") == today


def test_ids_are_short_stable_and_different() -> None:
    assert article_id("journal.fr/a") == "a3baqvedkraviaygf"
    assert article_id("journal.fr/a") != article_id("journal.fr/b")
    assert mention_id("c1", "a1") == mention_id("c1", "a1")
    assert (
        len({mention_id("c1", "a1"), mention_id("c2", "a1"), mention_id("c1", "a2"), mention_id("c", "1a1")})
        == 4
    )


def test_a_fingerprint_sees_words_and_not_typography() -> None:
    plain = "L'IA n'est pas neutre: un coeur, des oeuvres et 3 chiffres..."
    typeset = "«\u00a0L’IA n’est pas neutre\u00a0: un cœur, des œuvres et\u202f3 chif\u00adfres…\u00a0»"
    assert text_fingerprint(plain) == text_fingerprint(typeset)
    assert text_fingerprint(unicodedata.normalize("NFD", typeset)) == text_fingerprint(typeset)
    assert text_fingerprint(plain) != text_fingerprint(plain.replace("pas", "plus"))
    assert text_fingerprint(" … ») ") == ""
    assert text_fingerprint("ab c") != text_fingerprint("a bc")
