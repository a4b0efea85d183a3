"""`python -m crawler run | extract | candidates | discover`: what `monitor` starts as a process.

Exit codes: 0 done, 1 a bug, 2 usage, 5 input unreadable, 6 another crawl is under way.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn


def _run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m crawler run", description="Carry out an order.")
    parser.add_argument("--archive", type=Path, required=True, help="the archive that holds the order")
    parser.add_argument("--order", required=True, help="the id of the order")
    parser.add_argument(
        "--workers", type=int, default=None, help="processes that extract (default: one a core)"
    )
    options = parser.parse_args(arguments)
    from crawler.run import run_order  # Scrapy takes half a second to import: not for `extract`

    _ended(lambda: run_order(options.archive, options.order, options.workers))


def _ended(work: Callable[[], int]) -> NoReturn:
    """The end of the process with the code of this work; whatever went wrong is told on stderr, and is code 1."""
    code = 1
    try:
        code = work()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 2
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # a name lookup that hangs in a thread of the system must not hold up the end of a run


def _extract(arguments: Sequence[str]) -> int:
    from crawler.extract_command import main

    return main(arguments)


def _candidates(arguments: Sequence[str]) -> int:
    from crawler.candidates_command import main

    return main(arguments)


def _discover(arguments: Sequence[str]) -> int:
    from crawler.discovery.command import main

    _ended(lambda: main(arguments))


COMMANDS = {"run": _run, "extract": _extract, "candidates": _candidates, "discover": _discover}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] not in COMMANDS:
        print(f"usage: python -m crawler {' | '.join(COMMANDS)} …", file=sys.stderr)
        return 2
    return COMMANDS[words[0]](words[1:])


if __name__ == "__main__":
    sys.exit(main())
