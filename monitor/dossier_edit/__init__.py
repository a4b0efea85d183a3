"""Changing a dossier that people also edit by hand: their comments and their order stay; earlier files are kept."""

from monitor.dossier_edit.additions import (
    Addition,
    AdditionRefused,
    AlreadyThere,
    CannotEdit,
    NotThisOne,
    What,
    add_to,
)
from monitor.dossier_edit.advice import advice_on
from monitor.dossier_edit.saving import (
    earlier_files,
    remove_dossier,
    save_dossier,
    write_new_dossier,
)

__all__ = [
    "Addition",
    "AdditionRefused",
    "AlreadyThere",
    "CannotEdit",
    "NotThisOne",
    "What",
    "add_to",
    "advice_on",
    "earlier_files",
    "remove_dossier",
    "save_dossier",
    "write_new_dossier",
]
