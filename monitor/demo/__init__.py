"""The embedded press world: invented outlets, served on loopback, for the rehearsal and the tests (docs/demo.md)."""

from monitor.demo.catalogue import Access, Expectation
from monitor.demo.running import LoggedRequest, RunningWorld
from monitor.demo.server import press_world, serve
from monitor.demo.values import PressArticle, PressOutlet
from monitor.demo.world import PressWorld, PressWorldError

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
