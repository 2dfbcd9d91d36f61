"""What contract tests say of statistics: the funnel, and reports as they were published."""

import datetime

NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
LAST_YEAR = NOW.year - 1
RELEASES = "/v1/statistics/releases"
RELEASE = "/v1/statistics/releases/{id}"
TABLE = "/v1/statistics/releases/{id}/tables/{table}"
STRANGER = "rel_01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f"

# Their only conflict is a request with the same key that still runs.
ONLY_IN_FLIGHT = {"publishReport"}


class Figures:
    """Of the tour."""

    kept_release = None

    def published(self):
        """A release that stays as it is for the refusals, by the folder of its address."""
        if self.kept_release is None:
            body = {"region": "340800", "year": LAST_YEAR}
            type(self).kept_release = self.call("POST", RELEASES, 201, body=body).json["id"]
        return {"/v1/statistics/releases/": {"id": self.kept_release, "table": "place"}}

    def test_funnel(self):
        """how far needs came is told by what is asked for, and a question that cannot be meant is refused"""
        path = "/v1/statistics/funnel"
        whole = self.call("GET", path, 200).json
        self.assertEqual((whole["by"], whole["region"]), ("all", None))
        for by in ("industry", "size", "borrower", "pool", "product", "institution", "reason"):
            self.call("GET", path, 200, query={"by": by, "region": "3401"})
        self.call("GET", path, 422, query={"from": "2026-02", "to": "2026-01"})
        self.call("GET", path, 400, "invalid_parameter", query={"from": "2026-13"})
        self.call("GET", path, 400, "invalid_parameter", query={"by": "colour"})

    def test_releases(self):
        """a report is published once, revised beside itself, and read by everybody"""
        body = {"region": "341800", "year": LAST_YEAR}
        first = self.call("POST", RELEASES, 201, body=body)
        values = {"id": first.json["id"]}
        self.assertEqual(first.headers["Location"], f"/v1/statistics/releases/{values['id']}")
        self.call("POST", RELEASES, 422, body=body)
        self.call("POST", RELEASES, 422, body=body | {"year": NOW.year})
        self.call("POST", RELEASES, 422, body=body | {"region": "349999"})
        second = self.call("POST", RELEASES, 201, body=body | {"reason": "更正"}).json
        self.assertEqual((first.json["revision"], second["revision"]), (1, 2))
        read = self.call("GET", RELEASE, 200, values=values, token=None)
        self.assertEqual(read.json, first.json)
        page = self.call("GET", RELEASE, 200, values=values, token=None, headers={"Accept": "text/html"})
        self.assertIn("年度发展报告", page.body.decode())
        self.call("GET", RELEASE, 404, "not_found", values={"id": STRANGER}, token=None)
        for table in ("total", "place", "industry", "size", "borrower"):
            file = self.call("GET", TABLE, 200, values=values | {"table": table}, token=None)
            self.assertTrue(file.body.startswith(b"\xef\xbb\xbf"))
        self.call("GET", TABLE, 404, "not_found", values=values | {"table": "colour"}, token=None)
        listed = self.call("GET", RELEASES, 200, query={"region": "3418", "year": LAST_YEAR}, token=None)
        self.assertEqual([each["revision"] for each in listed.json["data"]], [2, 1])
