"""Who gets in, who waits, who is out again; and that no secret stands anywhere in the clear."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError
from argon2.profiles import RFC_9106_LOW_MEMORY
from hypothesis import given
from hypothesis import strategies as st

from monitor.accounts import (
    Fault,
    FaultyAccount,
    LoggedIn,
    Passwords,
    Refused,
    create_share,
    csrf_token,
    first_account,
    is_csrf_token,
    log_in,
    log_out,
    make_first_link,
    new_account,
    new_token,
    normal_login,
    open_share,
    resume,
    set_password,
    token_hash,
)
from monitor.accounts.throttle import FREE_BY_ADDRESS, FREE_BY_LOGIN, LONGEST_WAIT, free_until
from storage.errors import LinkUnusable
from storage.model import Role
from storage.store import Store, open_store
from tests.monitor.accounts.guessing import guess

NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
GOOD = "quatre chevaux verts"
HOME = "192.0.2.7"
spawn = multiprocessing.get_context("spawn")


class Counting(PasswordHasher):
    """A quick hasher that counts how often a password was really hashed."""

    looked = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Any:
        try:
            return super().verify(hash, password)
        except InvalidHashError:
            Counting.looked -= 1
            raise
        finally:
            Counting.looked += 1


def quick() -> Passwords:
    return Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def passwords() -> Passwords:
    return quick()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def store(path: Path, passwords: Passwords) -> Iterator[Store]:
    with open_store(path, create=True) as store:
        store.put_account(new_account(passwords, "Zoé", "Zoé Martin", GOOD, Role.ADMINISTRATOR, NOW))
        yield store


def enter(store: Store, passwords: Passwords, now: datetime = NOW, **more: str) -> LoggedIn | Refused:
    given = {"login": "zoé", "password": GOOD, "address": HOME} | more
    return log_in(store, passwords, given["login"], given["password"], given["address"], now)


def token_of(answer: LoggedIn | Refused) -> str:
    assert isinstance(answer, LoggedIn)
    return answer.token


class TestPasswords:
    def test_they_are_hashed_as_the_library_sets_it(self) -> None:
        kept = Passwords().hash(GOOD)
        assert extract_parameters(kept) == RFC_9106_LOW_MEMORY

    def test_a_password_is_right_however_its_accents_are_typed(self, passwords: Passwords) -> None:
        kept = passwords.hash("pâquerette été")
        assert passwords.is_right(kept, "pa\u0302querette e\u0301te\u0301")
        assert not passwords.is_right(kept, "paquerette ete")
        assert not passwords.is_right("no hash", GOOD) and not passwords.is_right(None, GOOD)

    def test_nobodys_password_opens_nothing(self, passwords: Passwords) -> None:
        assert not passwords.is_right(None, "nobody has this password")

    @pytest.mark.parametrize(
        ("password", "fault"),
        [
            ("onze signes", Fault.SHORT),
            ("a" * 1025, Fault.LONG),
            ("jeanne.durand", Fault.SAME),
            ("JEANNE DURAND-MARTIN", Fault.SAME),
        ],
    )
    def test_a_weak_one_is_refused(self, passwords: Passwords, password: str, fault: Fault) -> None:
        with pytest.raises(FaultyAccount) as caught:
            new_account(passwords, "jeanne.durand", "Jeanne Durand-Martin", password, Role.READER, NOW)
        assert caught.value.fault is fault and password not in repr(caught.value)

    @pytest.mark.parametrize("typed", ["", "  ", "a b", "<b>", "x" * 65, "a\u202eb"])
    def test_a_login_that_cannot_be_typed_again_is_refused(self, typed: str) -> None:
        with pytest.raises(FaultyAccount):
            normal_login(typed)

    def test_spaces_around_a_login_and_its_case_do_not_count(self) -> None:
        assert normal_login(" Zoe\u0301.Martin\n") == "zoé.martin"


class TestLoggingIn:
    def test_the_right_password_lets_in_whatever_the_case_of_the_login(
        self, store: Store, passwords: Passwords
    ) -> None:
        token = token_of(enter(store, passwords, login=" ZOÉ "))
        account = resume(store, token, NOW + HOUR)
        assert account is not None and account.login == "zoé"

    def test_an_unknown_login_costs_as_much_as_a_wrong_password_and_says_the_same(
        self, store: Store, passwords: Passwords
    ) -> None:
        store.put_account(new_account(passwords, "karim", "Karim", GOOD, Role.READER, NOW))
        store.disable_account("karim", NOW)
        for typed in ({"password": "faux"}, {"login": "inconnue"}, {"login": "karim"}, {"login": "a b"}):
            before = Counting.looked
            assert enter(store, passwords, **typed) == Refused()
            assert Counting.looked == before + 1

    def test_after_some_tries_one_waits_longer_and_longer_even_with_the_right_password(
        self, store: Store, passwords: Passwords
    ) -> None:
        now = NOW
        for _ in range(FREE_BY_LOGIN):
            assert enter(store, passwords, now, password="faux") == Refused()
        looked, waits = Counting.looked, []
        for _ in range(3):
            refused = enter(store, passwords, now)
            assert isinstance(refused, Refused) and refused.wait_until is not None
            assert enter(store, passwords, refused.wait_until - SECOND) == refused  # asking lengthens nothing
            waits.append((refused.wait_until - now).seconds)
            now = refused.wait_until
            assert enter(store, passwords, now, password="faux") == Refused()
        assert waits == [30, 60, 120]
        assert Counting.looked == looked + 3
        token_of(enter(store, passwords, now + LONGEST_WAIT))
        assert enter(store, passwords, now + LONGEST_WAIT, password="faux") == Refused()  # a new count

    def test_the_right_password_of_a_closed_account_is_a_try_that_failed(
        self, store: Store, passwords: Passwords
    ) -> None:
        store.put_account(new_account(passwords, "karim", "Karim", GOOD, Role.READER, NOW))
        store.disable_account("karim", NOW)
        answers = [enter(store, passwords, login="karim") for _ in range(FREE_BY_LOGIN + 1)]
        assert answers[:-1] == [Refused()] * FREE_BY_LOGIN
        assert isinstance(answers[-1], Refused) and answers[-1].wait_until is not None

    def test_the_count_is_in_the_archive(self, path: Path, store: Store, passwords: Passwords) -> None:
        for _ in range(FREE_BY_LOGIN):
            enter(store, passwords, password="faux")
        with open_store(path) as again:
            refused = enter(again, quick())
            assert isinstance(refused, Refused) and refused.wait_until is not None

    def test_many_logins_from_one_address_wait_and_other_addresses_do_not(
        self, store: Store, passwords: Passwords
    ) -> None:
        for number in range(FREE_BY_ADDRESS):
            enter(store, passwords, login=f"essai{number}", password="faux")
        refused = enter(store, passwords)
        assert isinstance(refused, Refused) and refused.wait_until is not None
        token_of(enter(store, passwords, address="192.0.2.8"))

    def test_a_password_set_anew_ends_the_wait_and_all_sessions(
        self, store: Store, passwords: Passwords
    ) -> None:
        token = token_of(enter(store, passwords))
        for _ in range(FREE_BY_LOGIN):
            enter(store, passwords, password="faux", address="192.0.2.9")
        set_password(store, passwords, "zoé", "un autre mot de passe")
        assert resume(store, token, NOW) is None
        token_of(enter(store, passwords, password="un autre mot de passe"))

    def test_an_old_hash_is_made_anew_with_the_password_that_was_right(
        self, store: Store, passwords: Passwords
    ) -> None:
        before = store.account("zoé").password_hash
        stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
        token = token_of(enter(store, stronger))
        after = store.account("zoé").password_hash
        assert after != before and not stronger.is_old(after)
        assert resume(store, token, NOW) is not None
        token_of(enter(store, stronger))

    def test_nothing_secret_is_printed_or_kept_in_the_clear(
        self, path: Path, store: Store, passwords: Passwords
    ) -> None:
        answer = enter(store, passwords)
        enter(store, passwords, login="mot-de-passe-ici", password="un essai malheureux")
        shared, link = create_share(store, "c", "", "Presse", "zoé", NOW, 30)
        assert token_of(answer) not in repr(answer) and "argon2" not in repr(answer)
        assert token_hash(shared) not in repr(link)
        files = b"".join(file.read_bytes() for file in path.parent.iterdir())
        for secret in (GOOD, token_of(answer), shared, "mot-de-passe-ici", "un essai malheureux", HOME):
            assert secret.encode() not in files


def test_many_tries_at_once_do_not_get_round_the_limit(path: Path, store: Store) -> None:
    barrier, answers = spawn.Barrier(2), spawn.Queue()
    processes = [spawn.Process(target=guess, args=(path, NOW, barrier, answers)) for _ in range(2)]
    for process in processes:
        process.start()
    looked_at = sum(answers.get(timeout=60) for _ in processes)
    for process in processes:
        process.join(30)
    assert looked_at == FREE_BY_LOGIN


class TestThrottle:
    @given(st.lists(st.integers(-7200, 600), max_size=40), st.integers(1, 20))
    def test_nobody_waits_longer_than_the_longest_wait(self, seconds: list[int], free: int) -> None:
        earlier = sorted(NOW + timedelta(seconds=second) for second in seconds)
        until = free_until(earlier, free, NOW)
        assert until is None or NOW < until <= NOW + LONGEST_WAIT
        if len(earlier) < free:
            assert until is None

    def test_tries_of_more_than_an_hour_ago_do_not_count(self) -> None:
        assert free_until([NOW - HOUR] * 50, 5, NOW) is None


class TestSessions:
    def test_one_that_is_used_lasts_and_one_that_is_not_ends_after_twelve_hours(
        self, store: Store, passwords: Passwords
    ) -> None:
        used, unused = (token_of(enter(store, passwords)) for _ in range(2))
        for hours in range(6, 48, 6):
            assert resume(store, used, NOW + hours * HOUR) is not None
        assert resume(store, unused, NOW + 12 * HOUR) is None
        assert resume(store, unused, NOW) is None  # it is gone, not only over

    def test_after_fourteen_days_it_ends_however_much_it_is_used(
        self, store: Store, passwords: Passwords
    ) -> None:
        token = token_of(enter(store, passwords))
        lasted = 0
        while resume(store, token, NOW + (lasted + 6) * HOUR) is not None:
            lasted += 6
        assert lasted == 14 * 24 - 6

    def test_those_that_are_over_are_let_go_of_when_somebody_logs_in(
        self, store: Store, passwords: Passwords
    ) -> None:
        over = token_hash(token_of(enter(store, passwords)))
        assert store.session(over) is not None
        token_of(enter(store, passwords, NOW + DAY))
        assert store.session(over) is None

    def test_logging_out_ends_this_one_only(self, store: Store, passwords: Passwords) -> None:
        one, other = (token_of(enter(store, passwords)) for _ in range(2))
        log_out(store, one)
        log_out(store, one)
        assert resume(store, one, NOW) is None and resume(store, other, NOW) is not None

    def test_a_made_up_token_is_nobody(self, store: Store) -> None:
        assert [resume(store, token, NOW) for token in ("", "x" * 10_000, "\ud800", new_token())] == [
            None
        ] * 4


class TestForms:
    @given(st.text(max_size=200), st.text(max_size=200))
    def test_a_form_is_ours_with_the_token_of_its_session_only(self, session: str, given_: str) -> None:
        assert is_csrf_token(session, csrf_token(session))
        assert not is_csrf_token(session, given_)

    def test_another_sessions_form_is_not_ours(self) -> None:
        one, other = new_token(), new_token()
        assert not is_csrf_token(one, csrf_token(other))
        assert one not in csrf_token(one) and token_hash(one) != csrf_token(one)

    def test_tokens_have_256_bits_and_are_never_the_same(self) -> None:
        tokens = {new_token() for _ in range(100)}
        assert len(tokens) == 100 and {len(token) for token in tokens} == {43}


class TestFirstAccount:
    def test_the_link_makes_one_administrator_within_an_hour(
        self, tmp_path: Path, passwords: Passwords
    ) -> None:
        with open_store(tmp_path / "neuve.db", create=True) as store:
            link = make_first_link(store, NOW)
            with pytest.raises(FaultyAccount):  # a mistake leaves the link as it is
                first_account(store, passwords, link, "zoé", "Zoé", "court", NOW)
            with pytest.raises(LinkUnusable):
                first_account(store, passwords, link, "zoé", "Zoé", GOOD, NOW + HOUR + SECOND)
            account = first_account(store, passwords, link, "Zoé", "Zoé", GOOD, NOW + HOUR)
            assert (account.login, account.role) == ("zoé", Role.ADMINISTRATOR)
            with pytest.raises(LinkUnusable):
                first_account(store, passwords, link, "intrus", "Intrus", GOOD, NOW)
            with pytest.raises(LinkUnusable):
                make_first_link(store, NOW)


class TestSharing:
    def test_a_link_opens_its_campaign_until_it_expires(self, store: Store) -> None:
        token, link = create_share(store, "c", "ldh", " Nos \u202e partenaires\n", "zoé", NOW, 30)
        assert link.label == "Nos partenaires"
        opened = open_share(store, token, NOW + 30 * DAY - SECOND)
        assert opened is not None and (opened.campaign_id, opened.organisation) == ("c", "ldh")
        assert open_share(store, token, NOW + 30 * DAY) is None
        assert store.shares()[0].last_used_at == NOW + 30 * DAY - SECOND

    def test_a_revoked_link_opens_nothing(self, store: Store) -> None:
        token, link = create_share(store, "c", "", "", "zoé", NOW, 30)
        store.revoke_share(link.number, NOW)
        assert open_share(store, token, NOW) is None
        assert open_share(store, new_token(), NOW) is None

    @pytest.mark.parametrize("days", [0, -1, 367])
    def test_a_link_always_ends(self, store: Store, days: int) -> None:
        with pytest.raises(ValueError):
            create_share(store, "c", "", "", "zoé", NOW, days)
        assert store.shares() == []
