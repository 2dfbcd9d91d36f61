"""What there is to see in the console once everybody has done something, for whoever looks at every page."""

import datetime
import subprocess

from guarantors import GUARANTOR, Guarantee
from tale import check, service

import api  # noqa: I001 (tale says where it is)
import claims
from days import NOW, TODAY


def warned_of(tale, enterprise):
    """The page of a warning of an enterprise, of whose executions a court tells."""
    last = datetime.date.fromisoformat(TODAY).replace(day=1) - datetime.timedelta(days=1)
    told = {
        "source": "court", "period": f"{last:%Y-%m}", "as_of": TODAY, "provenance": "故事",
        "figures": {"executions": 1},
    }  # fmt: skip
    path = "/v1/enterprises/{id}/reports"
    tale.call("POST", path, 201, values={"id": enterprise["id"]}, body=told)

    def seen():
        query = {"enterprise_id": enterprise["id"]}
        return tale.call("GET", "/v1/warnings", 200, query=query).json["data"]

    return f"/console/warnings/{service.wait_for('a warning', seen)[0]['id']}"


def link(person, selector):
    """Where the first of some links of a page leads to."""
    found = person.page.locator(selector)
    check(found.count(), f"{person.path}: no {selector}")
    return found.first.get_attribute("href")


class Places:
    """Paths of pages, by who sees them; none before `prepare`."""

    def __init__(self, tale, console, code):
        self.tale, self.call, self.console, self.code = tale, tale.call, console, code
        # Who has asked, and has an offer.
        self.need, self.enterprise = console.fitting()
        self.institution = ""
        # For print.
        self.notice, self.cost = "", ""
        # Of that enterprise; of the one with `code`; of liaisons, managers and officials.
        self.asked, self.owing, self.offers, self.products, self.overseen = [], [], [], [], []

    def prepare(self):
        """Does what is still to do, and finds what there is."""
        self.system = self.tale.service.issue_token("service", subject="portal-1")
        self.offer()
        self.receivable()
        with self.console.person() as person:
            person.sign_in("manager-1")
            person.open("/console/products")
            self.products = ["/console/products", link(person, "table a")]
        with self.console.person() as person:
            person.sign_in("enterprise-1", uscc=self.enterprise["uscc"])
            self.case(person)
            self.prints(person)
        with self.console.person() as person:
            person.sign_in("operator-1")
            self.warning(person)
            self.drafts(person)
        self.letter()

    def offer(self):
        """One that is claimed, with a consent to read who stands behind it."""
        need = self.need["id"]
        listed = self.call("GET", "/v1/offers", 200, query={"limit": 100}).json["data"]
        found = [each for each in listed if each["need_id"] == need and each["state"] == "offered"]
        check(found, "no offer waits to be claimed")
        self.institution = found[0]["institution"]["code"]
        consent = {
            "need_id": need, "institution": self.institution, "purpose": "loan_assessment",
            "fields": ["registry", "tax"], "expires_at": (NOW + datetime.timedelta(days=30)).isoformat(),
        }  # fmt: skip
        self.call("POST", "/v1/consents", 201, body=consent, token=self.system)
        self.asked = [
            f"/console/needs/{need}", f"/console/needs/{need}/result",
            f"/console/needs/{need}/consents/{self.institution}", "/console/consents",
        ]  # fmt: skip
        offer = f"/console/offers/{found[0]['id']}"
        with self.console.person() as person:
            person.sign_in("liaison-1", institution=self.institution)
            person.open(f"{offer}/claim")
            person.submit()
            check(person.path == offer, f"{person.path}: {person.text()[:300]}")
        verbs = ["claim", "contact", "grant", "draw", "decline", "enterprise"]
        self.offers = ["/console/offers", offer, *(f"{offer}/{verb}" for verb in verbs)]

    def receivable(self):
        """A claim of which the enterprise with `code` is to say whether it owes it."""
        parties = {"enterprise_id": self.enterprise["id"], "debtor_uscc": self.code}
        body = claims.terms("00910001") | parties
        made = self.call("POST", "/v1/receivables", 201, body=body, token=self.system).json
        values = {"id": made["id"]}
        self.call(
            "POST", "/v1/receivables/{id}/confirmation-request", 200, values=values, token=self.system
        )
        path = f"/console/receivables/{made['id']}"
        self.owing = [f"{path}/confirm", f"{path}/dispute"]

    def case(self, person):
        """The listing case of the enterprise, a step that it may take itself, and its target."""
        listed = self.call("GET", "/v1/listing-cases", 200, query={"limit": 100}).json["data"]
        found = [each for each in listed if each["enterprise_id"] == self.enterprise["id"]]
        check(found, "no listing case")
        case = f"/console/listing/cases/{found[0]['id']}"
        person.open(case)
        self.overseen += [case, f"{case}/target"]
        self.asked += [case, link(person, "a[href*='/steps/']")]

    def prints(self, person):
        """The notice of a decision, and a cost sheet of what fits."""
        person.open(f"/console/needs/{self.need['id']}/result")
        self.notice = link(person, "a[href^='/console/runs/'][href$='/notice']")
        self.cost = link(person, "a[href^='/console/runs/'][href*='/cost/']")

    def warning(self, person):
        """A warning that is open, with the forms of what may be done about it."""
        listed = self.call("GET", "/v1/enterprises", 200, query={"limit": 10}).json["data"]
        own = {self.enterprise["uscc"], self.code}
        other = next(each for each in listed if each["uscc"] not in own)
        warning = warned_of(self.tale, other)
        person.open(warning)
        forms = person.page.locator("main > p.actions a.button").all()
        check(forms, "nothing may be done about an open warning")
        self.overseen += [warning, *(each.get_attribute("href") for each in forms)]

    def drafts(self, person):
        """Drafts of policies, and targets."""
        person.open("/console/policies/340104")
        self.overseen += [
            link(person, "a[href*='/policies/packs/'][href*='/subsidies/']"),
            link(person, "table.sheet a[href*='/parameters/']"),
            "/console/targets/set", f"/console/targets/years/{TODAY[:4]}",
            f"/console/targets/set/neeq/{TODAY[:4]}/340100",
        ]  # fmt: skip

    def letter(self):
        """A dead letter of a record that nothing waits behind."""
        subprocess.run(
            ["kcat", "-b", self.tale.service.brokers, "-P", "-t", "rongqiao.enterprise.v1",
             "-k", f"ent_{api.STRANGER}"],
            input=service.POISON, encoding="utf-8", timeout=60, check=True,
        )  # fmt: skip

        def kept():
            query = {"limit": 100, "state": "open"}
            return self.call("GET", "/v1/dead-letters", 200, query=query).json["data"]

        path = f"/console/dead-letters/{service.wait_for('a dead letter', kept)[0]['id']}"
        self.overseen += [path, f"{path}/skip"]


def carried(tale, console):
    with tale.promise("a guarantor's people see what it may still carry, as a gauge and as numbers"):
        given = Guarantee(tale)
        given.put("/v1/guarantors/{code}", GUARANTOR, given.figures())
        with console.person() as person:
            person.sign_in("liaison-1", institution=GUARANTOR)
            console.see(person, "/console/headroom")
            check(person.page.locator("svg.gauge").count() == 1, "no gauge")
            check(person.page.locator("#gauge-table tr").count() > 1, "no numbers")
