"""What people do with a report before it goes and when it goes: which one is being prepared, what they choose for it,
to whom it goes, and sending it once. The pages of the desk, its API and commands call this room."""

from monitor.report_desk.audience import Addressee, audience, waits_for
from monitor.report_desk.choosing import (
    MOST_FIRST,
    ChoiceRefused,
    foreword_parts,
    in_parts,
    move_parts,
    out_parts,
    remark_parts,
    top_parts,
)
from monitor.report_desk.preparing import (
    Prepared,
    carry_choices,
    digest_as_prepared,
    digest_for_partners,
    prepared,
)
from monitor.report_desk.sending import Sent, order_sending, send_report
from monitor.report_desk.trial import TrialRefused, may_get_trial, send_trial

__all__ = [
    "MOST_FIRST",
    "Addressee",
    "ChoiceRefused",
    "Prepared",
    "Sent",
    "TrialRefused",
    "audience",
    "carry_choices",
    "digest_as_prepared",
    "digest_for_partners",
    "foreword_parts",
    "in_parts",
    "may_get_trial",
    "move_parts",
    "order_sending",
    "out_parts",
    "prepared",
    "remark_parts",
    "send_report",
    "send_trial",
    "top_parts",
    "waits_for",
]
