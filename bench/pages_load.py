"""The first load of each page on a slow phone, until it can be used: plain, and by HTTPS."""

import contextlib
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from bench.pages_work import Staff
from stack.ports import number, reserve
from tests.e2e.running import Running
from tests.e2e.windows import PHONE
from tests.servers import wait_until

RUNS = 5
# What Lighthouse takes for a phone on a slow 4G network, and a processor a quarter as fast.
ROUND_TRIP_MILLISECONDS = 150
DOWN_BITS_PER_SECOND = 1_638_400
UP_BITS_PER_SECOND = 675_000
PROCESSOR_SLOWER = 4
BITS_PER_BYTE = 8
# What can be pressed first on each page.
USABLE = {
    "/": "a[data-shop-id]",
    "/#/shop/lanzhou": "[data-dish-id] .add:not([disabled])",
    "/#/order/{order}/{token}": ".cancelling button",
    "/kitchen": "form button.primary:not([disabled])",
}
# When the page can be used, in milliseconds since its address was asked for.
WATCH = """
  globalThis.usableAt = new Promise((resolve) => {
    const look = () => {
      if (document.querySelector(SELECTOR)) {
        requestAnimationFrame(() => resolve(performance.now()));
      }
    };
    const every = {childList: true, subtree: true, attributes: true};
    new MutationObserver(look).observe(document, every);
  });
"""
PROXY = """
daemon off; pid nginx.pid; error_log stderr crit;
events {{ }}
http {{
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path unused; uwsgi_temp_path unused; scgi_temp_path unused;
    server {{
        listen 127.0.0.1:{port} ssl http2;
        ssl_certificate certificate.pem; ssl_certificate_key key.pem;
        location / {{
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection upgrade;
            proxy_pass {url};
        }}
    }}
}}
"""


@dataclass
class Load:
    """One load: milliseconds until the page could be used, bytes over the wire, files.

    `in_a_row`: how many of them had to come one after the other until then, each one asked for by
    the one before.
    """

    milliseconds: float
    size: int
    files: int
    in_a_row: int


async def first_loads(system: Running, browser: Browser) -> None:
    """Print a table of them, each figure a median."""
    print(
        f"First load on a slow phone ({ROUND_TRIP_MILLISECONDS} ms, "
        f"{DOWN_BITS_PER_SECOND / 1e6:.1f} Mbit/s, processor / {PROCESSOR_SLOWER}), {RUNS} runs"
    )
    print("page                      by            usable ms (least-most)   kB  files  in a row")
    async with Staff(system.url) as staff:
        order, token = await staff.order()
    with encrypted(system.url) as url:
        for page, selector in USABLE.items():
            path = page.format(order=order, token=token)
            for by, origin in (("HTTP/1.1", system.url), ("HTTPS, HTTP/2", url)):
                loads = [await load(browser, origin + path, selector) for _ in range(RUNS)]
                times = [one.milliseconds for one in loads]
                print(
                    f"{page:25} {by:13} {statistics.median(times):6.0f} "
                    f"({min(times):.0f}-{max(times):.0f})"
                    f"{statistics.median(one.size for one in loads) / 1000:12.1f}"
                    f"{loads[0].files:6}{loads[0].in_a_row:6}",
                    flush=True,
                )


async def load(browser: Browser, address: str, selector: str) -> Load:
    """Return how a page loads in a browser that has never seen it, until this can be pressed."""
    context = await browser.new_context(
        viewport=PHONE,
        ignore_https_errors=True,
        service_workers="block",
    )
    page = await slow(context)
    await page.add_init_script(WATCH.replace("SELECTOR", repr(selector)))
    sizes: list[int] = []
    asked_by: dict[str, str | None] = {}
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    def note_asker(event: dict[str, Any]) -> None:
        asked_by.setdefault(event["request"]["url"], asker(event["initiator"]))

    session.on("Network.requestWillBeSent", note_asker)
    await page.goto(address)
    milliseconds = await page.evaluate("globalThis.usableAt")
    in_a_row = max(depth(url, asked_by) for url in asked_by)
    await page.wait_for_load_state("networkidle")
    await context.close()
    # A page on a busy machine may have asked again for what it shows. And by how many pages the
    # shops are listed says nothing of how the list loads.
    files = sum("?after=" not in url for url in asked_by)
    return Load(milliseconds, sum(sizes), files, in_a_row)


def asker(initiator: dict[str, Any]) -> str | None:
    """Return the file that asked for another: a script, or the document that names it."""
    frames = initiator.get("stack", {}).get("callFrames", [])
    return frames[0]["url"] if frames else initiator.get("url")


def depth(url: str | None, asked_by: Mapping[str, str | None]) -> int:
    """Return how many files came one after the other up to this one."""
    return 1 + depth(asked_by[url], asked_by) if url is not None and url in asked_by else 0


async def slow(context: BrowserContext) -> Page:
    """Return a page on the slow phone."""
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP_MILLISECONDS,
            "downloadThroughput": DOWN_BITS_PER_SECOND / BITS_PER_BYTE,
            "uploadThroughput": UP_BITS_PER_SECOND / BITS_PER_BYTE,
        },
    )
    await session.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR_SLOWER})
    return page


@contextlib.contextmanager
def encrypted(url: str) -> Iterator[str]:
    """Return an address that leads to `url` by HTTPS, with a certificate of nobody's."""
    with tempfile.TemporaryDirectory() as folder, reserve() as holder:
        port = number(holder)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
             "-keyout", "key.pem", "-out", "certificate.pem"],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        (Path(folder) / "nginx.conf").write_text(PROXY.format(port=port, url=url))
        # nginx looks for its files beside its configuration.
        proxy = subprocess.Popen(["nginx", "-e", "stderr", "-p", folder, "-c", "nginx.conf"])
        try:
            wait_until((Path(folder) / "nginx.pid").exists, "an nginx")
            yield f"https://127.0.0.1:{port}"
        finally:
            proxy.terminate()
            proxy.wait()
