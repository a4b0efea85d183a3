"""A workspace that people edit while we run: read again when its files change, the last good state kept meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

from monitor.campaigns import TEXT_ENDINGS
from monitor.config import ConfigurationInvalid
from monitor.workspace import Loaded, Workspace, WorkspaceMissing, load

Mark = tuple[int, int, int]
"""Modified, changed (nanoseconds) and size (bytes) of a file."""


class LiveWorkspace:
    """The state of a workspace's files. All methods may be called from any thread."""

    def __init__(self, workspace: Workspace) -> None:
        """Read the files. Raises WorkspaceMissing and ConfigurationInvalid: there is no good state to begin with."""
        self.workspace = workspace
        self._lock = threading.Lock()
        self._marks = _marks(workspace)
        self._loaded = load(workspace)
        self._trouble: Exception | None = None

    @property
    def loaded(self) -> Loaded:
        """The last good state."""
        return self._loaded

    @property
    def trouble(self) -> Exception | None:
        """What is wrong with the files as they are now; None where they are what `loaded` says."""
        return self._trouble

    def look(self) -> bool:
        """Read the files again if one changed; True where one did. What is wrong then stands in `trouble`."""
        with self._lock:
            marks = _marks(self.workspace)
            if marks == self._marks:
                return False
            self._marks = marks
            try:
                self._loaded = load(self.workspace)
                self._trouble = None
            except (ConfigurationInvalid, WorkspaceMissing) as error:
                self._trouble = error
            return True


def _marks(workspace: Workspace) -> dict[Path, Mark]:
    dossiers = sorted(workspace.campaigns.glob("*.toml"))
    texts = [path for dossier in dossiers for path in sorted(dossier.with_suffix("").glob("*"))]
    texts = [path for path in texts if path.suffix in TEXT_ENDINGS]
    marks = {}
    for path in (workspace.settings_file, workspace.sources_file, *dossiers, *texts):
        try:
            found = path.stat()
        except OSError:
            continue
        marks[path] = (found.st_mtime_ns, found.st_ctime_ns, found.st_size)
    return marks
