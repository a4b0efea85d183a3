"""The figures of a campaign: what came out, where, in which tone, and how far its review is. Counting is pure."""

from monitor.figures.asking import figures_of
from monitor.figures.days import Period, last_days
from monitor.figures.values import Count, Figures, Row, Series, Table, TableName

__all__ = [
    "Count",
    "Figures",
    "Period",
    "Row",
    "Series",
    "Table",
    "TableName",
    "figures_of",
    "last_days",
]
