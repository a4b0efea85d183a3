"""`backup`, `restore`: keep the workspace in one file, bring it back."""

from __future__ import annotations

from monitor.backups import make_backup, prune_backups

__all__ = ["make_backup", "prune_backups"]
