from datetime import date
from urllib.request import urlopen

from monitor.demo import press_world


def test_every_page_that_robots_allows_is_served_under_its_canonical_address() -> None:
    with press_world(date(2025, 2, 12)) as world:
        for expected in world.expectations():
            if expected.access == "allowed":
                with urlopen(expected.url) as answer:
                    assert f'href="{expected.url}"' in answer.read().decode()
