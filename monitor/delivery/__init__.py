"""What leaves the house: messages in the outbox, sent once, by mail or to another program.

`send_due` sends what waits, `alert_due` queues what does not wait for the morning. Reports are queued by
`monitor.daily`; nothing here renders one.
"""

from monitor.delivery.alerting import Alerted, alert_due
from monitor.delivery.sending import Listener, Sending, send_due
from monitor.delivery.troubles import STATE, TROUBLE, Trouble, in_trouble, trouble_words

__all__ = [
    "STATE",
    "TROUBLE",
    "Alerted",
    "Listener",
    "Sending",
    "Trouble",
    "alert_due",
    "in_trouble",
    "send_due",
    "trouble_words",
]
