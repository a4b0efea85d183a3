"""What one would write first: a spider that extracts in its callback. The crawl benchmark runs it beside ours.

python bench/naive_spider.py URLS.txt
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import ClassVar

import scrapy
import trafilatura
from scrapy.crawler import CrawlerProcess

URLS = [line for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line]


class NaiveSpider(scrapy.Spider):
    name = "naive"
    custom_settings: ClassVar = {
        "LOG_LEVEL": "ERROR",
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
    }

    async def start(self):
        for url in URLS:
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response):
        found = trafilatura.bare_extraction(response.text, url=response.url, include_comments=False)
        yield {"url": response.url, "title": found.title if found else None}


if __name__ == "__main__":
    process = CrawlerProcess()
    crawler = process.create_crawler(NaiveSpider)
    began = time.monotonic()
    process.crawl(crawler)
    process.start()
    items = crawler.stats.get_value("item_scraped_count", 0)
    print(f"{items} pages, {items / (time.monotonic() - began):.1f} pages/s")
