"""The status for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.delivery import in_trouble
from monitor.status.view import CampaignState, Status
from storage.model import DeliveryState, OutboxMessage, Run, SourceStatus


def as_json(status: Status) -> dict[str, Any]:
    """The status for other programs: stable keys, times in ISO 8601 with the zone of the status."""
    zone = ZoneInfo(status.zone)

    def time(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).isoformat(timespec="seconds") if moment is not None else None

    return {
        "now": time(status.now),
        "zone": status.zone,
        "well": status.well,
        "scheduler": status.scheduler,
        "files": list(status.files),
        "campaigns": [_campaign(one, time) for one in status.campaigns],
        "sources": {
            "known": status.sources,
            "waiting": status.waiting,
            "overdue": status.overdue,
            "next_at": time(status.next_source),
            "trouble": [_source(one, time) for one in status.trouble],
            "forbidden": [_source(one, time) for one in status.forbidden],
            "missed": [one.source.id for one in status.missed],
        },
        "under_way": [_run(one, time) for one in status.under_way],
        "failed": [_run(one, time) for one in status.failed],
        "last": {kind.value: _run(run, time) for kind, run in status.last.items()},
        "outbox": {
            "counts": {state.value: status.outbox.get(state, 0) for state in DeliveryState},
            "messages": [_message(one, time) for one in status.messages],
        },
        "last_backup": time(status.last_backup),
        "clock_behind": time(status.clock_behind),
    }


def _campaign(one: CampaignState, time: Any) -> Mapping[str, Any]:
    last = one.last
    return {
        "id": one.campaign.id,
        "name": one.campaign.name,
        "due": [{"kind": due.kind.value, "day": due.day.isoformat()} for due in one.due],
        "due_since": time(one.due_since),
        "late": one.late,
        "waits_for_sources": one.untried,
        "next_reading": time(one.next_reading),
        "next_report": time(one.next_report),
        "last_report": None
        if last is None
        else {"kind": last.kind.value, "day": last.day.isoformat(), "made_at": time(last.made_at)},
    }


def _source(one: SourceStatus, time: Any) -> Mapping[str, Any]:
    return {
        "id": one.source.id,
        "outlet": one.outlet.name,
        "health": one.health.value,
        "reason": one.reason.value if one.reason is not None else None,
        "since": time(one.since),
        "resting_until": time(one.resting_until),
    }


def _run(run: Run, time: Any) -> Mapping[str, Any]:
    return {
        "id": run.id,
        "kind": run.kind.value,
        "state": run.state.value,
        "started_at": time(run.started_at),
        "ended_at": time(run.ended_at),
        "counts": dict(run.counts),
        "detail": run.detail,
    }


def _message(one: OutboxMessage, time: Any) -> Mapping[str, Any]:
    return {
        "id": one.id,
        "channel": one.channel.value,
        "kind": one.kind.value,
        "campaign": one.campaign_id,
        "day": one.day.isoformat(),
        "recipient": one.recipient,
        "state": one.state.value,
        "tries": one.tries,
        "created_at": time(one.created_at),
        "next_try_at": time(one.next_try_at),
        "settled_at": time(one.settled_at),
        "reason": one.reason,
        "in_trouble": in_trouble(one),
    }
