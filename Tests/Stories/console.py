"""People at the console in a real browser: from the form of a need to a consent that is revoked."""

import contextlib
import datetime
import functools
import itertools
import json
import os
import pathlib
import random
import re
import statistics
import sys

from everywhere import everywhere
from files import filed, tried
from places import carried, warned_of
from tale import ROOT, Tale, check
from unaided import by_keyboard, without_script

sys.path.insert(0, str(ROOT / "Tests/Browser"))

import browser  # noqa: E402
import uscc  # noqa: E402

# `CONSOLE_PICTURES=Tests/Stories/pictures` makes those of the README anew.
PICTURES = pathlib.Path(ROOT) / os.environ.get("CONSOLE_PICTURES", ".rongqiao/console")
PAGE_BYTES_MAXIMUM = 150_000
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date().isoformat()
# Of an enterprise that is not registered yet.
CODE = uscc.make(random.Random(910_001))
# In the name of an enterprise and in a note: markup that must appear as text.
MARKUP = "<script>document.title='owned'</script>"


class Console:
    # Each size with each language.
    combinations = list(itertools.product(browser.SIZES, browser.LANGUAGES))

    def __init__(self, tale, chromium):
        self.tale, self.chromium = tale, chromium
        # By the path of each page with its identifiers left out: what it took, and how large it is.
        self.seen = {}
        # What browsers told after a page was looked at last.
        self.faults = []

    @contextlib.contextmanager
    def person(self, size="desk", language="zh", script=True):
        person = browser.Person(self.chromium, self.tale.service.base, size, language, script)
        try:
            yield person
        finally:
            self.faults += person.close()

    @functools.cache
    def fitting(self):
        """A sample enterprise's decided need that fits the most institutions, and its enterprise."""
        call = self.tale.call
        needs = call(
            "GET", "/v1/needs", 200, query={"limit": 100, "status": "submitted"}
        ).json["data"]  # fmt: skip
        best, most = None, 0
        for need in needs:
            if need["match"]["state"] != "decided":
                continue
            values = {"id": need["match"]["run_id"]}
            top = call("GET", "/v1/runs/{id}", 200, values=values).json["top"]
            codes = {product["institution"]["code"] for product in top}
            if len(codes) > most:
                best, most = need, len(codes)
        check(best is not None, "no decided need in the sample")
        values = {"id": best["enterprise_id"]}
        return best, call("GET", "/v1/enterprises/{id}", 200, values=values).json

    def see(self, person, path, name=None, paper=None):
        """Opens a page and holds it to what every page keeps."""
        status = person.open(path)
        check(status == 200, f"{path}: {status}")
        person.check(paper)
        check(person.weight() < PAGE_BYTES_MAXIMUM, f"{path}: {person.weight()} bytes")
        if name:
            person.picture(PICTURES, name)
        key = re.sub(r"[a-z]+_[0-9a-f]{8}-[0-9a-f-]{27}", "{id}", path)
        self.seen.setdefault(key, []).append((person.server_milliseconds(), person.weight()))
        self.tale.count(pages=1)

    def told(self):
        """The table of server times, by page."""
        table = {
            path: {
                "shown": len(times), "median_ms": round(statistics.median(each for each, _ in times), 1),
                "bytes": max(size for _, size in times),
            }
            for path, times in sorted(self.seen.items())
        }  # fmt: skip
        place = pathlib.Path(ROOT) / ".rongqiao/console-pages.json"
        place.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
        for path, row in table.items():
            print(f"{row['median_ms']:8.1f} ms {row['bytes']:7d} bytes  {path}", flush=True)


def story(tale):
    with browser.chromium() as chromium:
        console = Console(tale, chromium)
        strangers(tale, console)
        need = form_to_decision(tale, console)
        without_script(tale, console, CODE)
        by_keyboard(tale, console, CODE)
        referred(tale, console)
        officials(tale, console)
        warned(tale, console)
        aimed(tale, console)
        drafts(tale, console)
        carried(tale, console)
        if need:
            everywhere(tale, console, need, CODE)
        with tale.promise("no page tells of a fault after it was looked at either"):
            check(not console.faults, f"{console.faults[:5]}")
        console.told()


def strangers(tale, console):
    with tale.promise("whoever has not signed in sees the page for that, and nothing else"):
        with console.person() as person:
            for path in ("/console", "/console/needs", "/console/offers", "/console/listing"):
                person.open(path)
                check(person.path == "/console/sign-in", f"{path}: {person.path}")
            person.check()

    with tale.promise("a role finds nothing on the pages of another"):
        with console.person() as person:
            person.sign_in("liaison-1")
            check(person.path == "/console/offers", person.path)
            check(person.open("/console/consents") == 403, "a liaison sees consents")
            check(person.open("/console/consents/table.csv") == 403, "a liaison has a file of consents")
            check(person.open("/console/funnel") == 403, "a liaison sees the funnel")
            check(person.page.locator("a[href='/console/consents']").count() == 0, "a link to it")


def form_to_decision(tale, console):
    need = None
    with tale.promise("an enterprise registers, asks, and sees the decision come without asking again"):
        with console.person() as person:
            person.sign_in("enterprise-1", uscc=CODE)
            person.open("/console/needs/new")
            check(person.path == "/console/enterprise", person.path)
            person.fill(name=f"徽风 {MARKUP}", region="340104", industry="3411")
            person.fill(registered_on="2019-03-01")
            person.submit()
            check(person.path == "/console/needs/new", f"{person.path}: {person.text()[:300]}")
            check("<script>" in person.text(), "markup is not shown as text")
            check(person.page.title() != "owned", "markup was run")
            person.fill(amount="三百", tenor_months="12", purpose="working_capital")
            person.submit()
            check(person.page.locator("#field-amount-error").count() == 1, "no fault at the field")
            check(person.page.input_value("[name=amount]") == "三百", "what was typed is lost")
            person.check()
            person.picture(PICTURES, "need-form")
            person.fill(amount="300")
            person.tick("security", "credit")
            person.submit()
            need = person.path
            check(need.startswith("/console/needs/need_"), need)
            person.page.locator(f"a[href='{need}/result']").wait_for()
            person.check()
            console.see(person, f"{need}/result", "missing")
            ways = person.page.locator("#refused ~ details a[href*='/fit/']")
            if ways.count():
                console.see(person, ways.first.get_attribute("href"))
            tale.count(decided=1)

    if need is None:
        return None
    with tale.promise("what was missing is supplied by a form, and the need is matched again"):
        with console.person("phone", "en") as person:
            person.sign_in("enterprise-1", uscc=CODE)
            console.see(person, f"{need}/supply", "supply")
            first = person.page.locator("form.main .field select").first
            if first.count():
                first.select_option(index=1)
            person.submit()
            check(person.path == need, f"{person.path}: {person.text()[:300]}")
    return need


def referred(tale, console):
    fitting, enterprise = console.fitting()
    path = f"/console/needs/{fitting['id']}"
    with console.person() as person:
        with tale.promise("a need goes to institutions, and one of them gets a consent"):
            person.sign_in("enterprise-1", uscc=enterprise["uscc"])
            person.open(path)
            person.page.locator(f"form[action='{path}/referral'] button").click()
            links = person.page.locator("a[href*='/consents/']")
            links.first.wait_for()
            codes = [each.get_attribute("href").rpartition("/")[2] for each in links.all()]
            console.see(person, path, "need")
            console.see(person, f"{path}/result", "result")
            person.open(f"{path}/consents/{codes[0]}")
            person.check()
            person.tick("fields", "tax")
            person.submit()
            check(person.path == "/console/consents", f"{person.path}: {person.text()[:300]}")

        with console.person("phone") as liaison:
            with tale.promise("its liaison claims, and reads who it is as far as the consent goes"):
                liaison.sign_in("liaison-1", institution=codes[0])
                console.see(liaison, "/console/offers", "offers")
                lines = filed(liaison, "/console/offers")
                rows = liaison.page.locator("tbody tr").count()
                check(len(lines) > rows > 0, f"{len(lines)} lines for {rows} rows")
                check(enterprise["name"] not in "\n".join(lines), "the file names the enterprise")
                liaison.page.locator("table a").first.click()
                offer = liaison.path
                check(enterprise["name"] not in liaison.text(), "the teaser names the enterprise")
                liaison.page.locator(f"a[href='{offer}/claim']").click()
                liaison.submit()
                liaison.page.locator(f"a[href='{offer}/enterprise']").click()
                check(enterprise["name"] in liaison.text(), "no name under a consent")
                liaison.check()

            with tale.promise("the enterprise sees the read, revokes, and the next read is refused"):
                console.see(person, "/console/consents", "consents")
                check(f"{codes[0]}-liaison-1" in person.text(), "the read is not in the log")
                check(codes[0] in "".join(filed(person, "/console/consents")), "no file of the consent")
                read = "".join(filed(person, "/console/consents/log"))
                check(f"{codes[0]}-liaison-1" in read, "the read is not in the file")
                person.page.locator("form[action$='/revoke'] button").first.click()
                person.page.wait_for_load_state()
                check(liaison.open(f"{offer}/enterprise") == 409, "read after the revocation")
                check(enterprise["name"] not in liaison.text(), "the refusal names the enterprise")
                tale.count(revoked=1)

        if len(codes) > 1:
            with tale.promise("another institution declines with a reason, which markup does not spoil"):
                with console.person(language="en") as liaison:
                    liaison.sign_in("liaison-1", institution=codes[1])
                    liaison.open("/console/offers")
                    liaison.page.locator("table a").first.click()
                    offer = liaison.path
                    liaison.open(f"{offer}/decline")
                    liaison.tick("reasons", "other")
                    liaison.submit()
                    check(liaison.page.locator("#field-note-error").count() == 1, "no fault")
                    liaison.fill(note=MARKUP)
                    liaison.submit()
                    check(liaison.path == offer, f"{liaison.path}: {liaison.text()[:300]}")
                    check("declined" in liaison.text(), "not declined")
                    tale.count(declined=1)


def officials(tale, console):
    with tale.promise("an official sees a case at its stage, and its plan as a chart and a table"):
        _, enterprise = console.fitting()
        boards = tale.call("GET", "/v1/boards", 200).json["data"]
        check(boards, "no boards")
        board = next(each["board"] for each in boards if each["board"] == "neeq")
        opened = tale.call(
            "POST", "/v1/listing-cases", 201,
            body={"enterprise_id": enterprise["id"], "board": board},
        ).json  # fmt: skip
        with console.person() as person:
            person.sign_in("operator-1")
            console.see(person, f"/console/listing/boards/{board}", "listing")
            link = f"/console/listing/cases/{opened['id']}"
            check(person.page.locator(f"a[href='{link}']").count() == 1, "the case is not there")
            target = datetime.date.fromisoformat(TODAY).replace(day=1)
            target = target.replace(year=target.year + 3)
            tale.call(
                "PUT", "/v1/listing-cases/{id}/target", 200, values={"id": opened["id"]},
                body={"target_on": target.isoformat()},
            )  # fmt: skip
            console.see(person, link, "listing-case")
            check(person.page.locator("svg.gantt").count() == 1, "no chart")
            check(person.page.locator("#plan-table tbody tr").count() > 1, "no table")

    with tale.promise("the case is moved by a form with its documents, and stands at its next stage"):
        with console.person("phone") as person:
            person.sign_in("operator-1")
            person.open(link)
            before = person.page.locator("ol.timeline li").count()
            person.page.locator("a[href*='/steps/engage/']").first.click()
            person.page.wait_for_load_state()
            person.check()
            papers(person)
            person.submit()
            check(person.path == link, f"{person.path}: {person.text()[:300]}")
            check(person.page.locator("ol.timeline li").count() == before + 1, "no step")
            moved = tale.call("GET", "/v1/listing-cases/{id}", 200, values={"id": opened["id"]})
            check(moved.json["stage"] != opened["stage"], "the case did not move")
            tale.count(moved=1)

    with tale.promise("an official goes from all provinces down to a county, its needs and the table as a file"):
        with console.person() as person:
            person.sign_in("operator-1")
            person.page.locator("a[href='/console/funnel']").click()
            person.page.wait_for_load_state()
            check(person.path == "/console/funnel/place/all", person.path)
            console.see(person, person.path, "country")
            person.page.locator("table.sheet a", has_text="安徽省").click()
            person.page.wait_for_load_state()
            province = person.path
            console.see(person, province, "funnel")
            check(person.page.locator("svg.map a").count() == 16, "not a tile for each city")
            filed(person, province)
            person.page.locator("svg.map a", has_text="合肥市").click()
            person.page.locator("table.sheet a", has_text="蜀山区").click()
            person.page.wait_for_load_state()
            check(person.path.endswith("/340104"), person.path)
            person.page.locator("a[href='/console/funnel/reason/340104']").click()
            person.page.wait_for_load_state()
            person.check()
            person.page.locator("a[href='/console/regions/340104/needs']").click()
            person.page.wait_for_load_state()
            person.check()
            check(person.page.locator("table a").count() > 0, "no needs behind the figures")


def warned(tale, console):
    with tale.promise("an official sees a warning with its rule and its figures, and closes it with a reason"):
        _, enterprise = console.fitting()
        link = warned_of(tale, enterprise)
        with console.person() as person:
            person.sign_in("operator-1")
            person.page.locator("header a[href='/console/warnings']").click()
            person.page.wait_for_load_state()
            console.see(person, person.path, "warnings")
            check(person.page.locator(f"a[href='{link}']").count() == 1, "the warning is not there")
            console.see(person, link, "warning")
            check(person.page.locator("#rule").count() == 1, "no rule")
            check(person.page.locator("#figures").count() == 1, "no figures")
            console.see(person, f"{link}/close")
            person.fill(reason="explained", note=MARKUP)
            person.submit()
            check(person.path == link, f"{person.path}: {person.text()[:300]}")
            check(MARKUP in person.text(), "markup is not shown as text")
            check(person.page.locator(f"a[href='{link}/close']").count() == 0, "it may be closed again")
            tale.count(closed=1)

        with console.person("phone", "en") as person:
            person.sign_in("enterprise-1", uscc=enterprise["uscc"])
            person.page.locator("header a[href='/console/warnings']").click()
            person.page.wait_for_load_state()
            person.page.locator("a[href='/console/warnings/list/all/all/closed']").click()
            person.page.wait_for_load_state()
            check(person.page.locator(f"a[href='{link}']").count() == 1, "the enterprise does not see its own")
            console.see(person, link)
            check(person.page.locator("#figures").count() == 1, "no figures of its own")
            check(MARKUP not in person.text(), "the enterprise reads the note of officials")


def aimed(tale, console):
    with tale.promise("an official sets the target of a year by a form, and finds it beside what the year came to"):
        with console.person("phone") as person:
            person.sign_in("operator-1")
            console.see(person, "/console/targets/set")
            person.fill(region="340100", board="neeq", year=TODAY[:4], count="many", source=MARKUP)
            person.submit()
            check(person.page.locator("#field-count-error").count() == 1, "no fault at the field")
            check(person.page.input_value("[name=count]") == "many", "what was typed is lost")
            check(person.page.input_value("[name=region]") == "340100", "what was chosen is lost")
            person.check()
            person.fill(count="30")
            person.submit()
            check(person.path == f"/console/targets/years/{TODAY[:4]}", f"{person.path}: {person.text()[:300]}")
            console.see(person, person.path, "targets")
            check(MARKUP in person.text(), "markup is not shown as text")
            link = f"/console/targets/set/neeq/{TODAY[:4]}/340100"
            check(person.page.locator(f"a[href='{link}']").inner_text() == "30", "not the target")


def papers(person):
    """Fills in a form of documents as it asks."""
    for field in person.page.locator("form.main .field input").all():
        name, kind = field.get_attribute("name"), field.get_attribute("type")
        text = TODAY if kind == "date" else "0" * 64 if name.startswith("sha256") else MARKUP
        field.fill(text)
    for field in person.page.locator("form.main .field select").all():
        field.select_option(index=1)


def drafts(tale, console):
    with tale.promise("an institution tries a draft of its product before anybody publishes it"):
        with console.person() as person:
            person.sign_in("manager-1")
            console.see(person, "/console/products", "products")
            person.page.locator("table a").first.click()
            person.page.wait_for_load_state()
            path = person.path
            console.see(person, path)
            rows = person.page.locator("[name^=crit_id_]").count()
            document = person.page.input_value("[name=crit_document_0]")
            person.fill(amount_most="many", crit_document_0=MARKUP)
            person.page.locator("button[name=more][value=criterion]").click()
            person.page.wait_for_load_state()
            check(person.page.locator("[name^=crit_id_]").count() == rows + 1, "no row more")
            person.submit()
            check(person.page.locator("#field-amount_most-error").count() == 1, "no fault")
            check(person.page.input_value("[name=amount_most]") == "many", "what was typed is lost")
            check(person.page.input_value("[name=crit_document_0]") == MARKUP, "markup is not kept as text")
            person.check()
            person.fill(amount_most="500", cited="产品说明", crit_document_0=document)
            person.submit()
            tried(person)
            person.check()
            person.picture(PICTURES, "product")

    with tale.promise("what was tried is published by who manages it, and by nobody who read what was before"):
        with console.person() as person:
            person.sign_in("manager-1")
            person.open(path)
            code = path.rpartition("/")[2]
            before = tale.call("GET", "/v1/products/{id}", 200, values={"id": code}).json["version"]
            person.fill(amount_most="500", cited="产品说明")
            person.submit()
            person.page.locator("button[name=publish]").click()
            person.page.wait_for_load_state()
            check(person.path == path, f"{person.path}: {person.text()[:300]}")
            after = tale.call("GET", "/v1/products/{id}", 200, values={"id": code}).json
            check(after["version"] == before + 1, f"version {after['version']} after {before}")
            check(after["document"]["amount"]["max_fen"] == 500_000_000, "another amount")
            tale.count(published=1)

    with tale.promise("an official sees which pack overrides which, and tries another subsidy"):
        with console.person() as person:
            person.sign_in("operator-1")
            console.see(person, "/console/policies/340104", "policies")
            person.page.locator("a[href*='/subsidies/']").first.click()
            person.page.wait_for_load_state()
            person.fill(rate="a lot")
            person.submit()
            check(person.page.locator("#field-rate-error").count() == 1, "no fault")
            person.fill(rate="12.5")
            person.submit()
            tried(person)
            person.check()
            person.open("/console/policies/340104")
            person.page.locator("table.sheet a[href*='/parameters/']").first.click()
            person.page.wait_for_load_state()
            person.submit()
            tried(person)
            person.check()


if __name__ == "__main__":
    Tale("console").run(story)
