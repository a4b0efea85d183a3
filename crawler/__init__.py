"""Fills the archive with articles: the web comes in here, and nothing of `monitor` is known."""
