"""What every store must do with articles: one is one, two are two, and the first text and date stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.errors import NotStored
from storage.model import FetchFailure, Link, PutResult, Reason, Rights, TextCensus
from storage.store import Store

CLEAN = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
NASTY = CLEAN | st.sampled_from(
    ["\x00", "'; DROP TABLE articles; --", '"', "%s", "\u202e", "=1+1", "\U0001f600", "ﬁ\r\n\t"]
)
MOMENTS = (
    st.none()
    | st.dates(date(1000, 1, 1))
    | st.datetimes(
        timezones=st.sampled_from(
            [UTC, timezone(timedelta(hours=1)), timezone(-timedelta(hours=5, minutes=30))]
        ),
    )
)


class TestIdentity:
    def test_an_article_comes_back_as_it_was_stored(self, store: Store, make: SimpleNamespace) -> None:
        article = replace(
            make.fetched().article,
            standfirst="Le chapô.",
            authors=("Anne Été", "Bo"),
            published_at=datetime(2025, 2, 5, 6, 0, tzinfo=timezone(timedelta(hours=1))),
            modified_at=date(2025, 2, 6),
            links=(Link("https://ldh.example/", "la LDH", 12),),
            paywalled=True,
            rights=Rights.RESERVED,
            provenance={"published_at": "json-ld", "title": "meta"},
        )
        result = store.put_article(replace(make.fetched(), article=article), make.NOW + timedelta(days=90))
        assert (result.new, result.changed) == (True, False)
        kept = store.article(result.article_id)
        for name in (
            "title",
            "standfirst",
            "authors",
            "modified_at",
            "language",
            "links",
            "paywalled",
            "rights",
            "text",
        ):
            assert getattr(kept, name) == getattr(article, name), name
        assert str(kept.published_at) == "2025-02-05 06:00:00+01:00"
        assert (kept.published_from, dict(kept.provenance)) == ("json-ld", dict(article.provenance))
        assert (kept.first_seen_at, kept.fetched_at, kept.version) == (make.NOW, make.NOW, 1)
        assert (kept.outlet, kept.url, kept.sha256) == (make.COURRIER, article.url, "ab" * 32)

    def test_the_same_page_twice_changes_nothing(self, store: Store, make: SimpleNamespace) -> None:
        first = store.put_article(make.fetched(), None)
        before = store.article(first.article_id)
        again = store.put_article(make.fetched(), make.NOW)
        assert again == PutResult(first.article_id, False, False)
        assert store.article(first.article_id) == before
        assert store.article_count() == 1

    @pytest.mark.parametrize(
        "variant",
        [
            "http://www.courrier.fr/monde/article-1.html?utm_source=x",
            "https://courrier.fr/amp/monde/article-1.html",
            "https://courrier.fr/imprimer/monde/article-1.html",
        ],
    )
    def test_a_variant_of_the_address_is_the_same_article(
        self, store: Store, make: SimpleNamespace, variant: str
    ) -> None:
        first = store.put_article(make.fetched(), None)
        again = store.put_article(make.fetched(url=variant), None)
        assert (again.article_id, again.new) == (first.article_id, False)
        found = store.article_at(variant)
        assert found is not None and found.id == first.article_id

    def test_two_outlets_with_the_same_text_stay_two_articles(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        text = "Une dépêche reprise mot pour mot."
        one = store.put_article(make.fetched(title="Dépêche", text=text), None)
        other = store.put_article(make.fetched(outlet=make.ECHO, title="Dépêche", text=text), None)
        assert one.article_id != other.article_id and other.new
        prints = {store.article(r.article_id).text_fingerprint for r in (one, other)}
        assert len(prints) == 1

    def test_within_one_outlet_the_same_title_day_and_text_are_one_article(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        first = store.put_article(make.fetched(1, title="L’IA", text="Le même texte."), None)
        again = store.put_article(make.fetched(2, title="L'IA", text="Le  même texte…"), None)
        assert (again.article_id, again.new, again.changed) == (first.article_id, False, False)
        found = store.article_at("https://courrier.fr/monde/article-2.html")
        assert found is not None and found.id == first.article_id

    @pytest.mark.parametrize(
        "other",
        [
            {"title": "Autre titre", "text": "Le même texte."},
            {"title": "L’IA", "text": "Un autre texte."},
            {"title": "L’IA", "text": "Le même texte.", "published_at": date(2025, 2, 4)},
        ],
    )
    def test_another_title_day_or_text_at_another_address_is_another_article(
        self, store: Store, make: SimpleNamespace, other: dict[str, object]
    ) -> None:
        store.put_article(make.fetched(1, title="L’IA", text="Le même texte."), None)
        assert store.put_article(make.fetched(2, **other), None).new

    def test_articles_without_body_are_never_taken_for_one_another(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        for number in (1, 2):
            assert store.put_article(make.fetched(number, title="Vidéo", text=""), None).new
        kept = store.article_at("https://courrier.fr/monde/article-1.html")
        assert kept is not None and kept.text == ""
        assert store.text_census() == TextCensus(articles=2, with_text=0, body_missing=2, released=0)

    @pytest.mark.parametrize(
        "claimed",
        [
            "https://courrier.fr/",
            "https://echo.be/monde/article-1.html",
            "https://courrier.fr/monde/article-1.html",
        ],
    )
    def test_a_canonical_that_is_not_plausible_merges_nothing(
        self, store: Store, make: SimpleNamespace, claimed: str
    ) -> None:
        for number in (1, 2, 3):
            stored = store.put_article(make.fetched(number, canonical_url=claimed), None)
            assert stored.new
            assert (
                store.article(stored.article_id).canonical_url
                == f"https://courrier.fr/monde/article-{number}.html"
            )

    def test_a_page_met_by_a_short_link_is_found_by_every_address(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        short = "https://courrier.fr/s/9"
        stored = store.put_article(make.fetched(1, candidate=short), None)
        again = store.put_article(make.fetched(1), None)
        assert again.article_id == stored.article_id
        found = store.article_at(short)
        assert found is not None and found.id == stored.article_id

    def test_an_article_of_an_unlisted_outlet_is_not_lost(self, store: Store, make: SimpleNamespace) -> None:
        stranger = replace(make.COURRIER, id="inconnu", domain="www.inconnu.fr")
        stored = store.put_article(make.fetched(outlet=stranger), None)
        assert store.article(stored.article_id).outlet.name == "inconnu.fr"


class TestVersions:
    @pytest.mark.parametrize(
        "change",
        [{"title": "Un titre refait"}, {"text": "Un texte refait."}, {"published_at": date(2025, 2, 7)}],
        ids=lambda change: next(iter(change)),
    )
    def test_a_changed_article_stays_one_with_a_new_version(
        self, store: Store, make: SimpleNamespace, change: dict[str, object]
    ) -> None:
        first = store.put_article(make.fetched(), None)
        later = make.NOW + timedelta(days=1)
        again = store.put_article(make.fetched(at=later, **change), None)
        assert again == PutResult(first.article_id, False, True)
        kept = store.article(first.article_id)
        assert (kept.version, kept.first_seen_at, kept.fetched_at) == (2, make.NOW, later)
        assert not store.put_article(make.fetched(at=later, **change), None).changed

    def test_the_first_date_is_never_overwritten(self, store: Store, make: SimpleNamespace) -> None:
        first = make.fetched()
        identity = store.put_article(first, None).article_id
        store.put_article(make.fetched(published_at=date(2026, 1, 1)), None)
        assert store.article(identity).published_at == first.article.published_at

    def test_a_date_that_was_unknown_is_filled(self, store: Store, make: SimpleNamespace) -> None:
        identity = store.put_article(make.fetched(published_at=None), None).article_id
        store.put_article(
            make.fetched(published_at=date(2025, 2, 5), provenance={"published_at": "text"}), None
        )
        kept = store.article(identity)
        assert (kept.published_at, kept.published_from) == (date(2025, 2, 5), "text")

    def test_other_typography_is_no_change(self, store: Store, make: SimpleNamespace) -> None:
        store.put_article(make.fetched(title="L’IA", text="« Oui », dit-elle."), None)
        assert not store.put_article(make.fetched(title="L'IA", text='"Oui", dit-elle.'), None).changed

    def test_a_page_become_a_wall_does_not_replace_the_text(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        identity = store.put_article(make.fetched(), None).article_id
        assert not store.put_article(make.fetched(text="", title="Abonnez-vous"), None).changed
        assert store.article(identity).text == make.fetched().article.text

    def test_a_body_that_was_missing_is_filled(self, store: Store, make: SimpleNamespace) -> None:
        identity = store.put_article(make.fetched(text=""), None).article_id
        assert store.put_article(make.fetched(), None).changed
        assert store.article(identity).text == make.fetched().article.text
        assert store.text_census().with_text == 1

    def test_rights_reserved_later_are_noted_without_a_version(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        identity = store.put_article(make.fetched(), None).article_id
        assert not store.put_article(make.fetched(rights=Rights.RESERVED), None).changed
        assert store.article(identity).rights is Rights.RESERVED

    def test_a_page_that_had_not_changed_is_only_noted_as_asked(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        stored = make.fetched()
        identity = store.put_article(stored, None).article_id
        later = make.NOW + timedelta(days=2)
        store.touch_article(identity, later)
        assert store.known([stored.candidate_key])[stored.candidate_key].fetched_at == later
        assert store.article(identity).fetched_at == make.NOW
        with pytest.raises(NotStored):
            store.touch_article("inconnu", later)


class TestReading:
    def test_what_is_not_there_is_said(self, store: Store) -> None:
        with pytest.raises(NotStored):
            store.article("inconnu")
        assert store.article_at("https://courrier.fr/nulle-part") is None
        assert store.article_at("pas une adresse") is None

    def test_articles_come_in_the_order_they_were_first_seen(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        for number in (3, 1, 2):
            store.put_article(make.fetched(number, at=make.NOW + timedelta(hours=number)), None)
        titles = [a.title for a in store.articles()]
        assert titles == ["Titre 1", "Titre 2", "Titre 3"]
        window = store.articles(make.NOW + timedelta(hours=2), make.NOW + timedelta(hours=3))
        assert [(a.title, a.text) for a in window] == [("Titre 2", None)]
        assert next(store.articles(text=True)).text == make.fetched(1).article.text

    def test_articles_first_seen_at_the_same_instant_all_come_once(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        for number in range(1203):
            store.put_article(make.fetched(number), None)
        ids = [a.id for a in store.articles()]
        assert len(ids) == len(set(ids)) == 1203 and ids == sorted(ids)

    @pytest.mark.parametrize(
        "words", ["presidente", "PRÉSIDENTE", "cœur", "coeur", "Coeur président", "l'ia", "« l’IA »"]
    )
    def test_search_ignores_accents_case_and_signs(
        self, store: Store, make: SimpleNamespace, words: str
    ) -> None:
        store.put_article(
            make.fetched(1, title="Présidente", text="Le cœur du président bat pour l’IA."), None
        )
        store.put_article(make.fetched(2, title="Autre", text="Rien."), None)
        assert [a.title for a in store.search(words)] == ["Présidente"]

    def test_every_word_must_occur(self, store: Store, make: SimpleNamespace) -> None:
        store.put_article(
            make.fetched(1, title="Le sommet", standfirst="de Paris", text="et la tribune"), None
        )
        assert len(store.search("sommet Paris tribune")) == 1
        assert store.search("sommet Berlin") == []

    @given(words=NASTY | st.text(max_size=30))
    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_no_text_breaks_the_search(self, store: Store, words: str) -> None:
        assert isinstance(store.search(words), list)

    @pytest.mark.parametrize(
        "words", ["", "  ", '"', "*", "AND", "NOT -", "a OR", "(", "col:x", "\x00", "NEAR(a b"]
    )
    def test_operators_are_harmless_signs(self, store: Store, make: SimpleNamespace, words: str) -> None:
        store.put_article(make.fetched(), None)
        assert store.search(words) == []

    def test_failures_of_a_run_or_an_address_come_back(self, store: Store, make: SimpleNamespace) -> None:
        one = FetchFailure(
            "r1", make.NOW, "https://courrier.fr/a", "article", Reason.DENIED, "courrier", None, 403, "x"
        )
        two = replace(
            one, run_id="r2", at=make.NOW + timedelta(1), url="http://www.courrier.fr/a/?utm_source=x"
        )
        odd = replace(one, run_id="r2", url="http://[", reason=Reason.SCHEME)
        for failure in (two, odd, one):
            store.put_failure(failure)
        assert store.failures(run_id="r1") == [one]
        assert store.failures(url="https://courrier.fr/a#x") == [one, two]
        assert store.failures(url="http://[") == [odd]
        assert len(store.failures()) == 3

    @given(title=NASTY, text=NASTY, author=NASTY, when=MOMENTS, changed=MOMENTS)
    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_any_clean_text_and_any_time_come_back_as_they_were(
        self,
        store: Store,
        make: SimpleNamespace,
        title: str,
        text: str,
        author: str,
        when: object,
        changed: object,
    ) -> None:
        stored = make.fetched(
            store.article_count(),
            title=title,
            text=text,
            authors=(author,),
            published_at=when,
            modified_at=changed,
            links=(Link(f"https://a.fr/{len(text)}", text, 0),),
            provenance={"title": title},
        )
        result = store.put_article(stored, None)
        if result.new:
            kept = store.article(result.article_id)
            assert (kept.title, kept.text, kept.authors) == (title, text, (author,))
            assert (kept.published_at, kept.modified_at) == (when, changed)
            assert (kept.links, dict(kept.provenance)) == (stored.article.links, {"title": title})
