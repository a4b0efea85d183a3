"""A workspace with an outbox, and a mail server that behaves as it is told."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.workspace import Workspace
from storage.store import Store, open_store
from tests.monitor.delivery.mailserver import Behaviour, MailServer, certificate

NOW = datetime(2025, 2, 6, 6, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """Half past seven in Paris."""
    return NOW


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    with open_store(workspace.archive, create=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """TLS of a server at 127.0.0.1, and of a client who trusts it."""
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def serve(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> Iterator[Callable[[Behaviour], MailServer]]:
    """Start a mail server that behaves so."""
    with ExitStack() as stack:
        yield lambda behaviour: stack.enter_context(MailServer(behaviour, contexts[0]))
