"""An HTTP client that holds every answer against the OpenAPI document."""

import copy
import functools
import http.client
import itertools
import json
import urllib.parse

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from documents import faults, formats, read_yaml

URI = "urn:openapi"
# The identifier of nothing there is, behind the prefix of its kind.
STRANGER = "01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f"
# Numbers the requests of a run, for keys that no other client of it has used.
NUMBERS = itertools.count(1)

METHODS = {"get", "post", "put", "patch", "delete"}
SECONDS = 20

# What the tour does not bring about: a fault of the service, a database that is away, and limits that
# are far above what it does; test_clients sees those on every route.
UNREACHABLE = {"429", "500", "503"}


def document():
    return read_yaml("api/openapi.yaml")


def operations():
    """(method, path template) → operation object."""
    return {
        (method.upper(), path): operation
        for path, item in document()["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def resolve(node):
    """What a local `$ref` stands for."""
    while "$ref" in node:
        target = document()
        for token in node["$ref"].removeprefix("#/").split("/"):
            target = target[token]
        node = target
    return node


def takes_token(operation):
    """Whether an operation asks for an access token, and not for nothing or a client's own secret."""
    return "security" not in operation


def parameters(operation, place):
    """The parameters of an operation in `query`, `path` or `header`, by name."""
    found = [resolve(parameter) for parameter in operation.get("parameters", [])]
    return {each["name"]: each for each in found if each["in"] == place}


def closed(node, is_part=False):
    """The schemas with every object closed to members that the document does not name.

    Readers must accept unknown members; this test must not miss one that is not documented.
    `is_part`: an `allOf` adds members beside, so this one stays open.
    """
    if isinstance(node, list):
        return [closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    result = {}
    for name, value in node.items():
        if name in ("allOf", "if", "then", "else", "not"):
            result[name] = [as_part(each) for each in value] if isinstance(value, list) else value
        elif name in ("properties", "schemas"):
            # Members by their names; a named schema is closed where it is used.
            result[name] = {key: closed(value[key], is_part=name == "schemas") for key in value}
        elif name not in ("example", "enum", "const", "default"):
            result[name] = closed(value)
        else:
            result[name] = value
    names_members = "properties" in node or "allOf" in node or "$ref" in node
    if names_members and not is_part and "additionalProperties" not in node:
        if names_all(node):
            result["unevaluatedProperties"] = False
    return result


def as_part(node):
    return closed(node, is_part=True)


def names_all(node):
    """Whether a schema says which members an object has."""
    node = resolve(node)
    return "properties" in node or "allOf" in node


@functools.cache
def registry():
    strict = copy.deepcopy(document())
    strict = closed(strict)
    return Registry().with_resource(URI, Resource(contents=strict, specification=DRAFT202012))


@functools.cache
def validator_at(pointer):
    """The validator of the schema at a pointer into the document."""
    return Draft202012Validator(
        {"$ref": f"{URI}#{pointer}"}, registry=registry(), format_checker=formats
    )


def escape(text):
    return urllib.parse.quote(text.replace("~", "~0").replace("/", "~1"), safe="~")


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body
        self.type = (headers.get("Content-Type") or "").split(";")[0]

    @functools.cached_property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The stable code of a problem; None for other answers."""
        return self.json.get("code") if self.type == "application/problem+json" else None


class Client:
    """Asks the service, records what it answered, and says what the document does not."""

    def __init__(self, service):
        self.service = service
        # (method, path template) → statuses seen.
        self.seen = {}
        self.codes = set()

    def send(self, method, target, headers=None, body=None, length=None):
        """One exchange as it is. With `length` the head alone is sent, claiming so many bytes."""
        connection = http.client.HTTPConnection(*self.service.address, timeout=SECONDS)
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if length is not None or body is not None:
                connection.putheader("Content-Length", str(len(body) if length is None else length))
            connection.endheaders(body if length is None else None)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def call(
        self, method, template, values=None, query=None, body=None, token="", headers=None, **raw
    ):
        """Calls an operation of the document; the answer and what is wrong with it.

        Sends the token, an Idempotency-Key and a JSON content type unless `headers` say otherwise;
        a header that is None is left out.
        """
        operation = operations()[method, template]
        target = template
        for name, value in (values or {}).items():
            target = target.replace("{%s}" % name, urllib.parse.quote(str(value), safe=""))
        if query:
            target += "?" + urllib.parse.urlencode(query)
        fields = {}
        if takes_token(operation) and token is not None:
            fields["Authorization"] = f"Bearer {token or self.service.token}"
        if "Idempotency-Key" in parameters(operation, "header"):
            fields["Idempotency-Key"] = f"contract-{next(NUMBERS)}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        if body is not None or "length" in raw:
            fields["Content-Type"] = "application/json"
        fields |= headers or {}
        fields = {name: value for name, value in fields.items() if value is not None}
        answer = self.send(method, target, fields, body, **raw)
        return answer, self.check(method, template, answer)

    def check(self, method, template, answer):
        """What about an answer the document does not say, as sentences."""
        self.seen.setdefault((method, template), set()).add(str(answer.status))
        where = f"{method} {template} {answer.status}"
        responses = operations()[method, template]["responses"]
        if str(answer.status) not in responses:
            return [f"{where}: this status is not documented: {answer.body[:500]!r}"]
        pointer = f"/paths/{escape(template)}/{method.lower()}/responses/{answer.status}"
        response = responses[str(answer.status)]
        if "$ref" in response:
            pointer = response["$ref"].removeprefix("#")
        response = resolve(response)
        wrong = [f"{where}: {fault}" for fault in self.check_headers(response, answer)]
        content = response.get("content")
        if content is None:
            return wrong + ([f"{where}: a body that is not documented"] if answer.body else [])
        if answer.type not in content:
            return [*wrong, f"{where}: content type {answer.type} is not documented"]
        if answer.type.endswith("json"):
            check = validator_at(f"{pointer}/content/{escape(answer.type)}/schema")
            wrong += [f"{where}: {fault}" for fault in faults(check, answer.json)]
        if answer.code:
            wrong += [f"{where}: {fault}" for fault in self.check_problem(answer)]
        return wrong

    def check_headers(self, response, answer):
        if not answer.headers.get("Request-Id"):
            yield "no Request-Id"
        for name, header in response.get("headers", {}).items():
            value = answer.headers.get(name)
            schema = resolve(header)["schema"]
            if value is None:
                # These depend on the case.
                if name not in ("Idempotency-Replayed", "Retry-After"):
                    yield f"no {name}"
                continue
            typed = int(value) if schema["type"] == "integer" and value.isdigit() else value
            yield from (f"{name}: {fault}" for fault in faults(Draft202012Validator(schema), typed))

    def check_problem(self, answer):
        """What RFC 9457 and the rules of the document ask beyond the schema."""
        self.codes.add(answer.code)
        problem = answer.json
        if problem["status"] != answer.status:
            yield f"the member status is {problem['status']}"
        if problem["type"] != f"/problems/{problem['code']}":
            yield f"the type {problem['type']} is not that of the code {problem['code']}"
        if problem["request_id"] != answer.headers["Request-Id"]:
            yield "request_id is not the Request-Id"
        described = resolve(
            document()["components"]["responses"].get(RESPONSE_OF[answer.status], {})
        )
        if described and f"`{answer.code}`" not in described["description"]:
            yield f"the code {answer.code} is not documented for this status"


# Status → the shared response that names its codes.
RESPONSE_OF = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    410: "Gone",
    405: "",
    409: "Conflict",
    412: "StaleVersion",
    413: "BodyTooLarge",
    414: "TargetTooLong",
    415: "UnsupportedMediaType",
    422: "ValidationFailed",
    428: "PreconditionRequired",
    429: "RateLimited",
    500: "Internal",
    503: "Unavailable",
}


def body_content(operation):
    """What an operation takes as a body, by its type."""
    return operation.get("requestBody", {}).get("content", {})


def request_validator(method, template):
    """The validator of an operation's request body, as documented; None when it takes none."""
    if "application/json" not in body_content(operations()[method, template]):
        return None
    pointer = (
        f"/paths/{escape(template)}/{method.lower()}/requestBody/content/application~1json/schema"
    )
    return Draft202012Validator(
        {"$ref": f"{URI}#{pointer}"}, registry=plain_registry(), format_checker=formats
    )


def example(method, template):
    """The documented example of an operation's request body."""
    content = operations()[method, template]["requestBody"]["content"]
    return copy.deepcopy(content["application/json"]["example"])


@functools.cache
def plain_registry():
    return Registry().with_resource(URI, Resource(contents=document(), specification=DRAFT202012))
