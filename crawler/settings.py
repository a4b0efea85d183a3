"""Scrapy's settings: politeness first. `settings_for(order)` adds what a run's order says."""

from __future__ import annotations

from typing import Any

from storage.model import RunOrder

VERSION = "0.1"
MEBIBYTE = 1024 * 1024

BOT_NAME = "retombees"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

BASE: dict[str, Any] = {
    "BOT_NAME": BOT_NAME,
    "SPIDER_MODULES": SPIDER_MODULES,
    # -- who we are, and what we never do
    "COOKIES_ENABLED": False,
    "REFERER_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,  # executes Python; on by default since Scrapy 2.19
    "HTTPPROXY_ENABLED": False,  # a proxy would resolve names out of our guard's sight
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
    "DOWNLOAD_HANDLERS_BASE": dict.fromkeys(("http", "https"), "crawler.downloading.BoundedDownloadHandler"),
    "ROBOTSTXT_OBEY": True,
    # -- how much, how long
    "DOWNLOAD_MAXSIZE": 8 * MEBIBYTE,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": 30,
    "DNS_TIMEOUT": 5,
    "REACTOR_THREADPOOL_MAXSIZE": 40,
    "REDIRECT_MAX_TIMES": 5,
    "METAREFRESH_MAXDELAY": 6,  # Scrapy follows what is shorter than this: five seconds and less
    "HTTPERROR_ALLOW_ALL": True,  # the spider gives every status its reason
    "MEMUSAGE_ENABLED": True,
    "MEMUSAGE_LIMIT_MB": 1500,
    "URLLENGTH_LIMIT": 0,  # Scrapy would drop a request without a word; the gate refuses it with one
    # -- one request at a time per host, at an even pace
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY_JITTER": 0,  # a jitter would make two seconds one
    "CONCURRENT_ITEMS": 16,
    "EXTENSIONS": {"crawler.pacing.PacingExtension": 10},
    # -- the order of what a request passes
    "TWISTED_DNS_RESOLVER": "crawler.middlewares.gate.GuardedResolver",
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "crawler.middlewares.gate.GateMiddleware": 90,
        "crawler.middlewares.robots.RobotsMiddleware": 100,
        "crawler.middlewares.gate.RestMiddleware": 110,
        "crawler.middlewares.redirect.PlainMetaRefreshMiddleware": 580,
        "crawler.middlewares.retry.PatientRetryMiddleware": 595,
        "crawler.middlewares.redirect.PlainRedirectMiddleware": 600,
    },
    "ITEM_PIPELINES": {
        "crawler.pipelines.ExtractionPipeline": 100,
        "crawler.pipelines.ArchivePipeline": 200,
    },
    "LOG_LEVEL": "WARNING",
    "LOG_FORMATTER": "crawler.log.QuietFormatter",
    "LOGSTATS_INTERVAL": 0,
    "STATS_DUMP": False,
}


def user_agent(contact: str) -> str:
    """Who we are and how to reach us: `RetombeesBot/0.1 (+contact)`."""
    return f"RetombeesBot/{VERSION} (+{contact})"


def settings_for(order: RunOrder, hosts: int) -> dict[str, Any]:
    """The settings of one run; `hosts` is how many hosts its sources stand on.

    Each host has one request in flight (see `host_queues`), and may be waiting for its robots.txt beside it.
    """
    return BASE | {
        "USER_AGENT": user_agent(order.contact),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": order.accept_language,
        },
        "DOWNLOAD_DELAY": max(1.0, order.min_delay),
        "DOWNLOAD_TIMEOUT": order.fetch_timeout,
        "CONCURRENT_REQUESTS": max(64, 3 * hosts),
        "ALLOW_PRIVATE": list(order.allow_private),
    }
