"""A report as a document in a frame, and as files to take along."""

from __future__ import annotations

import io
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from starlette.responses import Response

from monitor.delivery.messages import SUBJECT, body_text, header_text
from monitor.digest import Digest
from monitor.export import FORMATS as LISTS
from monitor.export import MentionList, in_order, write
from monitor.office.pdf import PdfMissing
from monitor.reports import FORMATS, render, title_of
from monitor.web.desk import Desk
from monitor.web.pages.report_here import NAMES, here_of
from monitor.wording.words import message
from storage.model import Mention, ReportKind

OFFERED = {
    "html": message("web page"),
    "eml": message("mail (.eml)"),
    "text": message("plain text"),
    "pdf": message("PDF"),
    "docx": message("Word"),
    "xlsx": message("its mentions, for Excel"),
    "json": message("data (JSON)"),
}
"""What can be taken along."""

OUT = 'rel="noopener noreferrer"'


def document(desk: Desk) -> Response:
    """The report that is being prepared, for a frame: the page, or the mail."""
    return desk.document(framed(render(here_of(desk).digest, view_of(desk), desk.words.language)))


def view_of(desk: Desk) -> str:
    """As what a frame shows the report."""
    return "html" if desk.query.text("view", 10) == "page" else "mail"


def file(desk: Desk) -> Response:
    """The report that is being prepared as a file."""
    here = here_of(desk)
    return taken(desk, here.digest, desk.path["format"])


def framed(page: bytes) -> str:
    """A page of ours for a frame: what leads out opens beside it, since nothing remote is shown in one."""
    return page.decode("utf-8").replace(OUT, f'{OUT} target="_blank"')


def taken(desk: Desk, digest: Digest, form: str) -> Response:
    """A report in one format, as a file."""
    if form not in OFFERED:
        return desk.refuse(desk.words("There is no such format."), 404)
    language, name = desk.words.language, file_name(digest)
    if form == "eml":
        return desk.download(as_mail(digest, language, desk.now), f"{name}.eml", "message/rfc822")
    if form == "xlsx":
        return _list(desk, digest, name)
    try:
        made = FORMATS[form]
        return desk.download(render(digest, form, language), f"{name}{made.suffix}", made.media_type)
    except PdfMissing:
        return desk.refuse(
            desk.words("PDF files cannot be made on this machine. Take the web page and print it."), 501
        )


def file_name(digest: Digest) -> str:
    """What a file of this report is called, without its ending."""
    kind = {ReportKind.DAILY: "point"}.get(digest.kind, f"point-{NAMES[digest.kind]}")
    whose = f"-{digest.organisation.id}" if digest.organisation else ""
    return f"{digest.campaign.id}-{kind}-{digest.window.day.isoformat()}{whose}"


def as_mail(digest: Digest, language: str, now: datetime) -> bytes:
    """The report as a mail without sender and recipient: a draft, for the person's own mailbox."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = header_text(title_of(digest, language), SUBJECT)
    made["X-Unsent"] = "1"
    text = render(digest, "text", language).decode("utf-8")
    page = render(digest, "mail", language).decode("utf-8")
    made.set_content(body_text(text), charset="utf-8", cte="quoted-printable")
    made.add_alternative(body_text(page), subtype="html", charset="utf-8", cte="quoted-printable")
    for number, part in enumerate(part for part in made.walk() if part.is_multipart()):
        part.set_boundary(f"=_retombees_{int(now.timestamp())}_{number}")
    return made.as_bytes()


def mentions_of(digest: Digest) -> list[Mention]:
    """Every article of a report, in the order of lists."""
    lists = (digest.pickups, digest.late, digest.related, digest.topic, digest.to_check)
    return in_order([one for stories in lists for story in stories for one in story.members])


def _list(desk: Desk, digest: Digest, name: str) -> Response:
    out, made = io.BytesIO(), LISTS["xlsx"]
    asked_for = MentionList(mentions_of(digest), desk.words.language, (desk.campaign,))
    write(asked_for, made.name, out)
    return desk.download(out.getvalue(), f"{name}{made.suffix}", made.media_type)
