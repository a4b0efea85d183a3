"""From a pasted release to a proposed dossier: every part numbered, to accept or strike out. Pure.

Nothing here knows a campaign: what is proposed comes from the text, by the forms that French, English and
German releases have. Where the form leaves a doubt, the choice says so.
"""

from monitor.proposals.proposing import propose
from monitor.proposals.values import Choice, Part, Proposal

__all__ = ["Choice", "Part", "Proposal", "propose"]
