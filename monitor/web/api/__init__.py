"""The desk for other programs: the same operations under the same rules, in JSON. See docs/api.md.

One table, `operations.OPERATIONS`, holds them all; pages, the OpenAPI document and the tests are made from it. What an
operation does stands in the rooms that the pages use, never here.
"""

from monitor.web.api.pages import PAGES

__all__ = ["PAGES"]
