"""What people add by hand: an article made a mention whatever the rules say, an address, an entry that no page gives."""

from monitor.byhand.making import make_mention

__all__ = ["make_mention"]
