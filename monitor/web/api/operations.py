"""Every operation of the API, in the order of its document. What is not in this table does not exist."""

from __future__ import annotations

from monitor.web.api import (
    about,
    adding,
    choices,
    decisions,
    dossier,
    figures,
    finding,
    journal,
    mentions,
    outbox,
    reports,
    searching,
    sources,
    trying,
)
from monitor.web.api.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *about.OPERATIONS,
    *dossier.OPERATIONS,
    *mentions.OPERATIONS,
    *decisions.OPERATIONS,
    *journal.OPERATIONS,
    *searching.OPERATIONS,
    *finding.OPERATIONS,
    *adding.OPERATIONS,
    *reports.OPERATIONS,
    *choices.OPERATIONS,
    *outbox.OPERATIONS,
    *figures.OPERATIONS,
    *sources.OPERATIONS,
    *trying.OPERATIONS,
)
