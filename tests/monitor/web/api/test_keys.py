"""Keys of programs: what one opens, and how it ends; how a session uses the API; who is turned away."""

from __future__ import annotations

import pytest

from monitor.accounts import create_share, set_password
from monitor.accounts.api_keys import MOST_KEYS
from monitor.accounts.throttle import FREE_BY_ADDRESS
from tests.monitor.web.api.programs import Program, program
from tests.monitor.web.newsroom import PASSWORD, Newsroom, plain


def status(one: Program, method: str = "GET", path: str = "/me") -> int:
    return int(one.ask(method, path).status_code)


class TestAKey:
    def test_does_what_its_person_may_do(self, desk: Newsroom) -> None:
        found = {login: program(desk, login).get("/me")["role"] for login in ("maud", "karim", "lea")}
        assert found == {"maud": "administrator", "karim": "reviewer", "lea": "reader"}
        assert status(program(desk, "lea"), "POST", "/journal/1/undo") == 403
        assert status(program(desk, "karim"), "POST", "/journal/1/undo") == 404

    def test_that_only_reads_changes_nothing_whoever_has_it(self, desk: Newsroom) -> None:
        reads = program(desk, "maud", read_only=True)
        me = reads.get("/me")
        assert me["role"] == "reader" and me["key"]["read_only"]
        mention = desk.mention("phare")
        answer = reads.post(f"/mentions/{mention.id}/decision", {"version": 0, "status": "confirmed"})
        assert answer.status_code == 403 and answer.json()["code"] == "not_for_you"
        assert desk.mention("phare").review_version == 0

    def test_is_over_after_its_days(self, desk: Newsroom) -> None:
        one = program(desk, days=2)
        desk.clock.turn(days=1, hours=23)
        assert status(one) == 200
        desk.clock.turn(hours=1)
        answer = one.ask("GET", "/me")
        assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["sentence"].startswith("Cette clé n’ouvre rien")

    def test_ends_with_a_new_password_and_with_the_account(self, desk: Newsroom) -> None:
        karims, leas = program(desk), program(desk, "lea")
        with desk.store() as store:
            set_password(store, desk.site.passwords, "karim", "un tout autre mot de passe")
            store.disable_account("lea", desk.clock.now)
        assert (status(karims), status(leas)) == (401, 401)

    def test_follows_the_role_of_its_person(self, desk: Newsroom) -> None:
        one = program(desk, "karim")
        with desk.store() as store:
            store.set_role("karim", store.account("lea").role)
        assert one.get("/me")["role"] == "reader"

    def test_opens_no_page_for_people(self, desk: Newsroom) -> None:
        headers = {"Authorization": f"Bearer {program(desk, 'maud').token}"}
        client = desk.visitor().client
        assert client.get("/compte", headers=headers, follow_redirects=False).status_code == 303
        assert client.get("/etat.json", headers=headers).status_code == 200

    def test_counts_alone_where_a_session_comes_with_it(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        one = Program(maud.client, program(desk, "lea").token)
        assert one.get("/me")["login"] == "lea"
        assert status(Program(maud.client, "rtb_wrong")) == 401

    def test_is_kept_as_a_hash(self, desk: Newsroom) -> None:
        token = program(desk).token
        assert token.startswith("rtb_") and len(token) > 40
        assert token.encode() not in desk.workspace.archive.read_bytes()

    def test_is_noted_as_used(self, desk: Newsroom) -> None:
        program(desk).get("/me")
        with desk.store() as store:
            assert store.api_keys("karim")[0].last_used_at == desk.clock.now


class TestWhoIsTurnedAway:
    def test_many_wrong_keys_make_their_address_wait_and_no_right_one(self, desk: Newsroom) -> None:
        right, wrong = program(desk), Program(desk.visitor().client, "rtb_wrong")
        for _ in range(FREE_BY_ADDRESS):
            assert status(wrong) == 401
        answer = wrong.ask("GET", "/me")
        assert answer.status_code == 429 and int(answer.headers["retry-after"]) == 30
        assert "30 secondes" in plain(answer.json()["sentence"])
        assert status(right) == 200
        assert desk.login("karim")
        desk.clock.turn(seconds=31)
        assert status(wrong) == 401

    @pytest.mark.parametrize(
        "shown", ["", "Bearer", "Bearer ", "Basic a2FyaW06eA==", "Bearer é\u00ff" + "x" * 5_000]
    )
    def test_what_is_no_key_opens_nothing(self, desk: Newsroom, shown: str) -> None:
        headers = {"Authorization": shown.encode("latin-1")}
        assert desk.visitor().client.get("/api/1/me", headers=headers).status_code == 401

    def test_a_link_to_share_has_no_api(self, desk: Newsroom) -> None:
        with desk.store() as store:
            token, _ = create_share(store, "appel", "", "", "maud", desk.clock.now, 30)
        partner = desk.visitor()
        partner.get(f"/partage/{token}")
        answer = partner.client.get("/api/1/campaigns")
        assert answer.status_code == 403 and answer.json()["code"] == "not_for_you"
        headers = {"Authorization": f"Bearer {token}"}
        assert desk.visitor().client.get("/api/1/campaigns", headers=headers).status_code == 401


class TestASession:
    def test_reads_as_its_person(self, desk: Newsroom) -> None:
        me = desk.login("karim").client.get("/api/1/me").json()
        assert (me["login"], me["key"]) == ("karim", None)

    def test_changes_something_with_what_our_pages_carry_alone(self, desk: Newsroom) -> None:
        karim, mention = desk.login("karim"), desk.mention("phare")
        path, body = f"/api/1/mentions/{mention.id}/decision", {"version": 0, "status": "confirmed"}
        for headers in ({}, {"X-CSRF-Token": "0" * 64}):
            answer = karim.client.post(path, json=body, headers=headers)
            assert answer.status_code == 403 and "X-CSRF-Token" in answer.json()["sentence"]
        assert desk.mention("phare").review_version == 0
        assert karim.client.post(path, json=body, headers={"X-CSRF-Token": karim.csrf}).status_code == 200


class TestTheAccountPage:
    def make(self, desk: Newsroom, **more: str) -> tuple[str, str]:
        karim = desk.login("karim")
        fields = {"key_name": "Tableur du service", "key_days": "90", "key_password": PASSWORD, **more}
        answer = karim.post("/compte/cles", fields)
        return str(answer.status_code), answer.text

    def test_makes_a_key_and_shows_it_once(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        fields = {
            "key_name": "Tableur <b>du</b> service",
            "key_days": "90",
            "read_only": "1",
            "key_password": PASSWORD,
        }
        answer = karim.post("/compte/cles", fields)
        token = answer.text.partition('value="rtb_')[2].partition('"')[0]
        token = f"rtb_{token}"
        me = Program(desk.visitor().client, token).get("/me")
        assert me["key"]["read_only"] and me["role"] == "reader"
        page = karim.page("/compte")
        assert token not in page and "Tableur &lt;b&gt;du&lt;/b&gt; service" in page

    def test_asks_for_the_password_a_name_and_days(self, desk: Newsroom) -> None:
        for more in (
            {"key_password": "autre chose encore"},
            {"key_name": " "},
            {"key_days": "0"},
            {"key_days": "400"},
            {"key_days": "x"},
        ):
            assert self.make(desk, **more)[0] == "422"
        with desk.store() as store:
            assert store.api_keys("karim") == []

    def test_ends_a_key_of_ones_own_alone(self, desk: Newsroom) -> None:
        mine, other = program(desk), program(desk, "maud")
        with desk.store() as store:
            numbers = [store.api_keys(login)[0].number for login in ("karim", "maud")]
        karim = desk.login("karim")
        answers = [karim.post("/compte/cles/fin", {"key": str(number)}).status_code for number in numbers]
        assert answers == [303, 404]
        assert (status(mine), status(other)) == (401, 200)
        assert "ne fonctionne plus" in karim.said()

    def test_has_room_for_so_many_and_no_more(self, desk: Newsroom) -> None:
        for _ in range(MOST_KEYS):
            program(desk)
        assert self.make(desk)[0] == "422"
