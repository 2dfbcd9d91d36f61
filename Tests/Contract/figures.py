"""What contract tests say of statistics: the funnel, and reports as they were published."""

import base64
import io
import zipfile
from xml.etree import ElementTree

from api import STRANGER
from days import NOW

LAST_YEAR = NOW.year - 1
RELEASES = "/v1/statistics/releases"
RELEASE = "/v1/statistics/releases/{id}"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TABLE = "/v1/statistics/releases/{id}/tables/{table}"

# Their only conflict is a request with the same key that still runs.
ONLY_IN_FLIGHT = {"publishReport", "reportLoans", "reportLoanFile"}


def loan(key, balance, size="small", **more):
    """A loan as a bank reports it."""
    return {
        "key": key, "borrower": f"customer {key}", "balance_fen": balance, "bad_fen": 0,
        "granted_fen": balance, "rate_ppm": 43500, "credit_fen": 1000,
    } | ({"size": size} if size else {}) | more  # fmt: skip


class Figures:
    """Of the tour."""

    kept_release = None

    def published(self):
        """A release that stays as it is for the refusals, by the folder of its address."""
        if self.kept_release is None:
            body = {"region": "340800", "year": LAST_YEAR}
            type(self).kept_release = self.call("POST", RELEASES, 201, body=body).json["id"]
        return {
            "/v1/statistics/releases/": {"id": self.kept_release, "table": "place"},
            "/v1/loan-reports/": {"id": self.reported_loans("huishang")},
        }

    def reported_loans(self, institution, year=LAST_YEAR, balance=100, **more):
        loans = [loan("a", balance), loan("b", 900, size="large"), loan("c", 1, size=None)]
        body = {"institution": institution, "region": "340100", "year": year, "rows": loans}
        return self.call("POST", "/v1/loan-reports", 201, body=body | more).json["id"]

    def read_workbook(self, content, tables=6):
        """An XLSX file as other programs read it: every part is well-formed, and the figures are in it."""
        book = zipfile.ZipFile(io.BytesIO(content))
        self.assertIsNone(book.testzip())
        parts = {
            name: ElementTree.fromstring(book.read(name))
            for name in book.namelist() if name.endswith((".xml", ".rels"))
        }  # fmt: skip
        sheets = [each.get("name") for each in parts["xl/workbook.xml"].iter(f"{{{SHEET}}}sheet")]
        self.assertEqual(len(sheets), tables)
        texts = "".join(each.text or "" for each in parts["xl/sharedStrings.xml"].iter(f"{{{SHEET}}}t"))
        self.assertIn("提交需求", texts)
        self.assertIn("as of", texts)
        for number in range(1, tables + 1):
            rows = list(parts[f"xl/worksheets/sheet{number}.xml"].iter(f"{{{SHEET}}}row"))
            self.assertGreater(len(rows), 3)

    def test_funnel(self):
        """how far needs came is told by what is asked for, and a question that cannot be meant is refused"""
        path = "/v1/statistics/funnel"
        whole = self.call("GET", path, 200).json
        self.assertEqual((whole["by"], whole["region"]), ("all", None))
        for by in ("region", "industry", "size", "borrower", "pool", "product", "institution", "reason"):
            self.call("GET", path, 200, query={"by": by, "region": "3401"})
        self.call("GET", path, 400, query={"from": "2026-02", "to": "2026-01"})
        self.call("GET", path, 400, "invalid_parameter", query={"from": "2026-13"})
        self.call("GET", path, 400, "invalid_parameter", query={"by": "colour"})

    def test_decisions(self):
        """how institutions decide of whom, and what products give, is told; of few nothing is"""
        for path in ("/v1/statistics/fairness", "/v1/statistics/products"):
            whole = self.call("GET", path, 200).json
            self.assertEqual((whole["least_cases"], whole["region"]), (20, None))
            self.call("GET", path, 200, query={"region": "3401", "institution": "huishang"})
            self.call("GET", path, 400, query={"from": "2026-02", "to": "2026-01"})
            self.call("GET", path, 400, "invalid_parameter", query={"from": "2026-13"})
        path = "/v1/statistics/fairness"
        for by in ("size", "region", "industry"):
            lines = self.call("GET", path, 200, query={"by": by}).json["data"]
            self.assertTrue(all(each["cases"] is None or each["cases"] >= 10 for each in lines))
        self.call("GET", path, 400, "invalid_parameter", query={"by": "colour"})

    def test_lending(self):
        """a bank's loans become figures by the definition in force, and each opens to the rows behind it"""
        bank = "bocom"
        owner = self.service.issue_token("liaison_manager", org=bank, subject="manager-7")
        self.reported_loans(bank, year=LAST_YEAR - 1)
        report = self.reported_loans(bank, balance=120)
        path = "/v1/loan-reports"
        body = {"institution": bank, "region": "340100", "year": LAST_YEAR, "rows": []}
        self.call("POST", path, 403, "forbidden", body=body | {"institution": "huishang"}, token=owner)
        self.call("POST", path, 422, body=body | {"year": NOW.year + 1})
        self.call("POST", path, 422, body=body | {"rows": [loan("a", 1), loan("a", 2)]})
        self.call("POST", path, 422, body=body | {"rows": [loan("a", 1, bad_fen=2)]})
        query = {"year": LAST_YEAR, "region": "3401", "institution": bank}
        line = self.call("GET", "/v1/statistics/lending", 200, query=query).json["data"][0]
        self.assertEqual((line["report_id"], line["unclear"]), (report, 1))
        outcomes = {each["code"]: each["outcome"] for each in line["indicators"]}
        self.assertEqual(
            outcomes, {"up1": "met", "up2": "met", "control1": "met", "control2": "met"}
        )
        values = {"id": report}
        rows = self.call("GET", f"{path}/{{id}}/rows", 200, values=values).json["data"]
        self.assertEqual(
            {each["key"]: (each["counted_by"], each["unclear_to"]) for each in rows},
            {
                "a": (["two-ups-two-controls"], []), "b": ([], []),
                "c": ([], ["two-ups-two-controls"]),
            },
        )  # fmt: skip

    def test_loan_files(self):
        """a bank's file of loans is taken as a whole or not at all, and every bad row is named"""
        path = "/v1/loan-files"
        header = "key,borrower,size,balance_yuan,bad_yuan,granted_yuan,rate_ppm,applied\n"
        good = "L-1,客户一,small,12.34,0,12.34,43500,是\n"

        def send(status, rows, encoding="utf-8", **more):
            file = base64.b64encode((header + rows).encode(encoding)).decode()
            body = {"institution": "bocom", "region": "340300", "year": LAST_YEAR, "file": file}
            return self.call("POST", path, status, body=body | more).json

        tried = send(200, good + "L-2,b,tiny,1,0,1,0,\n", dry_run=True)
        self.assertEqual((tried["report"]["rows"], tried["report"]["rejected"]), (2, 1))
        self.assertIn("L-2", tried["rejected"])
        refused = send(422, good + "L-2,b,small,1,2,1,0,\n")
        self.assertEqual([each["pointer"] for each in refused["errors"]], ["/file/3/bad_yuan"])
        send(422, good, file="?")
        refused = send(422, good, encoding="gbk")
        self.assertEqual([each["code"] for each in refused["errors"]], ["encoding_gbk"])
        made = send(201, good)
        self.assertEqual((made["rows"], made["version"]), (1, 1))
        rows = self.call("GET", "/v1/loan-reports/{id}/rows", 200, values={"id": made["id"]}).json["data"]
        self.assertEqual([(each["borrower"], each["balance_fen"]) for each in rows], [("客户一", 1234)])

    def test_releases(self):
        """a report is published once, revised beside itself, and read by everybody"""
        body = {"region": "341800", "year": LAST_YEAR}
        loans = [loan(f"s{each}", 100) for each in range(12)]
        for year in (LAST_YEAR - 1, LAST_YEAR):
            self.reported_loans("bocom", year=year, region="341800", rows=loans)
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
        self.call("GET", RELEASE, 404, "not_found", values={"id": f"rel_{STRANGER}"}, token=None)
        lending = read.json["report"]["lending"]["tables"][0]
        self.assertEqual(lending["rows"][0]["institution"], "bocom")
        outcomes = [each["outcome"] for each in lending["rows"][0]["figures"]]
        self.assertEqual(outcomes, ["met", "met", "met", "met"])
        for table in ("total", "place", "industry", "size", "borrower", lending["code"]):
            file = self.call("GET", TABLE, 200, values=values | {"table": table}, token=None)
            self.assertTrue(file.body.startswith(b"\xef\xbb\xbf"))
        self.call("GET", TABLE, 404, "not_found", values=values | {"table": "colour"}, token=None)
        self.read_workbook(self.call("GET", f"{RELEASE}/workbook", 200, values=values, token=None).body)
        listed = self.call("GET", RELEASES, 200, query={"region": "3418", "year": LAST_YEAR}, token=None)
        self.assertEqual([each["revision"] for each in listed.json["data"]], [2, 1])
