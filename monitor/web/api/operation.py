"""An operation of the API as a value, what it is given when it is called, and how it says no."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from starlette.responses import Response

from monitor.dossier import Campaign
from monitor.web.api.values import Nothing
from monitor.web.desk import Desk
from monitor.wording import Words
from storage.model import Role
from storage.store import Store

Query = TypeVar("Query")
Body = TypeVar("Body")


class Refused(Exception):
    """An operation says no. `sentence` is for a person, `field` names what of the request it is about."""

    def __init__(self, status: int, sentence: str, field: str = "", **more: object) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.field, self.more = status, sentence, field, more


@dataclass(frozen=True, slots=True)
class Call(Generic[Query, Body]):
    """One call: the request as every page has it, with its query and its body as the operation's models have them."""

    desk: Desk
    query: Query
    body: Body

    @property
    def store(self) -> Store:
        """The archive."""
        return self.desk.store

    @property
    def words(self) -> Words:
        """The language in which sentences are answered."""
        return self.desk.words

    @property
    def campaign(self) -> Campaign:
        """The campaign named in the address. Raises Refused."""
        wanted = self.place("campaign")
        found = next((one for one in self.desk.loaded.campaigns if one.id == wanted), None)
        if found is None:
            raise Refused(404, self.words("There is no such campaign."), "campaign")
        return found

    def place(self, name: str) -> str:
        """What stands in a place of the address."""
        return str(self.desk.path[name])[:300]

    def number(self, name: str) -> int:
        """The same as a number that counts things; what is none counts nothing. Raises Refused."""
        text = self.place(name)
        if not (text.isascii() and text.isdigit() and len(text) <= 15):
            raise Refused(404, self.words("There is no line of the journal with this number."), name)
        return int(text)


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the table. `path` begins after /api/1; `role` is the least role that may do it.

    `query` and `body` are what it takes: fields that they do not name are refused. `answer` is the model of what it
    gives back with 200; None: a file, of one of `media`. `refuses` are the statuses of its own besides those that
    every operation has. `example` is a whole answer, `sent` a whole body.
    """

    name: str
    method: str
    path: str
    role: Role
    tag: str
    summary: str
    does: Callable[[Call[Any, Any]], BaseModel | Response]
    answer: type[BaseModel] | None
    query: type[BaseModel] = Nothing
    body: type[BaseModel] | None = None
    refuses: tuple[int, ...] = ()
    media: tuple[str, ...] = ()
    example: Mapping[str, Any] | None = None
    sent: Mapping[str, Any] | None = None
    places: Mapping[str, str] = field(default_factory=dict)
