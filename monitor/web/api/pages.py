"""The operations as pages of the desk: behind the same gate, in the same table, walked by the same tests."""

from __future__ import annotations

from starlette.responses import Response

from monitor.web import refusals
from monitor.web.api.document import document_page
from monitor.web.api.operation import Operation, Refused
from monitor.web.api.operations import OPERATIONS
from monitor.web.api.taking import call_of
from monitor.web.desk import Desk
from monitor.web.programs import API
from monitor.web.routing import Endpoint, Page
from storage.errors import NotStored
from storage.model import Role


def page_of(operation: Operation) -> Page:
    """The page under which an operation answers."""
    return Page(
        API + operation.path,
        f"api_{operation.name}",
        endpoint_of(operation),
        operation.role,
        (operation.method,),
        data=True,
    )


def endpoint_of(operation: Operation) -> Endpoint:
    """What the gate calls: JSON comes back, whatever happens."""

    def answer(desk: Desk) -> Response:
        try:
            found = operation.does(call_of(operation, desk))
        except Refused as error:
            response: Response = refusals.told(error.status, error.sentence, error.field, **error.more)
        except NotStored:
            response = refusals.told(404, desk.words("Nothing in the archive has this id."))
        else:
            response = (
                found
                if isinstance(found, Response)
                else Response(found.model_dump_json(), media_type="application/json")
            )
        response.headers["Content-Language"] = desk.words.language
        return response

    return answer


PAGES = (
    *(page_of(one) for one in OPERATIONS),
    Page(f"{API}/openapi.json", "api_document", document_page, Role.READER, data=True),
)
