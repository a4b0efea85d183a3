"""Reading `retombees.toml`: the settings, or everything that is wrong with them."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from monitor.config.addresses import is_loopback
from monitor.config.positions import Positions
from monitor.config.problems import ConfigurationInvalid, Problem
from monitor.config.settings import FILE, POLITE_DELAY, Settings
from monitor.config.toml import read_toml
from monitor.wording.words import message


def read_settings(data: bytes, file: str = FILE) -> tuple[Settings | None, list[Problem]]:
    """The settings of a file's bytes, and the problems; no settings where a problem is fatal. Never raises."""
    settings, lines, problems = read_toml(file, data, Settings)
    if settings is None:
        return None, problems
    settings.found_at(lines.line(("network", "contact")))
    problems += _together(settings, lines, file)
    return (None if any(problem.fatal for problem in problems) else settings), problems


def read_clock(data: bytes, zone: str) -> datetime | None:
    """The rehearsal's moment as the file has it now (read again at every tick); None for the real clock.

    Raises ConfigurationInvalid where the settings cannot be used.
    """
    settings, problems = read_settings(data)
    if settings is None:
        raise ConfigurationInvalid(problems)
    return settings.clock.at(zone)


def _together(settings: Settings, lines: Positions, file: str) -> list[Problem]:
    """What is wrong only because of another setting."""
    problems = []
    network = settings.network
    if network.min_delay < POLITE_DELAY and not network.allow_private:
        text = message(
            "Sites are given at least {least} second between two requests."
            " A shorter delay is for test servers named in allow_private only."
        )
        line = lines.line(("network", "min_delay"))
        problems.append(Problem(file, text, {"least": f"{POLITE_DELAY:g}"}, line, "min_delay"))
    if settings.clock.now is not None and settings.mail.host and not is_loopback(settings.mail.host):
        text = message(
            "A rehearsal must not send mail to real people: take out this line,"
            ' or set host under [mail] to "localhost" or leave it empty.'
        )
        problems.append(Problem(file, text, {}, lines.line(("clock", "now")), "now"))
    if settings.mail.host and not settings.mail.sender:
        text = message(
            'A mail server is named, but no sender. Under [mail], write sender = "you@your-association.org".'
        )
        problems.append(Problem(file, text, {}, lines.line(("mail", "host")), "host"))
    return problems + _webhook(settings, lines, file)


def _webhook(settings: Settings, lines: Positions, file: str) -> list[Problem]:
    """What is wrong with the program that is told: others could read along, or a rehearsal would reach it."""
    parts = urlsplit(settings.webhook.url)
    here = is_loopback(parts.hostname or "")
    if parts.scheme == "http" and not here and not settings.network.allow_private:
        text = message("What is sent there could be read on its way: the address must begin with https://.")
        return [Problem(file, text, {}, lines.line(("webhook", "url")), "url")]
    if settings.clock.now is not None and settings.webhook.url and not here:
        text = message(
            "A rehearsal must not tell other programs anything: take out this line,"
            " or leave url empty under [webhook]."
        )
        return [Problem(file, text, {}, lines.line(("clock", "now")), "now")]
    return []
