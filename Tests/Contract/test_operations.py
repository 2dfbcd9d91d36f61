"""Dashboard, alert rules and docker-compose.yml are sound, and name only metrics that there are."""

import collections
import json
import os
import pathlib
import random
import re
import secrets
import shutil
import subprocess
import tempfile
import unittest
import urllib.request

import yaml

import api
import service
import uscc
from documents import ROOT, SCHEMAS

OPERATIONS = pathlib.Path(SCHEMAS) / "operations"
RULES = OPERATIONS / "prometheus/rules/rongqiao.yaml"
RULE_TESTS = OPERATIONS / "prometheus/tests/rongqiao.yaml"
DASHBOARD = OPERATIONS / "grafana/dashboards/rongqiao.json"
TOOL_SECONDS = 60
# Long enough for the first turn of everything that reports at intervals.
METRICS_SECONDS = 30
# Three looks of the sweeper.
SEAL_SECONDS = 45
# Prometheus itself makes this one.
OF_PROMETHEUS = {"up"}


def tool(name):
    """The path of a program that .ci/tools provides."""
    found = shutil.which(name) or ROOT / ".build" / name / name
    if not pathlib.Path(found).exists():
        raise AssertionError(f"{name} is missing: .ci/tools tests")
    return str(found)


def run(*arguments, **variables):
    """Runs a program in the repository; AssertionError with what it said when it fails."""
    done = subprocess.run(
        arguments,
        cwd=ROOT,
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TOOL_SECONDS,
        encoding="utf-8",
    )
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, arguments))}: {done.stdout}{done.stderr}")
    return done.stdout


def compose(*arguments, files=("docker-compose.yml",), **variables):
    """The services of docker-compose.yml by name, as docker-compose reads them."""
    needed = {
        "RONGQIAO_DATABASE_PASSWORD": "checked", "RONGQIAO_JWKS_FILE": "./Package.swift",
        "RONGQIAO_SEALING_KEYS_FILE": "./Package.swift", "RONGQIAO_BACKUP_FOLDER": "./Schemas",
    }  # fmt: skip
    named = [part for name in files for part in ("--file", name)]
    text = run(tool("docker-compose"), *named, *arguments, "config", **(needed | variables))
    return yaml.safe_load(text)["services"]


def mounts(one):
    """What a service mounts, as SOURCE:TARGET."""
    volumes = one.get("volumes", [])
    return [
        f"{each['source']}:{each['target']}" if isinstance(each, dict) else each.removesuffix(":ro").removesuffix(":rw")
        for each in volumes
    ]


def alerts():
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels():
    return json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]


def expressions():
    """Every PromQL expression by where it stands."""
    found = {f"alert {rule['alert']}": rule["expr"] for rule in alerts()}
    for panel in panels():
        for target in panel.get("targets", []):
            found[f"panel {panel['id']} {panel['title']} {target['refId']}"] = target["expr"]
    return found


def metrics(expression):
    """The metric names of an expression: words before a selector, a range or an end, no functions."""
    bare = re.sub(r'"[^"]*"', '""', expression)
    bare = re.sub(r"\{[^}]*\}", "", bare)
    bare = re.sub(r"\b(?:by|on|without|ignoring|group_left)\s*\([^)]*\)", "", bare)
    words = re.findall(r"(?<![\w$.])([a-z_][a-z0-9_]*)(?![\w(])(?!\s*\()", bare)
    return {word for word in words if "_" in word or word in OF_PROMETHEUS}


def nodes(tree):
    """Every node of a lineage, parents first."""
    return [tree] + [each for child in tree["children"] for each in nodes(child)]


class Files(unittest.TestCase):
    def test_prometheus(self):
        """promtool takes the configuration and the rules"""
        run(tool("promtool"), "check", "config", OPERATIONS / "prometheus/prometheus.yaml")
        run(tool("promtool"), "check", "rules", RULES)

    def test_rules(self):
        """the unit tests of the alerts pass, and each alert has one that speaks and one that does not"""
        run(tool("promtool"), "test", "rules", RULE_TESTS)
        speaking, quiet = set(), set()
        for test in yaml.safe_load(RULE_TESTS.read_text(encoding="utf-8"))["tests"]:
            for case in test["alert_rule_test"]:
                (speaking if case.get("exp_alerts") else quiet).add(case["alertname"])
        names = [rule["alert"] for rule in alerts()]
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual((speaking, quiet), (set(names), set(names)))

    def test_alerts(self):
        """each alert says in both languages what is wrong and what to do, and how urgent it is"""
        for rule in alerts():
            with self.subTest(alert=rule["alert"]):
                self.assertIn(rule["labels"]["severity"], ("page", "ticket"))
                for name in ("summary", "action"):
                    self.assertRegex(rule["annotations"][name], r"[\u4e00-\u9fff].* · [^\u4e00-\u9fff]+$")

    def test_dashboard(self):
        """every panel has a number, a title, a place of its own and expressions Prometheus can read"""
        numbers = [panel["id"] for panel in panels()]
        self.assertEqual(len(numbers), len(set(numbers)))
        taken = set()
        for panel in panels():
            place = panel["gridPos"]
            cells = {
                (place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])
            }
            with self.subTest(panel=panel["title"]):
                self.assertEqual(taken & cells, set(), "panels lie over each other")
                self.assertLessEqual(place["x"] + place["w"], 24)
                if panel["type"] != "row":
                    self.assertTrue(panel["targets"] and panel["description"])
            taken |= cells
        rules = [
            {"record": f"panel:{number}", "expr": text.replace("$__rate_interval", "5m")}
            for number, text in enumerate(expressions().values())
        ]
        with tempfile.TemporaryDirectory(prefix="rongqiao-rules-") as folder:
            path = pathlib.Path(folder) / "panels.yaml"
            path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
            run(tool("promtool"), "check", "rules", path)

    def test_compose(self):
        """docker-compose.yml is valid with every profile, runs every worker, and mounts only what is there"""
        services = compose("--profile", "watch", "--profile", "seed", "--profile", "backup")
        self.assertLessEqual({"api", "seed", "backup", "restore", "prometheus", "grafana"}, set(services))
        commands = [one.get("command") or [] for one in services.values()]
        workers = sorted(words[1] for words in commands if words[:1] == ["worker"])
        known = re.search(r"\(values: ([^)]*)\)", service.command("worker", "--help", COLUMNS="400"))
        self.assertEqual(workers, sorted(known.group(1).split(", ")))
        mounted = 0
        for name, one in services.items():
            for source in (each.partition(":")[0] for each in mounts(one)):
                if source.startswith("/"):
                    mounted += 1
                    self.assertTrue(pathlib.Path(source).exists(), f"{name}: {source}")
        self.assertGreaterEqual(mounted, 4)
        # What Prometheus looks for are services of the same file.
        config = yaml.safe_load((OPERATIONS / "prometheus/prometheus.yaml").read_text())
        looked_for = set()
        for job in config["scrape_configs"]:
            for found in job["dns_sd_configs"]:
                looked_for |= set(found["names"])
        self.assertEqual(looked_for, {"api", *workers})
        self.assertLessEqual(looked_for, set(services))
        # And one of them that is missing is told of.
        missing = next(rule["expr"] for rule in alerts() if rule["alert"] == "RongqiaoRoleMissing")
        self.assertEqual(set(re.findall(r'role="(\w+)"', missing)), looked_for)

    def test_backup(self):
        """what backups are made with in the image is not older than the server beside it"""
        image = compose()["postgres"]["image"]
        client = re.search(r"postgresql-client-(\d+)", (ROOT / "Dockerfile").read_text())
        self.assertLessEqual(int(re.match(r"postgres:(\d+)", image).group(1)), int(client.group(1)))

    def test_clients(self):
        """with docker-compose.clients.yml the API signs tokens of clients with a key that is mounted"""
        api = compose(
            files=("docker-compose.yml", "docker-compose.clients.yml"),
            RONGQIAO_OAUTH_KEY_FILE="./Package.swift",
        )["api"]
        key = api["environment"]["RONGQIAO_OAUTH_KEY"]
        self.assertIn(f"{ROOT}/Package.swift:{key}", mounts(api))
        self.assertGreater(len(mounts(api)), 2, "the other mounts are gone")

    def test_reader(self):
        """the reader of expressions tells metrics from functions, labels and texts"""
        text = (
            'histogram_quantile(0.9, sum by (le, up_to) (rate(a_seconds_bucket{b_c="d_e"}[5m]))) > 1'
            " unless on (f_g) h_total == 1 or vector(0)"
        )
        self.assertEqual(metrics(text), {"a_seconds_bucket", "h_total"})


class Running(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = service.shared()
        cls.client = api.Client(cls.service)

    def call(self, method, template, status, **rest):
        answer, wrong = self.client.call(method, template, **rest)
        self.assertEqual((answer.status, wrong), (status, []), answer.body)
        return answer

    def test_trace(self):
        """a request's trace goes through Kafka to the stored run, its lineage and every log line"""
        body = {
            "uscc": uscc.make(random.Random("trace")),
            "name": "合肥链路检验有限公司",
            "region": "340104",
            "industry": "34",
            "registered_on": "2019-05-20",
        }
        enterprise = self.call("POST", "/v1/enterprises", 201, body=body).json["id"]
        trace = secrets.token_hex(16)
        body = {
            "enterprise_id": enterprise,
            "amount": {"fen": 100_000_000},
            "tenor_months": 12,
            "purpose": "equipment",
        }
        headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
        need = self.call("POST", "/v1/needs", 201, body=body, headers=headers)
        span = need.headers["traceparent"].split("-")[2]
        need = need.json["id"]

        def decided():
            match = self.call("GET", "/v1/needs/{id}", 200, values={"id": need}).json["match"]
            return match["run_id"] if match["state"] == "decided" else None

        found = service.wait_for("the run of the need", decided)
        lineage = self.call("GET", "/v1/lineage/{id}", 200, values={"id": need}).json
        self.assertEqual(lineage["traces"], [trace])
        event = next(node for node in nodes(lineage["tree"]) if node["kind"] == "event")
        run_node = next(node for node in nodes(lineage["tree"]) if node["kind"] == "run")
        self.assertEqual((run_node["id"], run_node["trace_id"]), (found, trace))
        self.assertNotIn(run_node["span_id"], (span, "b7ad6b7169203331"))
        # In Kafka: the request's own span in what it caused, the run's in what that caused.
        headers = {record["type"]: record for record in self.records(need)}
        submitted = headers["cn.rongqiao.need.submitted.v1"]["traceparent"]
        told = headers["cn.rongqiao.need.decided.v1"]["traceparent"]
        self.assertEqual(submitted, f"00-{trace}-{span}-01")
        self.assertEqual(told, f"00-{trace}-{run_node['span_id']}-01")
        # In the log: the request, and the decision with all its identifiers.
        said = [line for line in map(json.loads, self.service.lines()) if line.get("trace_id") == trace]
        self.assertIn("/v1/needs", {line.get("route") for line in said})
        line = next(line for line in said if line["message"] == "need decided")
        self.assertEqual(
            (line["need_id"], line["run_id"], line["event_id"]), (need, found, event["id"])
        )

        # The command line says the same, by any of the identifiers, once all workers have read of it.
        def same():
            told = json.loads(self.service.command("lineage", need))
            return told == self.call("GET", "/v1/lineage/{id}", 200, values={"id": need}).json

        service.wait_for("the command to say what the route says", same)
        for other in (event["id"], found, enterprise):
            told = json.loads(self.service.command("lineage", other, "--json"))
            self.assertIn(found, {node.get("id") for node in nodes(told["tree"])})
        self.service.command("lineage", "prod_x", accept=(64,))
        self.service.command("lineage", f"evt_{found[4:]}", accept=(65,))

    def records(self, subject):
        """The headers of every record about something."""
        text = subprocess.run(
            ["kcat", "-b", self.service.brokers, "-C", "-e", "-q", "-J", "-o", "beginning"]
            + ["-t", "rongqiao.enterprise.v1"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TOOL_SECONDS,
            encoding="utf-8",
            check=True,
        ).stdout
        found = []
        for line in text.splitlines():
            flat = json.loads(line).get("headers", [])
            headers = dict(zip(flat[::2], flat[1::2]))
            if headers.get("ce_subject") == subject:
                found.append(headers | {"type": headers["ce_type"]})
        return found

    def test_problem(self):
        """a refusal names its trace"""
        answer = self.call("GET", "/v1/needs/{id}", 404, values={"id": "need_none"})
        self.assertEqual(answer.json["trace_id"], answer.headers["traceparent"].split("-")[1])

    def test_log(self):
        """the whole log, at debug, never shows a USCC beside a name, and above debug shows no USCC"""
        firms, after = [], {}
        while True:
            page = self.call("GET", "/v1/enterprises", 200, query={"limit": 100} | after).json
            firms += [(firm["uscc"], firm["name"]) for firm in page["data"]]
            if not page["page"]["has_more"]:
                break
            after = {"cursor": page["page"]["next"]}
        self.assertGreaterEqual(len(firms), service.SAMPLE)
        codes, names = {code for code, _ in firms}, {name for _, name in firms}
        levels = collections.Counter()
        members = collections.Counter()
        for text in self.service.lines():
            line = json.loads(text)
            levels[line["level"]] += 1
            members.update(line.keys())
            shown = set(re.findall(r"[0-9A-HJ-NPQRTUWXY]{18}", text)) & codes
            if not shown:
                continue
            with self.subTest(message=line["message"], level=line["level"]):
                self.assertFalse(any(name in text for name in names), "a USCC beside a name")
                self.assertIn(line["level"], ("debug", "trace"))
        self.assertGreater(levels["debug"], 0)
        for member in ("need_id", "run_id", "event_id", "trace_id", "request_id"):
            self.assertGreater(members[member], 0, member)

    def test_metrics(self):
        """every metric the dashboard and the alerts name is one the running service gives"""
        named = {
            (metric, place)
            for place, text in expressions().items()
            for metric in metrics(text)
            if metric not in OF_PROMETHEUS
        }
        self.assertGreater(len({metric for metric, _ in named}), 30)
        found = {}

        def missing():
            with urllib.request.urlopen(f"{self.service.base}/metrics", timeout=10) as answer:
                found["text"] = answer.read().decode()
            given = set(re.findall(r"^([a-z_]+)[ {]", found["text"], re.M))
            return {metric: place for metric, place in named if metric not in given}

        try:
            service.wait_for("all metrics", lambda: not missing(), METRICS_SECONDS)
        except AssertionError:
            self.assertEqual(missing(), {})
        decided = re.search(r"^rongqiao_decision_seconds_count ([0-9]+)$", found["text"], re.M)
        self.assertGreaterEqual(int(decided[1]), service.SAMPLE)
        described = set(re.findall(r"^# HELP ([a-z_]+) \S", found["text"], re.M))
        typed = set(re.findall(r"^# TYPE ([a-z_]+) ", found["text"], re.M))
        self.assertEqual(typed - described, set(), "metrics without a help line")

    def test_audit_trail(self):
        """the running service seals its audit trail, and the chain verifies from outside"""
        shared = self.service
        product = self.call("GET", "/v1/products", 200).json["data"][0]["code"]
        shared.command("pause", "product", product, "--reason", "trial")
        shared.command("resume", "product", product)

        def sealed():
            answer = json.loads(shared.command("audit", "verify", "--json"))
            self.assertTrue(answer["whole"], answer)
            return answer if answer["entries"] and not answer["unsealed"] else None

        answer = service.wait_for("the seal of every entry", sealed, SEAL_SECONDS)
        head = f"{answer['head']['number']}:{answer['head']['digest']}"
        shared.command("audit", "verify", "--anchor", head)
        other = head[:-1] + ("0" if head[-1] != "0" else "1")
        shared.command("audit", "verify", "--anchor", other, accept=(65,))
        self.assertTrue(
            any("audit trail sealed" in line and head in line for line in shared.lines())
        )
