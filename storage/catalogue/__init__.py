"""The outlets: reading and checking `sources.csv` (pure), and the shipped catalogue as data beside this file.

`outlets.csv` is the shipped catalogue, `searches.csv` the search addresses of outlets by domain, of which
`merge_searches` puts into the catalogue those of a known domain, `aggregators.csv` searches across many
outlets, which are not in use unless staff copy one into their own `sources.csv`.
"""

from storage.catalogue.merging import merge_searches
from storage.catalogue.problems import CatalogueProblem, ProblemCode
from storage.catalogue.reading import COLUMNS, CatalogueReading, Listing, read_catalogue, source_id

__all__ = [
    "COLUMNS",
    "CatalogueProblem",
    "CatalogueReading",
    "Listing",
    "ProblemCode",
    "merge_searches",
    "read_catalogue",
    "source_id",
]
