"""The small archive of the explanations, and Words in both languages."""

from tests.monitor.explain.conftest import archive, english, french

__all__ = ["archive", "english", "french"]
