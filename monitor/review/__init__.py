"""What people do at the review desk: from a wish to the parts it changes, and undo and redo of anything."""

from monitor.review.desk import UNDOABLE, Desk, redo, redo_last, say, undo, undo_last
from monitor.review.dossiers import note_and_save, note_and_write_new
from monitor.review.rows import JournalRow, journal_rows
from monitor.review.wishes import Wish, wish_parts

__all__ = [
    "UNDOABLE",
    "Desk",
    "JournalRow",
    "Wish",
    "journal_rows",
    "note_and_save",
    "note_and_write_new",
    "redo",
    "redo_last",
    "say",
    "undo",
    "undo_last",
    "wish_parts",
]
