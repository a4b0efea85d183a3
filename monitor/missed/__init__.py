"""A clip was missed: addresses out of what a person pastes, their verdicts, and what can be done about each.

`reading`, `groups`, `steps` and `remedies` decide (pure); `doctor` asks the archive; `lists` keeps what was pasted while
one works on it; `fetching` has a page read now, by the crawler's own process.
"""
