"""Asks for pages as a browser would, over one connection that stays open, and takes the time of each."""

import html
import http.client
import re
import statistics
import time
import urllib.parse

from environment import Failure, say

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# What stands for a name in the paths below: the first that a page before them leads to.
LINKS = {
    "need": rf"/(need_{UUID})", "offer": rf"/(off_{UUID})", "warning": rf"/(wrn_{UUID})",
    "run": rf"/console/runs/(run_{UUID})",
    "cost": rf"/console/runs/(run_{UUID}/cost/[a-z0-9-]+)",
    "fit": rf"/console/runs/(run_{UUID}/fit/[a-z0-9-]+)",
    "institution": r"/console/fairness/size/([a-z0-9-]+)",
    "product": r"/console/products/([a-z0-9-]+)[\"?]",
    "recipient": r"/consents/([a-z0-9-]+)\"",
}
# By who sees them. `{deep}` is an identifier of long ago, so that a list goes on far behind its beginning. Pages of
# cases are left out: those of the data set were not walked stage by stage.
PAGES = {
    "operator-1": [
        "/console/needs", "/console/needs?after={deep}", "/console/needs/{need}",
        "/console/needs/{need}/result", "/console/funnel/place/all", "/console/funnel/place/340000",
        "/console/funnel/place/340100", "/console/funnel/industry/340000",
        "/console/funnel/product/340000", "/console/funnel/institution/340000",
        "/console/funnel/institution/340100", "/console/funnel/reason/340104",
        "/console/regions/340104/needs", "/console/regions/340104/needs?after={deep}",
        "/console/runs/{run}/notice", "/console/runs/{cost}", "/console/runs/{fit}",
        "/console/listing", "/console/listing/boards/ah-srdi?after={deep}",
        "/console/targets", "/console/targets/set", "/console/fairness",
        "/console/fairness/size/{institution}", "/console/policies/340104", "/console/products",
        "/console/dead-letters", "/console/lineage/{need}",
        "/console/warnings/list/340000/all/live", "/console/warnings/list/340000/all/all?after={deep}",
        "/console/warnings/list/340100/red/live", "/console/warnings/{warning}", "/console/warnings/list/all/all/live",
    ],
    "liaison-1": [
        "/console/offers", "/console/offers?after={deep}", "/console/offers/{offer}",
        "/console/products", "/console/products/{product}", "/console/listing", "/console/headroom",
        "/console/warnings/list/all/all/live", "/console/warnings/{warning}",
    ],
    "enterprise-1": [
        "/console/needs", "/console/needs/{need}", "/console/needs/{need}/result",
        "/console/needs/{need}/supply", "/console/needs/{need}/consents/{recipient}", "/console/needs/new", "/console/consents", "/console/receivables", "/console/enterprise",
    ],
}  # fmt: skip
PAGE_BYTES_MAXIMUM = 150_000
TIMEOUT_SECONDS = 120
LIMITED_SECONDS_MAXIMUM = 60


class Browser:
    """One connection with the cookies that it was given."""

    def __init__(self, address):
        place = urllib.parse.urlsplit(address)
        self.connection = http.client.HTTPConnection(place.netloc, timeout=TIMEOUT_SECONDS)
        self.cookies = {}

    def ask(self, method, path, form=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = None if form is None else urllib.parse.urlencode(form)
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location"), text

    def sign_in(self, subject, changes):
        _, place, _ = self.ask("GET", "/console/sign-in/start")
        _, _, page = self.ask("GET", place)
        cards = page.decode().split("<form ")
        card = next((each for each in cards if f"· {subject}</button>" in each), "")
        fields = {
            name: html.unescape(value)
            for name, value in re.findall(r'name="([a-z_]+)" value="([^"]*)"', card)
        }
        _, place, _ = self.ask("POST", "/console/development", fields | changes)
        if place:
            _, place, _ = self.ask("GET", place)
        if place != "/console":
            raise Failure(f"{subject} could not sign in")


def timed(browser, path):
    """Milliseconds from the request to the last byte, status and page."""
    for _ in range(LIMITED_SECONDS_MAXIMUM):
        began = time.perf_counter()
        status, _, body = browser.ask("GET", path)
        passed = (time.perf_counter() - began) * 1_000
        # Nobody reads that fast; the wait is not the page's.
        if status != 429:
            break
        time.sleep(1)
    return passed, status, body


def measure(address, rounds, uscc=None, deep=None):
    """Every page `rounds` times after a first one that warms up; pages of what is not there are left out."""
    rows = []
    for subject, paths in PAGES.items():
        browser = Browser(address)
        browser.sign_in(subject, {"uscc": uscc} if uscc and subject == "enterprise-1" else {})
        found = {"deep": deep} if deep else {}
        for path in paths:
            names = re.findall(r"\{([a-z]+)\}", path)
            if not all(name in found for name in names):
                continue
            asked = path.format(**found)
            times = []
            for _ in range(rounds + 1):
                passed, status, body = timed(browser, asked)
                times.append(passed)
            for name, pattern in LINKS.items():
                first = re.search(pattern, body.decode())
                if first:
                    found.setdefault(name, first.group(1))
            row = {
                "page": path, "as": subject, "status": status,
                "median_ms": round(statistics.median(times[1:]), 1),
                "greatest_ms": round(max(times[1:]), 1), "bytes": len(body),
            }  # fmt: skip
            say(f"{row['median_ms']:>9.1f} ms {row['bytes']:>8,} B  {subject}  {path}")
            rows.append(row)
    return rows


def wrong(rows):
    """Those that are not shown, or too long."""
    return [
        row for row in rows
        if row["status"] not in (200, 303) or row["bytes"] >= PAGE_BYTES_MAXIMUM
    ]  # fmt: skip
