"""The table of pages: where one is, who may open it. What is not in the table does not exist; nothing opens by default."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.responses import Response

from storage.model import Role

if TYPE_CHECKING:
    from monitor.web.desk import Desk

Endpoint = Callable[["Desk"], Response]
"""A plain synchronous function, run in a thread of its own for each request."""

SAFE_METHODS = ("GET", "HEAD")
_PARAMETER = re.compile(r"\{([a-z_]{1,40})(?::[a-z]{1,10})?\}")


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the desk.

    `role` is the least role that may open it; None: everybody, without an account. `share`: a link to share reads it
    too (never with an unsafe method). `files`: its form may hold files. `data`: for programs, so what goes wrong is
    told in JSON. `section` is the name of the entry of the header under which it stands; "": its own name.
    """

    path: str
    name: str
    endpoint: Endpoint
    role: Role | None
    methods: tuple[str, ...] = ("GET",)
    share: bool = False
    files: bool = False
    data: bool = False
    section: str = ""


class Access(Enum):
    """What becomes of a request, before anything of it is read."""

    OPEN = "open"
    LOGIN = "login"
    FORBIDDEN = "forbidden"


def access(page: Page, role: Role | None, shared: bool, method: str) -> Access:
    """Who may open a page: somebody with a role, with an open link to share, or with neither. Pure."""
    if page.role is None:
        return Access.OPEN
    if role is not None:
        return Access.OPEN if role.covers(page.role) else Access.FORBIDDEN
    if not shared:
        return Access.LOGIN
    return Access.OPEN if page.share and method in SAFE_METHODS else Access.FORBIDDEN


class Addresses:
    """The addresses of a table of pages by their names."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._paths: dict[str, str] = {}
        for page in pages:
            if self._paths.setdefault(page.name, page.path) != page.path:
                raise ValueError(f"two pages are called {page.name}")

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def of(self, name: str, values: Mapping[str, Any]) -> str:
        """The address of a page; values without a place in its path become the query (None: left out).

        Raises KeyError for an unknown page, or a place that has no value.
        """
        path, left = self._paths[name], dict(values)
        filled = _PARAMETER.sub(lambda found: quote(str(left.pop(found[1])), safe=""), path)
        query = urlencode({key: value for key, value in left.items() if value is not None}, doseq=True)
        return f"{filled}?{query}" if query else filled
