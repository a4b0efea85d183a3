"""A workspace: the folder with the files that people write and the archive that the machine fills."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from monitor.campaigns import load_campaigns, read_campaign
from monitor.catalogue_problems import reading_problems
from monitor.config import ConfigurationInvalid, Problem, Settings, read_settings
from monitor.config.settings import FILE
from monitor.dossier import Campaign
from monitor.wording.words import message
from storage.catalogue import CatalogueReading, merge_searches, read_catalogue

ENVIRONMENT = "RETOMBEES_WORKSPACE"
SOURCES = "sources.csv"


class WorkspaceError(Exception):
    """The base of what can be wrong with a workspace as a folder; `path` is where."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class WorkspaceMissing(WorkspaceError):
    """There is no workspace in this folder: no `retombees.toml`."""


class WorkspaceNotMade(WorkspaceError):
    """The folder, or a file in it, cannot be written; `reason` is the system's."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path)
        self.reason = reason


class InputUnreadable(WorkspaceError):
    """A file given on the command line cannot be read; `reason` is the system's."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path)
        self.reason = reason


class UnknownCampaign(Exception):
    """No campaign of this name is shipped; `shipped` are those there are."""

    def __init__(self, name: str, shipped: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.shipped = tuple(shipped)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The paths of a workspace; nothing says that they exist."""

    root: Path

    @property
    def settings_file(self) -> Path:
        """`retombees.toml`."""
        return self.root / FILE

    @property
    def campaigns(self) -> Path:
        """The folder of the dossiers."""
        return self.root / "campaigns"

    @property
    def sources_file(self) -> Path:
        """`sources.csv`."""
        return self.root / SOURCES

    @property
    def archive(self) -> Path:
        """The archive's one file."""
        return self.root / "archive.db"

    @property
    def snapshots(self) -> Path:
        """Pages kept as proof."""
        return self.root / "snapshots"

    @property
    def proofs(self) -> Path:
        """Files that people keep as proof of what they typed by hand."""
        return self.root / "proofs"

    @property
    def reports(self) -> Path:
        """The reports made."""
        return self.root / "reports"

    @property
    def exports(self) -> Path:
        """The lists written."""
        return self.root / "exports"

    @property
    def backups(self) -> Path:
        """Copies of the archive."""
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        """What the runs wrote down."""
        return self.root / "logs"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder of a workspace."""
        return (self.campaigns, self.snapshots, self.reports, self.exports, self.backups, self.logs)


def resolve(option: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The folder meant: the option, else $RETOMBEES_WORKSPACE, else ./workspace; it need not exist."""
    named = option if option is not None else Path(environment.get(ENVIRONMENT) or "workspace")
    return named.expanduser()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files of a workspace say, and the problems with which work can go on."""

    settings: Settings
    campaigns: tuple[Campaign, ...]
    catalogue: CatalogueReading
    warnings: tuple[Problem, ...] = ()


def load(workspace: Workspace) -> Loaded:
    """Read settings, dossiers and catalogue. Raises WorkspaceMissing, and ConfigurationInvalid with all problems."""
    if not workspace.settings_file.is_file():
        raise WorkspaceMissing(workspace.root)
    problems: list[Problem] = []
    settings: Settings | None = None
    data = _read(workspace.settings_file, FILE, problems)
    if data is not None:
        settings, found = read_settings(data)
        problems += found
    campaigns, found = load_campaigns(workspace.campaigns)
    problems += found
    if not campaigns and not found:
        problems.append(
            Problem("campaigns", message("There is no dossier here: nothing is looked for."), fatal=False)
        )
    catalogue = CatalogueReading((), ())
    data = _read(workspace.sources_file, SOURCES, problems)
    if data is not None:
        catalogue = read_catalogue(data)
        problems += reading_problems(catalogue, SOURCES)
    if settings is None or any(problem.fatal for problem in problems):
        raise ConfigurationInvalid(problems)
    return Loaded(settings, campaigns, catalogue, ConfigurationInvalid(problems).problems)


def _read(path: Path, name: str, problems: list[Problem]) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(name, message("This file is missing. “retombees init” writes it again.")))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problems.append(Problem(name, message("This file cannot be read ({reason})."), {"reason": reason}))
    return None


# ---- making one -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """What `init` did: the files it wrote, those it found and kept, and what is wrong in the list of sources given."""

    workspace: Workspace
    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    warnings: tuple[Problem, ...] = ()


def shipped_campaigns() -> tuple[str, ...]:
    """The ids of the dossiers that come with the product."""
    return tuple(
        sorted(
            e.name.removesuffix(".toml") for e in _shipped("campaigns").iterdir() if e.name.endswith(".toml")
        )
    )


def shipped_campaign(campaign_id: str | None = None) -> Campaign:
    """A dossier that comes with the product (the first one), as a value. Raises UnknownCampaign."""
    campaign_id = campaign_id or shipped_campaigns()[0]
    contents = _campaign_files(campaign_id)
    file = f"campaigns/{campaign_id}.toml"
    texts = {name.rpartition("/")[2]: data for name, data in contents.items() if name != file}
    campaign, problems = read_campaign(campaign_id, contents[file], texts, file)
    if campaign is None:
        raise ConfigurationInvalid(problems)
    return campaign


def shipped_sources() -> bytes:
    """The shipped catalogue with its searches, as `sources.csv` is written."""
    folder = files("storage.catalogue")
    outlets = folder.joinpath("outlets.csv").read_text(encoding="utf-8")
    searches = folder.joinpath("searches.csv").read_text(encoding="utf-8")
    return merge_searches(outlets, searches).encode()


def init(folder: Path, campaign: str | None = None, sources: Path | None = None) -> Made:
    """Make a workspace; what is there already is kept as it is.

    `campaign` is the id of a shipped dossier; `sources` a list of outlets to use instead of the shipped one,
    copied as it is once it has been checked (its bad rows are told in `warnings`). Raises UnknownCampaign,
    InputUnreadable, ConfigurationInvalid where nothing of the list can be used (then nothing is written), and
    WorkspaceNotMade.
    """
    workspace = Workspace(folder)
    contents = {FILE: _shipped(FILE).read_bytes()} | _campaign_files(campaign or shipped_campaigns()[0])
    contents[SOURCES], warnings = (shipped_sources(), ()) if sources is None else _given_sources(sources)
    written: list[Path] = []
    kept: list[Path] = []
    path = folder
    try:
        for path in (folder, *workspace.folders):
            path.mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            path = folder / name
            (written if _write_new(path, data) else kept).append(path)
    except OSError as error:
        raise WorkspaceNotMade(path, error.strerror or type(error).__name__) from error
    return Made(workspace, tuple(written), tuple(kept), warnings)


def _shipped(name: str) -> Traversable:
    return files("monitor").joinpath("shipped", name)


def _campaign_files(campaign_id: str) -> dict[str, bytes]:
    """The files of a shipped dossier by their place in a workspace. Raises UnknownCampaign."""
    shipped = shipped_campaigns()
    if campaign_id not in shipped:
        raise UnknownCampaign(campaign_id, shipped)
    folder = _shipped("campaigns")
    found = {f"campaigns/{campaign_id}.toml": folder.joinpath(f"{campaign_id}.toml").read_bytes()}
    texts: Iterable[Traversable] = (
        folder.joinpath(campaign_id).iterdir() if folder.joinpath(campaign_id).is_dir() else ()
    )
    return found | {f"campaigns/{campaign_id}/{text.name}": text.read_bytes() for text in texts}


def _given_sources(path: Path) -> tuple[bytes, tuple[Problem, ...]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputUnreadable(path, error.strerror or type(error).__name__) from error
    problems = reading_problems(read_catalogue(data), path.name)
    if any(problem.fatal for problem in problems):
        raise ConfigurationInvalid(problems)
    return data, tuple(problems)


def _write_new(path: Path, data: bytes) -> bool:
    """Write a file that is not there; False where it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as out:
            out.write(data)
    except FileExistsError:
        return False
    return True
