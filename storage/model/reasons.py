"""Why something could not be fetched or used."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why something could not be fetched or used. Each failed fetch is a row with one of these."""

    OFFLINE = "offline"
    DNS = "dns"
    CONNECT = "connect"
    TIMEOUT = "timeout"
    TLS = "tls"
    RESET = "reset"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    BAD_ANSWER = "bad_answer"
    NOT_FOUND = "not_found"
    GONE_HOME = "gone_home"
    DENIED = "denied"
    LOGIN = "login"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    HTTP_ERROR = "http_error"
    REDIRECT = "redirect"
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    REFUSED = "refused_by_publisher"
    BOT_WALL = "bot_wall"
    PRIVATE_ADDRESS = "private_address"
    SCHEME = "scheme"
    HOST_DOWN = "host_down"
    TIME_LIMIT = "time_limit"
    NOT_HTML = "not_html"
    NOT_A_FEED = "not_a_feed"
    UNSAFE_XML = "unsafe_xml"
    CONSENT_WALL = "consent_wall"
    NEEDS_BROWSER = "needs_browser"
    BODY_MISSING = "body_missing"
    SOFT_404 = "soft_404"
    PARSE_TIMEOUT = "parse_timeout"
    PARSE_FAILED = "parse_failed"
