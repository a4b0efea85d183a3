"""What every request and answer of a crawl passes: gate, robots, retries, truncation.

Each takes what it needs in `__init__` and is built by `from_crawler` from the spider's `RunContext`.
"""
