"""The Jinja environment of the press world: templates of skins/, everything escaped, nothing undefined."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

SKINS = Path(__file__).parent / "skins"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(SKINS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def draw(template: str, **context: object) -> str:
    """Fill one template of skins/."""
    return _environment().get_template(template).render(**context)
