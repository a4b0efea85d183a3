"""`retombees.toml` -> one frozen Settings, and problems that say file, line, what is wrong and what to do."""

from monitor.config.problems import ConfigurationInvalid, ContactMissing, Problem
from monitor.config.reading import read_clock, read_settings
from monitor.config.settings import FILE, Settings

__all__ = [
    "FILE",
    "ConfigurationInvalid",
    "ContactMissing",
    "Problem",
    "Settings",
    "read_clock",
    "read_settings",
]
