"""A dossier as staff change it on the desk: in forms that touch only their lines, with every state of it kept."""

from monitor.dossier_form.checking import checked, free_text_name, texts_beside
from monitor.dossier_form.differences import Difference, differences, lines_between
from monitor.dossier_form.editing import edited, with_ends_of
from monitor.dossier_form.fields import PARTS, Field, Kind, Part
from monitor.dossier_form.filling import NoSuchPart, Untyped, filled, name_of, shown, table_of, without

__all__ = [
    "PARTS",
    "Difference",
    "Field",
    "Kind",
    "NoSuchPart",
    "Part",
    "Untyped",
    "checked",
    "differences",
    "edited",
    "filled",
    "free_text_name",
    "lines_between",
    "name_of",
    "shown",
    "table_of",
    "texts_beside",
    "with_ends_of",
    "without",
]
