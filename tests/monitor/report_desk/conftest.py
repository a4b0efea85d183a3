"""The workspace, the archive and the mail server of the tests of delivery."""

from tests.monitor.delivery.conftest import contexts, now, serve, store, workspace

__all__ = ["contexts", "now", "serve", "store", "workspace"]
