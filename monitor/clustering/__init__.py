"""Which articles are copies of one dispatch, and which of them speaks for the others (pure).

`sign` keeps of a text what later comparisons need, `near` compares two, `gather` makes clusters of what is near
and of what people decided, `lead_first` chooses the article that speaks for them.
"""

from monitor.clustering.credit import agency_names, credit_of
from monitor.clustering.gathering import gather, name_clusters
from monitor.clustering.leads import lead_first
from monitor.clustering.nearness import RULE, Nearness, is_near, nearness
from monitor.clustering.signature import shingle_hashes, sign

__all__ = [
    "RULE",
    "Nearness",
    "agency_names",
    "credit_of",
    "gather",
    "is_near",
    "lead_first",
    "name_clusters",
    "nearness",
    "shingle_hashes",
    "sign",
]
