"""What `doctor` looks at of every morning: the schedule, reports, messages, copies, and the secrets they need."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from monitor.commands.finding import Finding
from monitor.commands.session import CONFIGURATION, PARTIAL, Session
from monitor.delivery import TROUBLE, trouble_words
from monitor.delivery.secret import HOOK_SECRET, MAIL_PASSWORD, SecretUnusable, read_secret
from monitor.delivery.troubles import Trouble
from monitor.schedule.rows import Readings
from monitor.status.looking import look
from monitor.status.sentences import Sentences
from monitor.status.view import Status
from monitor.wording import Words
from storage.model import DeliveryState
from storage.store import Store

SHOWN = 10


def examine_secrets(session: Session) -> list[Finding]:
    """The mail server and the webhook: whether what they need is there, and kept from others."""
    settings, words = session.loaded.settings, session.words
    mail, webhook = settings.mail, settings.webhook
    what = words("Mail server")
    if not mail.host:
        says = words("no mail server is set: reports are written into the folder “reports” only")
        found = [Finding(what, True, says, note=True)]
    else:
        server = words("{host}, port {port}", host=mail.host, port=mail.port)
        missing = Trouble.NO_PASSWORD if mail.user else None
        found = [_secret(session, what, server, (MAIL_PASSWORD, mail.password_file), missing)]
    if webhook.url:
        names = (HOOK_SECRET, webhook.secret_file)
        found.append(
            _secret(session, words("Webhook"), urlsplit(webhook.url).hostname or "", names, Trouble.NO_SECRET)
        )
    return found


def _secret(
    session: Session, what: str, says: str, names: tuple[str, str], missing: Trouble | None
) -> Finding:
    """`names` are the variable and the file of the secret, `missing` the trouble where there has to be one."""
    try:
        there = read_secret(*names, session.workspace.root) is not None
        trouble = None if there else missing
    except SecretUnusable as error:
        trouble = error.trouble
    if trouble is None:
        return Finding(what, True, says)
    why = session.words(TROUBLE[trouble])
    return Finding(what, False, f"{says}. {why}", CONFIGURATION)


def examine_morning(session: Session, store: Store) -> list[Finding]:
    """What is due, late, failed and undelivered, and how old the last copy is."""
    status = look(session.workspace, session.loaded, store, datetime.now(UTC), Readings())
    says = Sentences(status, session.words)
    return [
        _schedule(status, session.words),
        *_reports(status, says, session.words),
        *_failed(status, says, session.words),
        *_outbox(status, session.words),
        _backup(status, says, session.words),
    ]


def _schedule(status: Status, words: Words) -> Finding:
    if status.scheduler:
        return Finding(words("Schedule"), True, words("it runs"))
    none = words("it does not run; “retombees serve” or “retombees schedule” starts it")
    return Finding(words("Schedule"), True, none, note=True)


def _reports(status: Status, says: Sentences, words: Words) -> list[Finding]:
    found = [
        Finding(
            words("Report to come"),
            not one.late,
            words("{name}: {says}", name=one.campaign.name, says=says.waits(one) or says.comes(one)),
            PARTIAL,
            note=not one.late and bool(one.due),
        )
        for one in status.campaigns
    ]
    if status.clock_behind is not None:
        ahead = words(
            "a report was made {when}, which is still to come: look at the clock of this machine",
            when=says.when(status.clock_behind),
        )
        found.append(Finding(words("Clock"), False, ahead, PARTIAL))
    return found


def _failed(status: Status, says: Sentences, words: Words) -> list[Finding]:
    return [
        Finding(
            words("Failed"),
            False,
            words("{what}, {when}", what=says.failed(run), when=says.when(run.started_at)),
            PARTIAL,
        )
        for run in status.failed
    ]


def _outbox(status: Status, words: Words) -> list[Finding]:
    counts = status.outbox
    if not any(counts.values()):
        return []
    waiting = counts.get(DeliveryState.PENDING, 0)
    said = [
        words.n("{n} message sent of late", "{n} messages sent of late", counts.get(DeliveryState.SENT, 0))
    ]
    if waiting:
        said.append(words.n("{n} waits", "{n} wait", waiting))
    if counts.get(DeliveryState.UNKNOWN):
        unknown = counts[DeliveryState.UNKNOWN]
        said.append(words.n("{n} may not have arrived", "{n} may not have arrived", unknown))
    if counts.get(DeliveryState.FAILED):
        said.append(words.n("{n} was not sent", "{n} were not sent", counts[DeliveryState.FAILED]))
    bad = status.undelivered
    found = [Finding(words("Messages"), not bad, ", ".join(said), PARTIAL)]
    for message in bad[:SHOWN]:
        why = trouble_words(words, message.state, message.reason)
        about = words(
            "{recipient}, {subject}: {why}", recipient=message.recipient, subject=message.subject, why=why
        )
        found.append(Finding(words("Message"), False, about, PARTIAL))
    return found


def _backup(status: Status, says: Sentences, words: Words) -> Finding:
    """An old backup is a warning, none yet is good to know; neither is a failure of what was asked for."""
    none = status.last_backup is None
    return Finding(words("Backup"), none or not status.backup_is_old, says.backup(), note=none)
