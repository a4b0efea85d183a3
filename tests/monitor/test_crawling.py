"""Following a crawl: its events are heard, and one that hangs is killed at its time."""

from __future__ import annotations

import sys
import time

from monitor.crawling import CrawlEvent, follow
from storage.model import RunState

HANGS = """
import json, time
print(json.dumps({"event": "start", "counts": {"sources_due": 3}}), flush=True)
time.sleep(60)
"""
SPEAKS = """
import json
print("no event")
print(json.dumps({"event": "progress", "counts": {"articles_stored": 1}, "waiting": 2}))
print(json.dumps({"event": "end", "counts": {"articles_stored": 2}, "state": "done", "run": "r1", "detail": ""}))
"""


def test_a_crawl_that_hangs_is_killed_at_its_time_with_its_last_counts() -> None:
    heard: list[CrawlEvent] = []
    began = time.monotonic()
    end = follow([sys.executable, "-c", HANGS], seconds=1.5, listen=heard.append)
    assert time.monotonic() - began < 10
    assert end.state is RunState.KILLED and end.counts == {"sources_due": 3}
    assert [event.name for event in heard] == ["start"]


def test_what_a_crawl_says_is_heard_and_what_is_no_event_passed_over() -> None:
    heard: list[CrawlEvent] = []
    end = follow([sys.executable, "-c", SPEAKS], seconds=30, listen=heard.append)
    assert (end.code, end.run_id, end.state, end.counts) == (0, "r1", RunState.DONE, {"articles_stored": 2})
    assert [event.name for event in heard] == ["progress", "end"]


def test_a_crawl_that_dies_without_a_word_has_failed() -> None:
    end = follow([sys.executable, "-c", "raise SystemExit(1)"], seconds=30, listen=lambda event: None)
    assert (end.code, end.state) == (1, RunState.FAILED)
