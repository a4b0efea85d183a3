"""What another program is told: signed, to an address that was checked, at least once, and never led elsewhere."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from monitor.config import Settings
from monitor.delivery import Sending, send_due
from monitor.delivery.guard import AddressForbidden, checked_addresses, is_allowed
from monitor.delivery.messages import Occasion
from monitor.delivery.payloads import hook_message
from monitor.delivery.webhook import recipient_of
from monitor.dossier import Campaign
from monitor.workspace import Workspace
from storage.model import MessageKind, OutboxMessage
from storage.store import Store
from tests.monitor.delivery.helping import queue, states

SECRET = "secret-du-phare"
ENVIRONMENT = {"RETOMBEES_WEBHOOK_SECRET": SECRET}


@dataclass
class Listener:
    """Another program: what it answers, and what it heard."""

    status: int = 204
    mood: str = ""
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    def handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append((self.path, dict(self.headers), body))
                if listener.mood == "drop":
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                if listener.mood == "hang":
                    time.sleep(1.5)
                if listener.mood == "drip":
                    for _ in range(40):
                        self.wfile.write(b"H")
                        self.wfile.flush()
                        time.sleep(0.2)
                    return
                self.send_response(listener.status)
                self.send_header("Location", f"http://127.0.0.1:{listener.port}/ailleurs")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves is no matter here."""


@pytest.fixture
def listen(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> Iterator[Callable[..., Listener]]:
    """Start another program, in the open or by TLS."""
    with ExitStack() as stack:

        def start(listener: Listener, tls: bool = False) -> Listener:
            server = _Quiet(("127.0.0.1", 0), listener.handler())
            if tls:
                server.socket = contexts[0].wrap_socket(server.socket, server_side=True)
            listener.port = server.server_address[1]
            thread = threading.Thread(
                target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
            )
            thread.start()
            stack.callback(thread.join, 5)
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return listener

        yield start


def _settings(url: str, **other: Any) -> Settings:
    return Settings.model_validate({"webhook": {"url": url}, "mail": {"timeout": 1.0}} | other)


def _message(url: str, at: datetime) -> OutboxMessage:
    occasion = Occasion(Campaign("appel", "Sommet IA"), MessageKind.DAILY, date(2025, 2, 6))
    return hook_message(occasion, url, "7 retombées", {"type": "report", "title": "« 7 »"}, at)


def test_a_message_arrives_signed_so_that_six_lines_verify_it(
    store: Store, workspace: Workspace, now: datetime, listen: Callable[..., Listener]
) -> None:
    listener = listen(Listener())
    url = f"http://127.0.0.1:{listener.port}/crochet?k=jeton"
    queue(store, [_message(url, now)])
    assert send_due(store, _settings(url), workspace, now, environment=ENVIRONMENT) == Sending(sent=1)
    path, headers, body = listener.heard[0]
    signed = headers["X-Retombees-Timestamp"].encode() + b"." + body
    expected = "sha256=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(headers["X-Retombees-Signature"], expected)
    assert abs(time.time() - int(headers["X-Retombees-Timestamp"])) < 60
    assert headers["Idempotency-Key"] == json.loads(body)["id"] == store.outbox()[0].id
    assert (path, json.loads(body)["title"]) == ("/crochet?k=jeton", "« 7 »")


def test_what_may_be_secret_in_the_address_is_kept_nowhere(
    store: Store, workspace: Workspace, now: datetime
) -> None:
    url = "https://crochet.example:8443/jeton-4711?k=autre-jeton"
    queue(store, [_message(url, now)])
    message = store.outbox()[0]
    assert message.recipient == recipient_of(url) == "https://crochet.example:8443"
    store.close()
    assert not any(b"jeton" in path.read_bytes() for path in workspace.root.iterdir() if path.is_file())


@pytest.mark.parametrize(
    ("status", "mood", "state"),
    [
        (200, "", "sent"),
        (429, "", "pending not_now"),
        (503, "", "pending not_now"),
        (408, "", "pending not_now"),
        (400, "", "failed hook_refused"),
        (410, "", "failed hook_refused"),
        (307, "", "failed hook_moved"),
        (301, "", "failed hook_moved"),
        (200, "drop", "pending unreachable"),
        (200, "hang", "pending unreachable"),
        (200, "drip", "pending unreachable"),
    ],
)
def test_each_answer_has_its_state_and_what_is_tried_again_bears_the_same_key(
    store: Store,
    workspace: Workspace,
    now: datetime,
    listen: Callable[..., Listener],
    status: int,
    mood: str,
    state: str,
) -> None:
    listener = listen(Listener(status, mood))
    url = f"http://127.0.0.1:{listener.port}/"
    queue(store, [_message(url, now)])
    send_due(store, _settings(url), workspace, now, environment=ENVIRONMENT)
    assert list(states(store).values()) == [state]
    assert [path for path, _, _ in listener.heard] == ["/"]
    listener.status, listener.mood = 204, ""
    send_due(store, _settings(url), workspace, now + timedelta(minutes=2), environment=ENVIRONMENT)
    assert len(listener.heard) == (2 if state.startswith("pending") else 1)
    assert len({headers["Idempotency-Key"] for _, headers, _ in listener.heard}) == 1


def test_tls_is_checked_and_speaks_to_the_address_that_was_checked(
    store: Store,
    workspace: Workspace,
    now: datetime,
    listen: Callable[..., Listener],
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    listener = listen(Listener(), tls=True)
    url = f"https://127.0.0.1:{listener.port}/"
    queue(store, [_message(url, now)])
    settings = _settings(url)
    send_due(store, settings, workspace, now, environment=ENVIRONMENT)
    assert list(states(store).values()) == ["pending certificate"]
    assert listener.heard == []
    later = now + timedelta(minutes=2)
    assert send_due(store, settings, workspace, later, tls=contexts[1], environment=ENVIRONMENT).sent == 1


def test_without_a_secret_nothing_is_sent_and_the_reason_is_said(
    store: Store, workspace: Workspace, now: datetime, listen: Callable[..., Listener]
) -> None:
    listener = listen(Listener())
    url = f"http://127.0.0.1:{listener.port}/"
    queue(store, [_message(url, now)])
    assert send_due(store, _settings(url), workspace, now, environment={}) == Sending(again=1)
    assert list(states(store).values()) == ["pending no_secret"]
    assert listener.heard == []


@pytest.mark.parametrize("url", ["", "https://autre.example/"])
def test_a_message_for_an_address_that_is_no_longer_set_is_not_sent_to_another(
    store: Store, workspace: Workspace, now: datetime, url: str
) -> None:
    queue(store, [_message("https://crochet.example/", now)])
    send_due(store, _settings(url), workspace, now, environment=ENVIRONMENT)
    assert list(states(store).values()) == ["failed hook_changed"]


PRIVATE = [
    "10.1.2.3",
    "172.16.9.9",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "127.0.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fec0::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "ff02::1",
    "198.18.0.1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_to_a_private_address_is_refused_unless_the_workspace_allows_it(
    address: str,
) -> None:
    parsed = ipaddress.ip_address(address)
    assert not is_allowed(parsed, 443, "crochet.example", ())
    assert not is_allowed(
        parsed, 443, "crochet.example", (f"[{address}]:80" if ":" in address else f"{address}:80",)
    )
    assert is_allowed(parsed, 443, "crochet.example", (f"[{address}]:443" if ":" in address else address,))
    assert is_allowed(parsed, 443, "crochet.example", ("crochet.example",))


def test_public_addresses_and_this_machine_named_as_such_are_allowed() -> None:
    for address in ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"):
        assert is_allowed(ipaddress.ip_address(address), 443, "crochet.example", ())
    assert checked_addresses("127.0.0.1", 80, ()) == ["127.0.0.1"]
    with pytest.raises(AddressForbidden):
        checked_addresses("10.0.0.1", 80, ())


def test_a_private_address_is_not_even_connected_to(
    store: Store, workspace: Workspace, now: datetime
) -> None:
    """The guard of the tests would raise on a connection."""
    url = "https://10.11.12.13/"
    queue(store, [_message(url, now)])
    send_due(store, _settings(url), workspace, now, environment=ENVIRONMENT)
    assert list(states(store).values()) == ["pending hook_forbidden"]
