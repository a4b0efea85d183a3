"""The embedded press world: invented outlets, served on loopback, for the rehearsal and the tests (docs/demo.md)."""

from monitor.demo.catalogue import Access, Expectation
from monitor.demo.server import LoggedRequest, RunningWorld, press_world, serve
from monitor.demo.world import PressArticle, PressOutlet, PressWorld, PressWorldError

__all__ = [
    "Access",
    "Expectation",
    "LoggedRequest",
    "PressArticle",
    "PressOutlet",
    "PressWorld",
    "PressWorldError",
    "RunningWorld",
    "press_world",
    "serve",
]
