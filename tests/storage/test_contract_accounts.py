"""What every store must do for accounts: somebody always looks after them, and what ended works no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from storage.errors import LastAdministrator, LinkUnusable, LoginTaken, NotStored
from storage.model import Account, ApiKey, DeskSession, Role, ShareLink
from storage.store import Store

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def zoe(store: Store, make: SimpleNamespace) -> Account:
    account = Account("zoé", "Zoé Martin", Role.ADMINISTRATOR, "hash-1", make.NOW)
    store.put_account(account)
    return account


@pytest.fixture
def karim(store: Store, zoe: Account) -> Account:
    account = replace(zoe, login="karim", name="Karim", role=Role.REVIEWER)
    store.put_account(account)
    return account


def begun(
    store: Store, make: SimpleNamespace, login: str, token: str = "t", password: str = "hash-1"
) -> bool:
    return store.put_session(DeskSession(token, login, make.NOW, make.NOW), password)


class TestAccounts:
    def test_an_account_comes_back_as_it_was_kept(self, store: Store, zoe: Account, karim: Account) -> None:
        assert store.accounts() == [karim, zoe]
        assert store.account("zoé") == zoe

    def test_a_login_is_taken_once(self, store: Store, zoe: Account) -> None:
        with pytest.raises(LoginTaken):
            store.put_account(replace(zoe, name="Une autre", password_hash="hash-2"))
        assert store.accounts() == [zoe]

    def test_what_is_not_there_is_said(self, store: Store, make: SimpleNamespace) -> None:
        for change in (
            lambda: store.account("x"),
            lambda: store.set_role("x", Role.READER),
            lambda: store.disable_account("x", make.NOW),
            lambda: store.enable_account("x"),
            lambda: store.set_password("x", "h"),
            lambda: store.rename_account("x", "X"),
        ):
            with pytest.raises(NotStored):
                change()

    def test_the_last_administrator_stays_one_and_at_work(
        self, store: Store, make: SimpleNamespace, zoe: Account, karim: Account
    ) -> None:
        with pytest.raises(LastAdministrator):
            store.disable_account("zoé", make.NOW)
        with pytest.raises(LastAdministrator):
            store.set_role("zoé", Role.READER)
        store.set_role("karim", Role.ADMINISTRATOR)
        store.disable_account("karim", make.NOW)
        with pytest.raises(LastAdministrator):  # an administrator who is disabled looks after nobody
            store.set_role("zoé", Role.REVIEWER)
        store.enable_account("karim")
        store.set_role("zoé", Role.REVIEWER)
        assert [(one.login, one.role) for one in store.accounts()] == [
            ("karim", Role.ADMINISTRATOR),
            ("zoé", Role.REVIEWER),
        ]

    def test_the_first_account_takes_its_link_once_and_in_time(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        account = Account("zoé", "Zoé", Role.ADMINISTRATOR, "h", make.NOW)
        store.put_first_link("old", make.NOW)
        store.put_first_link("link", make.NOW)
        for link, since in (("old", make.NOW), ("other", make.NOW), ("link", make.NOW + MINUTE)):
            with pytest.raises(LinkUnusable):
                store.put_first_account(account, link, make.NOW, since)
        store.put_first_account(account, "link", make.NOW, make.NOW)
        with pytest.raises(LinkUnusable):
            store.put_first_account(replace(account, login="intrus"), "link", make.NOW, make.NOW)
        with pytest.raises(LinkUnusable):
            store.put_first_link("late", make.NOW)
        assert store.accounts() == [account]

    def test_a_link_is_worth_nothing_once_there_is_an_account(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        account = Account("zoé", "Zoé", Role.ADMINISTRATOR, "h", make.NOW)
        store.put_first_link("link", make.NOW)
        store.put_account(account)  # at the terminal, while the link was on its way
        with pytest.raises(LinkUnusable):
            store.put_first_account(replace(account, login="intrus"), "link", make.NOW, make.NOW)
        with pytest.raises(LinkUnusable):
            store.put_first_link("another", make.NOW)
        assert store.accounts() == [account]


class TestSessions:
    def test_a_session_knows_its_account_as_it_is_now(
        self, store: Store, make: SimpleNamespace, zoe: Account, karim: Account
    ) -> None:
        assert begun(store, make, "karim")
        store.set_role("karim", Role.ADMINISTRATOR)
        found = store.session("t")
        assert found == (
            DeskSession("t", "karim", make.NOW, make.NOW),
            replace(karim, role=Role.ADMINISTRATOR),
        )
        assert store.session("autre") is None

    def test_a_changed_password_or_a_disabled_account_ends_all_its_sessions(
        self, store: Store, make: SimpleNamespace, zoe: Account, karim: Account
    ) -> None:
        for login, token in (("karim", "k1"), ("karim", "k2"), ("zoé", "z")):
            assert begun(store, make, login, token)
        store.set_password("karim", "hash-2")
        assert [store.session(token) is None for token in ("k1", "k2", "z")] == [True, True, False]
        assert begun(store, make, "karim", "k3", "hash-2")
        store.disable_account("karim", make.NOW)
        assert store.session("k3") is None
        store.enable_account("karim")
        assert store.session("k3") is None

    def test_nobody_begins_a_session_with_a_password_that_was_changed_meanwhile(
        self, store: Store, make: SimpleNamespace, zoe: Account, karim: Account
    ) -> None:
        store.set_password("karim", "hash-2")
        assert not begun(store, make, "karim")
        store.disable_account("karim", make.NOW)
        assert not begun(store, make, "karim", "t", "hash-2")
        assert not begun(store, make, "inconnue")

    def test_another_hash_of_the_same_password_ends_nothing(
        self, store: Store, make: SimpleNamespace, zoe: Account
    ) -> None:
        assert begun(store, make, "zoé")
        store.renew_hash("zoé", "hash-1", "hash-2")
        store.renew_hash("zoé", "hash-1", "hash-3")
        assert store.account("zoé").password_hash == "hash-2" and store.session("t") is not None

    def test_its_use_is_written_to_the_minute(
        self, store: Store, make: SimpleNamespace, zoe: Account
    ) -> None:
        begun(store, make, "zoé")
        seen = []
        for seconds in (30, 59, 60, 90):
            store.touch_session("t", make.NOW + timedelta(seconds=seconds))
            found = store.session("t")
            assert found is not None
            seen.append((found[0].seen_at - make.NOW).seconds)
        assert seen == [0, 0, 60, 60]

    def test_it_ends(self, store: Store, make: SimpleNamespace, zoe: Account) -> None:
        for token in ("a", "b", "c"):
            begun(store, make, "zoé", token)
        store.end_session("a")
        store.end_session("a")
        store.touch_session("b", make.NOW + 2 * HOUR)
        assert store.drop_sessions(make.NOW + HOUR, make.NOW - HOUR) == 1
        assert [store.session(token) is None for token in ("a", "b", "c")] == [True, False, True]
        assert store.drop_sessions(make.NOW, make.NOW + HOUR) == 1

    def test_each_try_finds_those_before_it_under_the_same_key(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        first = store.put_login_try(["zoé", "maison"], make.NOW, make.NOW - HOUR)
        second = store.put_login_try(["zoé", "bureau"], make.NOW + MINUTE, make.NOW - HOUR)
        assert first.earlier == {"zoé": (), "maison": ()}
        assert second.earlier == {"zoé": (make.NOW,), "bureau": ()}
        store.drop_login_tries(second.numbers)
        third = store.put_login_try(["zoé", "bureau"], make.NOW + 2 * MINUTE, make.NOW - HOUR)
        assert third.earlier == {"zoé": (make.NOW,), "bureau": ()}
        store.drop_login_tries(keys=["zoé"])
        late = store.put_login_try(["zoé", "bureau", "maison"], make.NOW + HOUR, make.NOW + MINUTE)
        assert late.earlier == {"zoé": (), "bureau": (make.NOW + 2 * MINUTE,), "maison": ()}


class TestShares:
    def test_a_link_is_kept_used_and_revoked(self, store: Store, make: SimpleNamespace) -> None:
        link = ShareLink("h", "c", "ldh", "Partenaires", "zoé", make.NOW, make.NOW + 9 * HOUR)
        kept = store.put_share(link)
        assert kept == replace(link, number=kept.number) and kept.number
        assert store.share_at("h") == kept and store.share_at("x") is None
        for seconds in (1, 30, 90):
            store.use_share(kept.number, make.NOW + timedelta(seconds=seconds))
        assert store.revoke_share(kept.number, make.NOW + HOUR)
        assert not store.revoke_share(kept.number, make.NOW + 2 * HOUR)
        with pytest.raises(NotStored):
            store.revoke_share(99, make.NOW)
        used, revoked = make.NOW + timedelta(seconds=90), make.NOW + HOUR
        assert store.shares() == [replace(kept, last_used_at=used, revoked_at=revoked)]


class TestKeysOfPrograms:
    def key(self, make: SimpleNamespace, login: str = "zoé", token: str = "h") -> ApiKey:
        return ApiKey(token, login, "Tableur", False, make.NOW, make.NOW + 9 * HOUR)

    def test_one_is_kept_used_and_revoked_by_its_owner_alone(
        self, store: Store, make: SimpleNamespace, zoe: Account, karim: Account
    ) -> None:
        kept = store.put_api_key(self.key(make))
        assert kept == replace(self.key(make), number=kept.number) and kept.number
        assert store.api_key_at("h") == (kept, zoe) and store.api_key_at("x") is None
        for seconds in (1, 30, 90):
            store.use_api_key(kept.number, make.NOW + timedelta(seconds=seconds))
        for login, number in (("karim", kept.number), ("zoé", 99)):
            with pytest.raises(NotStored):
                store.revoke_api_key(login, number, make.NOW)
        assert store.revoke_api_key("zoé", kept.number, make.NOW + HOUR)
        assert not store.revoke_api_key("zoé", kept.number, make.NOW + 2 * HOUR)
        used, revoked = make.NOW + timedelta(seconds=90), make.NOW + HOUR
        assert store.api_keys("zoé") == [replace(kept, last_used_at=used, revoked_at=revoked)]
        assert store.api_keys("karim") == []

    def test_a_closed_account_has_none_that_is_found_and_makes_none(
        self, store: Store, make: SimpleNamespace, zoe: Account, karim: Account
    ) -> None:
        store.put_api_key(self.key(make, "karim"))
        store.disable_account("karim", make.NOW)
        assert store.api_key_at("h") is None
        for login in ("karim", "personne"):
            with pytest.raises(NotStored):
                store.put_api_key(self.key(make, login, "other"))

    def test_a_new_password_lets_go_of_those_of_the_account(
        self, store: Store, make: SimpleNamespace, zoe: Account, karim: Account
    ) -> None:
        store.put_api_key(self.key(make))
        other = store.put_api_key(self.key(make, "karim", "k"))
        store.set_password("zoé", "other hash")
        assert store.api_keys("zoé") == [] and store.api_keys("karim") == [other]


def test_nothing_secret_is_shown_where_a_value_is_printed(make: SimpleNamespace) -> None:
    values = (
        Account("zoé", "Zoé", Role.READER, "secret", make.NOW),
        DeskSession("secret", "zoé", make.NOW, make.NOW),
        ShareLink("secret", "c", "", "", "zoé", make.NOW, make.NOW),
        ApiKey("secret", "zoé", "", False, make.NOW, make.NOW),
    )
    assert "secret" not in repr(values)


def test_a_role_may_do_what_lesser_ones_may() -> None:
    allowed = {(one, other) for one in Role for other in Role if one.covers(other)}
    assert allowed == {(one, other) for i, one in enumerate(Role) for other in list(Role)[: i + 1]}


class TestWhatAPersonSeesOfTheirAccount:
    def test_a_new_name_is_shown(self, store: Store, zoe: Account) -> None:
        store.rename_account("zoé", "Zoé M.")
        assert store.account("zoé") == replace(zoe, name="Zoé M.")

    def test_their_sessions_are_listed_and_those_of_nobody_else(
        self, store: Store, make: SimpleNamespace, zoe: Account, karim: Account
    ) -> None:
        for token, login in (("t1", "zoé"), ("t2", "zoé"), ("t3", "karim")):
            assert begun(store, make, login, token)
        store.touch_session("t1", make.NOW + HOUR)
        assert [one.token_hash for one in store.sessions("zoé")] == ["t1", "t2"]
        store.end_session("t1")
        assert [one.token_hash for one in store.sessions("zoé")] == ["t2"]
        assert store.sessions("personne") == []
