"""A digest rendered: formats stand in one table, and each is a function of a digest and a language."""

from monitor.reports.formats import FORMATS, Format, render, title_of

__all__ = ["FORMATS", "Format", "render", "title_of"]
