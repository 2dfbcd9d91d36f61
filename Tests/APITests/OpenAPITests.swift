import Application
import Domain
import HTTPTypes
import Hummingbird
import Testing

@testable import API

@Suite("OpenAPI: the document and the router say the same")
struct OpenAPITests {
  /// The document as the service serves it.
  func document() throws -> JSON {
    let documents = try PublicDocuments(openapiYAML: try Harness.openapi())
    return try JSONParser.parse(documents.openapiJSON)
  }

  /// `GET /v1/needs` → its operation object.
  func operations(_ document: JSON) -> [String: JSON] {
    var found: [String: JSON] = [:]
    for (path, item) in document["paths"]?.objectValue ?? [:] {
      for (method, operation) in item.objectValue ?? [:] {
        found["\(method.uppercased()) \(path)"] = operation
      }
    }
    return found
  }

  /// What `$ref` points to.
  func resolve(_ json: JSON, _ document: JSON) -> JSON {
    guard let reference = json["$ref"]?.stringValue else { return json }
    var found = document
    for token in reference.dropFirst(2).split(separator: "/") {
      found = found[String(token)] ?? .null
    }
    return found
  }

  func parameters(_ operation: JSON, in place: String, _ document: JSON) -> [String: JSON] {
    let all = (operation["parameters"]?.arrayValue ?? []).map { resolve($0, document) }
    return Dictionary(
      all.filter { $0["in"]?.stringValue == place }.map { ($0["name"]?.stringValue ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
  }

  @Test("every route is in the document, and every operation is a route")
  func routes() async throws {
    let registered = buildRouter(try await Harness().dependencies).routes.map {
      "\($0.method.rawValue) \($0.path.description)"
    }
    #expect(Set(operations(try document()).keys) == Set(registered))
  }

  @Test("operationId, query parameters, body, key and precondition agree with the route table")
  func routeDetails() throws {
    let document = try document()
    let operations = operations(document)
    for spec in RouteTable.all {
      let operation = try #require(operations[spec.name])
      #expect(operation["operationId"]?.stringValue == spec.operation)
      let query = parameters(operation, in: "query", document)
      #expect(Set(query.keys) == Set(spec.query.map(\.rawValue)), "\(spec.name)")
      let body = operation["requestBody"]
      #expect((body != nil) == (spec.body != .ignored), "\(spec.name)")
      if let body {
        let isNeeded = spec.body == .json || spec.body == .form
        #expect(body["required"]?.boolValue == isNeeded, "\(spec.name)")
      }
      let headers = parameters(operation, in: "header", document)
      #expect((headers["Idempotency-Key"] != nil) == spec.needsIdempotencyKey, "\(spec.name)")
      switch spec.precondition {
      case .none: #expect(headers["If-Match"] == nil, "\(spec.name)")
      case .optional: #expect(headers["If-Match"]?["required"] == false, "\(spec.name)")
      case .required: #expect(headers["If-Match"]?["required"] == true, "\(spec.name)")
      }
      let captured = spec.path.matches(of: /\{([a-z]+)\}/).map { String($0.1) }
      #expect(Set(parameters(operation, in: "path", document).keys) == Set(captured))
    }
  }

  @Test("roles and open routes agree with the policy")
  func roles() throws {
    let operations = operations(try document())
    for spec in RouteTable.all {
      let operation = try #require(operations[spec.name])
      switch RoutePolicy.access(to: spec) {
      case .everyone where spec.body == .form:
        // The client's own id and secret.
        #expect(operation["security"] == [["client": []]], "\(spec.name)")
      case .everyone: #expect(operation["security"] == [], "\(spec.name)")
      case .roles(let roles):
        let named = (operation["x-roles"]?.arrayValue ?? []).compactMap(\.stringValue)
        #expect(Set(named) == Set(roles.map(\.rawValue)), "\(spec.name)")
      case nil: Issue.record("no policy for \(spec.name)")
      }
    }
  }

  @Test("each operation lists the statuses its checks can give")
  func statuses() throws {
    let operations = operations(try document())
    for spec in RouteTable.all {
      let listed = Set(try #require(operations[spec.name]?["responses"]?.objectValue).keys)
      var expected: Set<String> = ["400", "414", "500"]
      if case .roles = RoutePolicy.access(to: spec) { expected.formUnion(["401", "403", "503"]) }
      if RateClass(spec) != nil { expected.insert("429") }
      switch spec.body {
      case .ignored: break
      case .json, .empty: expected.formUnion(["413", "415", "422"])
      // Whatever is wrong with it is 400 there.
      case .form: expected.insert("401")
      }
      if spec.needsIdempotencyKey { expected.insert("409") }
      if spec.precondition != .none { expected.insert("412") }
      if spec.precondition == .required { expected.insert("428") }
      if spec.path.contains("{") { expected.insert("404") }
      #expect(expected.isSubset(of: listed), "\(spec.name): \(expected.subtracting(listed))")
    }
  }

  @Test("the problem codes are those of the code, each named at its status")
  func problemCodes() throws {
    let document = try document()
    let listed = document["components"]?["schemas"]?["ProblemCode"]?["enum"]?.arrayValue ?? []
    #expect(listed.compactMap(\.stringValue) == ProblemCode.allCases.map(\.rawValue))
    let text = document["components"]?["responses"]?.canonicalText ?? ""
    let inGeneral = document["info"]?.canonicalText ?? ""
    for code in ProblemCode.allCases {
      #expect((text + inGeneral).contains("`\(code.rawValue)`"), "\(code.rawValue)")
    }
  }

  @Test("every $ref leads somewhere, and every schema is used")
  func references() throws {
    let document = try document()
    var named: Set<String> = []
    func walk(_ json: JSON) {
      switch json {
      case .object(let members):
        if let reference = members["$ref"]?.stringValue {
          named.insert(reference)
          #expect(resolve(json, document) != .null, "\(reference)")
        }
        for value in members.values { walk(value) }
      case .array(let elements): for element in elements { walk(element) }
      default: break
      }
    }
    walk(document)
    for name in document["components"]?["schemas"]?.objectValue?.keys.sorted() ?? [] {
      #expect(named.contains("#/components/schemas/\(name)"), "\(name)")
    }
  }

  @Test("limits in the document are the limits in the code")
  func limits() throws {
    let limit = try document()["components"]?["parameters"]?["Limit"]?["schema"]
    #expect(limit?["minimum"]?.intValue == PageRequest.limitRange.lowerBound)
    #expect(limit?["maximum"]?.intValue == PageRequest.limitRange.upperBound)
    #expect(limit?["default"]?.intValue == Int64(PageRequest().limit))
    let statuses = try document()["components"]?["schemas"]?["NeedStatus"]?["enum"]?.arrayValue
    #expect(statuses?.compactMap(\.stringValue) == NeedRoutes.statuses)
  }

  @Test("the document is served as YAML as it is and as JSON that means the same")
  func served() async throws {
    let harness = try await Harness()
    let yaml = try await harness.send(.get, "/openapi.yaml", token: nil)
    #expect(yaml.bytes == (try Harness.openapi()))
    let json = try await harness.send(.get, "/openapi.json", token: nil)
    #expect(json.json == (try document()))
    #expect(json.json["openapi"] == "3.1.0")
    let tag = try #require(json.header("ETag"))
    let again = try await harness.send(
      .get, "/openapi.json", token: nil, headers: ["If-None-Match": tag])
    #expect(again.status == 304)
  }

  @Test("event schemas are served by type, and an unknown type is 404")
  func eventSchemas() async throws {
    let harness = try await Harness()
    let known = try await harness.send(.get, "/schemas/events/cn.test.v1.json", token: nil)
    #expect(known.status == 200)
    #expect(known.header("Content-Type") == "application/schema+json")
    let unknown = try await harness.send(.get, "/schemas/events/..%2fsecret.json", token: nil)
    #expect(unknown.status == 404)
  }

  @Test("the schema of every event type is served at the address its events name")
  func schemaAddresses() async throws {
    let harness = try await Harness()
    var dependencies = harness.dependencies
    dependencies.documents = try PublicDocuments(schemasFolder: try Harness.schemas())
    let served = Harness(harness, dependencies)
    for type in EventType.allCases {
      let reply = try await served.send(.get, type.schemaAddress, token: nil)
      #expect(reply.status == 200, "\(type.schemaAddress)")
      #expect(reply.json.objectValue != nil)
    }
    #expect(try await served.send(.get, "/asyncapi.yaml", token: nil).status == 200)
  }

  @Test("a document that is not YAML stops the start")
  func malformed() {
    #expect(throws: PublicDocuments.Malformed.self) {
      try PublicDocuments(openapiYAML: Array("a: [".utf8))
    }
  }
}
