"""A list of mentions written out: formats stand in one table; which mentions, which columns and what order are values."""

from monitor.export.asking import Asked, Known, known_of, selection_of
from monitor.export.columns import COLUMNS, columns_named, columns_of
from monitor.export.feed_file import write_feed
from monitor.export.formats import FORMATS, Format, export, write
from monitor.export.mention_list import CsvStyle, MentionList, Rows
from monitor.export.order import Order, in_order
from monitor.export.pages import TooMuchForPages
from monitor.export.presets import PRESETS, Preset, preset_named
from monitor.export.selection import Part, Selection
from monitor.export.telling import told
from monitor.export.unknown import NotKnown

__all__ = [
    "COLUMNS",
    "FORMATS",
    "PRESETS",
    "Asked",
    "CsvStyle",
    "Format",
    "Known",
    "MentionList",
    "NotKnown",
    "Order",
    "Part",
    "Preset",
    "Rows",
    "Selection",
    "TooMuchForPages",
    "columns_named",
    "columns_of",
    "export",
    "in_order",
    "known_of",
    "preset_named",
    "selection_of",
    "told",
    "write",
    "write_feed",
]
