"""The end of the tour: what every operation refuses, and that all was seen."""

import copy

import api
import awards
import claims
import figures
import monitoring
import nurture
from api import STRANGER
from documents import faults
from runs import REVIEWS

LONG_QUERY = {"surprise": "x" * 9_000}
BODY_BYTES = 1_048_576
TOKEN = "/v1/oauth/token"
# Where what is wrong with a body comes before whether there is such a thing: how paths begin, and how they end.
BODY_FIRST = (
    "/v1/runs/", "/v1/reviews/", "/v1/dead-letters/", "/v1/webhooks/", "/v1/offers/", "/v1/clients/",
    "/v1/receivables/", "/v1/receivable-financings/", "/v1/core-enterprises/", "/v1/guarantees/",
    "/v1/bridge-loans/", "/v1/listing-cases/", "/v1/award-events/", "/v1/claims/", "/v1/pool-members/",
    "/v1/pool-proposals/", "/v1/adviser-assignments/", "/v1/activities/", "/v1/activity-guests/",
    "/v1/advisers/", "/v1/reports/", "/v1/warnings/",
)  # fmt: skip
BODY_FIRST_ENDS = (
    "/erasure", "/payables", "/group", "/guarantees", "/award-events", "/reports", "/report-duties/{duty}",
    "/source-authorisations",
)  # fmt: skip
# Roles that every operation admits: nobody can be told 403 there.
ROLES = {"enterprise", "liaison", "liaison_manager", "operator", "auditor", "service"}

# Their only conflict is a request with the same key that still runs.
# Of a question of "what if" it is more needs than a test can make, of bundles more guarantors.
ONLY_IN_FLIGHT = {
    "getBundles",
    "putGuaranteeBank",
    "requestErasure",
    "endReferral",
    "amendEnterprise",
    "replaceFacts",
    "mergeFacts",
    "publishProduct",
    "productWhatIf",
    "policyWhatIf",
    "amendDirectoryEntry",
    "setPause",
    "endPause",
    "changeWebhook",
    "amendClient",
    "revokeClientSecret",
    "deleteWebhook",
    "rotateWebhook",
    "redriveDeadLetters",
    "skipDeadLetters",
} | claims.ONLY_IN_FLIGHT | figures.ONLY_IN_FLIGHT | monitoring.ONLY_IN_FLIGHT | nurture.ONLY_IN_FLIGHT


class Refusals:
    """Refusals, for every operation alike."""

    def targets(self):
        """Path values that exist, by the names of the templates' parameters and their folder."""
        enterprise = self.new_enterprise()
        need = self.call("POST", "/v1/needs", 201, body=self.need_body(enterprise)).json["id"]
        run = self.decided(need)["match"]["run_id"]
        product = self.call("GET", "/v1/products", 200, query={"limit": 1}).json["data"][0]["code"]
        place = {"id": run, "product": self.priced(run)}
        review = self.call("POST", REVIEWS, 201, values=place, body={"reason": "复核"}).json["id"]
        self.call("POST", "/v1/needs/{id}/referral", 201, values={"id": need}, body={})
        offer = self.taken()
        return {
            # Before the folder that it lies in.
            "/v1/enterprises/{id}/erasure": {"id": self.erased()},
            "/v1/offers/": {"id": offer["id"]},
            "/v1/allocation-runs/": {"id": self.allocation},
            "/v1/receivables/batch": {},
            "/v1/receivables/confirmations": {},
            "/v1/receivables/": {"id": self.kept_claim},
            "/v1/receivable-financings/": {"id": self.kept_money},
            "/v1/core-enterprises/": {"id": self.debtor["id"], "institution": "huishang"},
            "/v1/guarantees/": {"id": self.guarantee},
            "/v1/bridge-loans/": {"id": self.bridge},
            "/v1/listing-cases/": {"id": self.way},
            "/v1/boards/": {"board": "neeq"},
            "/v1/award-events/": {"id": self.award_event},
            "/v1/claims/": {"id": self.award_claim},
            "/v1/award-budgets/": awards.PROVINCE,
            **self.nurtured(),
            "/v1/reports/": {"id": self.report},
            "/v1/warnings/": {"id": self.warning},
            "/v1/source-authorisations/": {"id": self.permission},
            **self.published(),
            "/v1/guarantors/": {"code": "hefei-demo"},
            "/v1/guarantee-banks/": {"code": "huishang"},
            "/v1/funds/": {"code": "hefei-fund"},
            "/v1/consents/": {"id": offer["consent"]["id"]},
            "/v1/capacities/": {"kind": "institution", "code": offer["institution"]["code"]},
            "/v1/enterprises/": {"id": enterprise, "duty": "monthly"},
            "/v1/needs/": {"id": need},
            "/v1/runs/": place,
            "/v1/lineage/": {"id": need},
            "/v1/dead-letters/": {"id": self.letter},
            "/v1/reviews/": {"id": review},
            "/v1/sweeps/": {"id": self.sweep["id"]},
            "/v1/webhooks/": {"id": self.hook},
            "/v1/clients/": self.system_client,
            "/v1/products/": {"id": product},
            "/v1/pauses/": {"kind": "product", "target": product},
            "/v1/directory/": {"code": "bocom"},
            "/schemas/events/": {"type": "cn.rongqiao.need.submitted.v1"},
            "/problems/": {"code": "conflict"},
        }

    def test_refusals(self):
        """every operation refuses what it must with the documented problem"""
        targets = self.targets()
        for (method, template), operation in api.operations().items():
            if template == TOKEN:
                # Its refusals are of another form: test_clients.
                continue
            values = next(
                (values for prefix, values in targets.items() if template.startswith(prefix)), {}
            )
            headers = {}
            if "If-Match" in api.parameters(operation, "header"):
                headers = {"If-Match": '"1"'}
            token = self.token_for(operation)
            rest = {"values": values, "headers": headers, "token": token}
            if "requestBody" in operation:
                rest["body"] = {"facts": []} if template.endswith("/facts") else {}
                if template.startswith(BODY_FIRST) or template.endswith(BODY_FIRST_ENDS):
                    content = operation["requestBody"]["content"]["application/json"]
                    rest["body"] = copy.deepcopy(content.get("example", {}))
            refuse = lambda status, code, **more: self.call(
                method, template, status, code, **(rest | more)
            )
            self.refuse_caller(operation, refuse)
            self.refuse_place(operation, values, refuse)
            self.refuse_headers(operation, headers, refuse)
            if "requestBody" in operation:
                self.refuse_body(headers, refuse)
            if "304" in operation["responses"]:
                tag = self.call(method, template, 200, values=values).headers["ETag"]
                for known in [tag, "*", f'"x", W/{tag}']:
                    self.call(
                        method, template, 304, values=values, headers={"If-None-Match": known}
                    )

    def refuse_caller(self, operation, refuse):
        if not api.takes_token(operation):
            return
        refuse(401, "token_missing", token=None)
        refuse(401, "token_invalid", token="not.a.token")
        for role, token in self.tokens.items():
            if role not in operation["x-roles"]:
                refuse(403, "forbidden", token=token)

    def refuse_place(self, operation, values, refuse):
        refuse(400, "unknown_parameter", query={"surprise": "1"})
        refuse(414, "uri_too_long", query=LONG_QUERY)
        if "product" in values and "product" in api.parameters(operation, "path"):
            refuse(404, "not_found", values=values | {"product": "no-such-product"})
        if "secret" in api.parameters(operation, "path"):
            refuse(404, "not_found", values=values | {"secret": f"sec_{STRANGER}"})
            refuse(404, "not_found", values=values | {"secret": "Nothing!"})
        if "target" in api.parameters(operation, "path"):
            refuse(404, "not_found", values=values | {"target": "Nothing!"})
            refuse(404, "not_found", values=values | {"kind": "planet"})
        if "code" in api.parameters(operation, "path") and "kind" in values:
            refuse(404, "not_found", values=values | {"code": "Nothing!"})
            refuse(404, "not_found", values=values | {"kind": "planet"})
        if "id" in api.parameters(operation, "path"):
            kind = values["id"].split("_")[0] if "_" in values["id"] else "prod"
            refuse(404, "not_found", values=values | {"id": f"{kind}_{STRANGER}"})
            refuse(404, "not_found", values=values | {"id": "Nothing!"})

    def refuse_headers(self, operation, headers, refuse):
        known = api.parameters(operation, "header")
        if "Idempotency-Key" in known:
            refuse(400, "idempotency_key_missing", headers=headers | {"Idempotency-Key": None})
            refuse(400, "idempotency_key_malformed", headers=headers | {"Idempotency-Key": "a b"})
        if "If-Match" in known:
            refuse(400, "precondition_malformed", headers={"If-Match": 'W/"1"'})
            if known["If-Match"]["required"]:
                refuse(428, "precondition_required", headers={})

    def refuse_body(self, headers, refuse):
        text = headers | {"Content-Type": "text/plain"}
        refuse(415, "unsupported_media_type", headers=text, body=b'{"a":1}')
        packed = headers | {"Content-Encoding": "gzip"}
        refuse(415, "unsupported_media_type", headers=packed, body=b"\x1f\x8b")
        refuse(413, "body_too_large", body=None, length=BODY_BYTES + 1)
        refuse(422, "validation_failed", body={"surprise": 1})
        refuse(422, "validation_failed", body=[])
        malformed = {
            "json_number": b'{"a":1.5}',
            "json_duplicate_member": b'{"a":1,"a":2}',
            "encoding_gbk": '{"name":"合肥契约检验有限公司"}'.encode("gbk"),
            "encoding_bom": b"\xef\xbb\xbf{}",
        }
        for code, body in malformed.items():
            answer = refuse(400, "malformed_json", body=body)
            if answer.code:
                self.assertEqual([entry["code"] for entry in answer.json["errors"]], [code])
        refuse(400, "malformed_json", body=b'{"a":')

    def test_methods(self):
        """an address answers HEAD and OPTIONS, and any other method with 405 and Allow"""
        targets = self.targets()
        problem = api.validator_at("/components/schemas/Problem")
        for template, item in api.document()["paths"].items():
            admitted = self.token_for(item["get"]) if "get" in item else ""
            token = {"Authorization": f"Bearer {admitted or self.service.token}"}
            target = template
            for prefix, values in targets.items():
                if template.startswith(prefix):
                    for name, value in values.items():
                        target = target.replace("{%s}" % name, value)
            methods = {method.upper() for method in item if method in api.METHODS}
            allowed = methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
            with self.subTest(path=template):
                options = self.client.send("OPTIONS", target)
                self.assertEqual(options.status, 204)
                self.assertEqual(set(options.headers["Allow"].split(", ")), allowed)
                other = next(each for each in ("DELETE", "PATCH", "PUT") if each not in methods)
                refused = self.client.send(other, target, token)
                self.assertEqual((refused.status, refused.code), (405, "method_not_allowed"))
                self.assertEqual(set(refused.headers["Allow"].split(", ")), allowed)
                self.assertEqual(faults(problem, refused.json), [])
                if "GET" in methods:
                    head = self.client.send("HEAD", target, token)
                    self.assertEqual((head.status, head.body), (200, b""))
        token = {"Authorization": f"Bearer {self.service.token}"}
        lost = self.client.send("GET", "/v1/nothing", token)
        self.assertEqual((lost.status, lost.code), (404, "route_not_found"))
        self.assertEqual(faults(problem, lost.json), [])

    def test_languages(self):
        """problems speak Chinese, or English when it is asked for"""
        for language, expected in [(None, "zh"), ("en", "en"), ("zh-CN,en;q=0.5", "zh")]:
            headers = {"Accept-Language": language} if language else {}
            answer = self.call("GET", "/v1/enterprises", 401, token=None, headers=headers)
            self.assertEqual(answer.headers["Content-Language"], expected)
            self.assertEqual(answer.json["title"].isascii(), expected == "en")

    def test_coverage(self):
        """the tour saw every operation with every status it documents"""
        missing = []
        for (method, template), operation in api.operations().items():
            seen = self.client.seen.get((method, template), set())
            if template == TOKEN:
                continue
            for status in sorted(set(operation["responses"]) - seen - api.UNREACHABLE):
                # 403 where every role is admitted; 409 that only two requests at one instant give;
                # and a document that ships with the program.
                if status == "403" and set(operation["x-roles"]) == ROLES:
                    continue
                if status == "409" and operation["operationId"] in ONLY_IN_FLIGHT:
                    continue
                if (status, template) == ("404", "/asyncapi.yaml"):
                    continue
                missing.append(f"{method} {template} {status}")
        self.assertEqual(missing, [])
        reached = {str(status) for statuses in self.client.seen.values() for status in statuses}
        self.assertLessEqual({"200", "201", "304", "428"}, reached)
