"""A list of mentions written out: formats stand in one table, and each is a function of mentions and a language."""

from monitor.export.formats import FORMATS, Format, export

__all__ = ["FORMATS", "Format", "export"]
