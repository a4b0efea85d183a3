"""The articles themselves: invented, well set, and of the forms that real coverage has."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.demo import PressWorld, PressWorldError
from monitor.demo.prose import blocks, plain
from monitor.demo.values import PressArticle, address
from monitor.demo.world import DATA
from storage.catalogue import read_catalogue
from storage.model import MentionKind

CATALOGUE = Path(__file__).parents[3] / "storage" / "catalogue" / "outlets.csv"
FRENCH_SPACE = re.compile(r"« |[^\u00a0\u202f\s:/]»|\S [:;?!»]|[a-zé][;?!](?=\s|$)")


def words(article: PressArticle) -> str:
    return "\n".join((article.title, article.standfirst, plain(article.body)))


def test_there_are_a_dozen_outlets_and_enough_articles_to_look_like_a_press(loaded: PressWorld) -> None:
    assert 12 <= len(loaded.outlets) <= 16
    assert 45 <= len(loaded.articles) <= 70


def test_every_kind_of_mention_and_articles_without_one_are_there(loaded: PressWorld) -> None:
    kinds = Counter(article.kind for article in loaded.articles)
    assert set(kinds) == {*MentionKind, None}
    assert kinds[None] > 15
    assert any(article.to_check for article in loaded.articles)


def test_most_articles_are_french_and_three_other_languages_are_there(loaded: PressWorld) -> None:
    languages = Counter(article.language for article in loaded.articles)
    assert set(languages) == {"fr", "en", "de", "es"}
    assert languages["fr"] > len(loaded.articles) * 0.7


def test_articles_are_of_the_week_but_for_a_few_older_ones(loaded: PressWorld) -> None:
    week = [a for a in loaded.articles if a.published_at >= datetime(2025, 2, 3, tzinfo=UTC)]
    assert 2 <= len(loaded.articles) - len(week) <= 6
    assert max(a.published_at for a in loaded.articles) < datetime(2025, 2, 13, tzinfo=UTC)


def test_one_dispatch_is_reprinted_word_for_word_by_three_outlets(loaded: PressWorld) -> None:
    reprints = [article for article in loaded.articles if article.story]
    assert len({article.outlet_id for article in reprints}) == 3
    assert len({article.body for article in reprints}) == 1
    assert len({article.title for article in reprints}) > 1


def test_no_outlet_has_the_name_of_a_real_one(loaded: PressWorld) -> None:
    real = {listing.outlet.name.casefold() for listing in read_catalogue(CATALOGUE.read_bytes()).listings}
    assert len(real) > 400
    assert not real & {outlet.name.casefold() for outlet in loaded.outlets}


def test_texts_have_curly_apostrophes_except_where_an_article_is_marked_straight(loaded: PressWorld) -> None:
    for article in loaded.articles:
        assert article.straight or "'" not in words(article), article.id
    assert [article.id for article in loaded.articles if article.straight]


def test_french_texts_have_no_break_spaces_before_high_signs(loaded: PressWorld) -> None:
    for article in loaded.articles:
        if article.language == "fr" and not article.straight:
            assert not FRENCH_SPACE.search(words(article)), (
                article.id,
                FRENCH_SPACE.findall(words(article)),
            )


def test_the_labels_of_all_languages_have_the_same_keys(loaded: PressWorld) -> None:
    assert len({frozenset(labels) for labels in loaded.labels.values()}) == 1
    french = "\n".join(loaded.labels["fr"].values()) + "".join(outlet.motto for outlet in loaded.outlets)
    assert "'" not in french


def test_no_article_is_so_short_that_the_page_around_it_outweighs_it(loaded: PressWorld) -> None:
    assert min((len(plain(a.body).split()), a.id) for a in loaded.articles) >= (60, "")


def test_addresses_are_unique_on_a_site(loaded: PressWorld) -> None:
    places = [(a.outlet_id, address(loaded.outlet(a.outlet_id), a)) for a in loaded.articles]
    assert len(set(places)) == len(places)


def test_the_code_of_the_world_knows_no_word_of_the_campaign() -> None:
    code = DATA.parent
    texts = [path.read_text("utf-8") for path in [*code.glob("*.py"), *code.glob("skins/*")]]
    for word in ("sommet", "tribune", "amnesty", "voxpublic", "hiatus"):
        assert not any(word in text.casefold() for text in texts), word


def test_a_link_a_stress_and_a_heading_become_markup_and_nothing_else_does() -> None:
    body = "## Un *titre*\n\nUn [lien](https://a.example/x?b=1&c=2) & <b>rien</b>.\n\n- un\n- deux"
    found = blocks(body, str)
    assert [block.tag for block in found] == ["h2", "p", "li", "li"]
    assert found[1].html == (
        'Un <a href="https://a.example/x?b=1&amp;c=2">lien</a> &amp; &lt;b&gt;rien&lt;/b&gt;.'
    )
    assert found[1].text == "Un lien & <b>rien</b>."


def write(folder: Path, head: str) -> Path:
    (folder / "articles" / "a").mkdir(parents=True)
    (folder / "dispatches").mkdir()
    (folder / "labels.toml").write_text("[fr]\nhome = 'x'\n", "utf-8")
    (folder / "world.toml").write_text(
        "[[outlet]]\nid='a'\nname='A'\ncountry='FR'\nlanguage='fr'\nkind='tv'\ntier=1\n"
        "skin='bare'\naddress='/{slug}'\nmotto=''\nsections={s='S'}\n",
        "utf-8",
    )
    (folder / "articles" / "a" / "un.md").write_text(f"+++\n{head}\n+++\n\nTexte.\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("head", "complaint"),
    [
        ("title='t'\nstandfirst='s'\npublished_at=2025-02-04T08:00:00\nsection='s'", "no zone"),
        ("title='t'\nstandfirst='s'\npublished_at=2025-02-04T08:00:00Z\nsection='x'", "section x"),
        ("title='t'\nstandfirst='s'\npublished_at=2025-02-04T08:00:00Z\nsection='s'\nasides=['a/b']", "a/b"),
        ("title='t'\nstandfirst='s'\npublished_at=2025-02-04T08:00:00Z\nsection='s'\nkind='odd'", "odd"),
        ("title='t'", "un.md"),
    ],
)
def test_data_that_contradict_themselves_are_named(tmp_path: Path, head: str, complaint: str) -> None:
    with pytest.raises(PressWorldError, match=complaint):
        PressWorld.load(write(tmp_path, head))
