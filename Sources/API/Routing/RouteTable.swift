import Hummingbird

/// Every route of the service.
public enum RouteTable {
  /// In the order of the OpenAPI document.
  public static let all: [RouteSpec] =
    enterprises + needs + runs + reviews + catalog + policy + control
    + deadLetters + operations

  static let createEnterprise = RouteSpec(
    "createEnterprise", .post, "/v1/enterprises", body: .json, needsIdempotencyKey: true)
  static let listEnterprises = RouteSpec(
    "listEnterprises", .get, "/v1/enterprises", query: [.limit, .cursor, .region, .uscc])
  static let getEnterprise = RouteSpec("getEnterprise", .get, "/v1/enterprises/{id}")
  static let amendEnterprise = RouteSpec(
    "amendEnterprise", .patch, "/v1/enterprises/{id}", body: .json, needsIdempotencyKey: true,
    precondition: .required)
  static let getFacts = RouteSpec(
    "getFacts", .get, "/v1/enterprises/{id}/facts", query: [.version, .asOf])
  static let replaceFacts = RouteSpec(
    "replaceFacts", .put, "/v1/enterprises/{id}/facts", body: .json, needsIdempotencyKey: true,
    precondition: .optional)
  static let mergeFacts = RouteSpec(
    "mergeFacts", .patch, "/v1/enterprises/{id}/facts", body: .json, needsIdempotencyKey: true,
    precondition: .optional)

  static let submitNeed = RouteSpec(
    "submitNeed", .post, "/v1/needs", body: .json, needsIdempotencyKey: true)
  static let listNeeds = RouteSpec(
    "listNeeds", .get, "/v1/needs", query: [.limit, .cursor, .status, .enterpriseID, .region])
  static let getNeed = RouteSpec("getNeed", .get, "/v1/needs/{id}")
  static let amendNeed = RouteSpec(
    "amendNeed", .patch, "/v1/needs/{id}", body: .json, needsIdempotencyKey: true,
    precondition: .required)
  static let withdrawNeed = RouteSpec(
    "withdrawNeed", .post, "/v1/needs/{id}/withdraw", body: .empty, needsIdempotencyKey: true,
    precondition: .required)
  static let listRuns = RouteSpec(
    "listRuns", .get, "/v1/needs/{id}/runs", query: [.limit, .cursor])
  static let getQuestions = RouteSpec("getQuestions", .get, "/v1/needs/{id}/questions")
  static let listFlips = RouteSpec(
    "listFlips", .get, "/v1/needs/{id}/flips", query: [.limit, .cursor])

  static let getRun = RouteSpec("getRun", .get, "/v1/runs/{id}", query: [.expand])
  static let listDecisions = RouteSpec("listDecisions", .get, "/v1/runs/{id}/decisions")
  static let getDecision = RouteSpec("getDecision", .get, "/v1/runs/{id}/decisions/{product}")
  static let replayRun = RouteSpec("replayRun", .post, "/v1/runs/{id}/replay", body: .empty)

  static let getRepairs = RouteSpec(
    "getRepairs", .get, "/v1/runs/{id}/decisions/{product}/repairs")
  static let getCostSheet = RouteSpec(
    "getCostSheet", .get, "/v1/runs/{id}/decisions/{product}/cost-sheet")
  static let getNotice = RouteSpec("getNotice", .get, "/v1/runs/{id}/notice")
  static let getResult = RouteSpec("getResult", .get, "/v1/runs/{id}/result")
  static let getReceipt = RouteSpec("getReceipt", .get, "/v1/runs/{id}/receipt")
  static let diffRun = RouteSpec("diffRun", .post, "/v1/runs/{id}/diff", body: .json)
  static let getLineage = RouteSpec("getLineage", .get, "/v1/lineage/{id}")

  static let requestReview = RouteSpec(
    "requestReview", .post, "/v1/runs/{id}/decisions/{product}/reviews", body: .json,
    needsIdempotencyKey: true)
  static let listReviews = RouteSpec(
    "listReviews", .get, "/v1/reviews", query: [.limit, .cursor, .state, .enterpriseID, .region])
  static let getReview = RouteSpec("getReview", .get, "/v1/reviews/{id}")
  static let assignReview = RouteSpec(
    "assignReview", .post, "/v1/reviews/{id}/assign", body: .empty, needsIdempotencyKey: true,
    precondition: .required)
  static let resolveReview = RouteSpec(
    "resolveReview", .post, "/v1/reviews/{id}/resolve", body: .json, needsIdempotencyKey: true,
    precondition: .required)
  static let withdrawReview = RouteSpec(
    "withdrawReview", .post, "/v1/reviews/{id}/withdraw", body: .empty, needsIdempotencyKey: true,
    precondition: .required)

  static let listProducts = RouteSpec(
    "listProducts", .get, "/v1/products", query: [.limit, .cursor, .family])
  static let getProduct = RouteSpec("getProduct", .get, "/v1/products/{id}")
  static let productWhatIf = RouteSpec(
    "productWhatIf", .post, "/v1/products/{id}/what-if", query: [.by], body: .json)
  static let policyWhatIf = RouteSpec(
    "policyWhatIf", .post, "/v1/policy/what-if", query: [.by], body: .json)
  static let listSweeps = RouteSpec("listSweeps", .get, "/v1/sweeps", query: [.limit, .cursor])
  static let getSweep = RouteSpec("getSweep", .get, "/v1/sweeps/{id}")
  static let listSweepFlips = RouteSpec(
    "listSweepFlips", .get, "/v1/sweeps/{id}/flips", query: [.limit, .cursor])
  static let getFactRegistry = RouteSpec("getFactRegistry", .get, "/v1/facts")

  static let listPauses = RouteSpec("listPauses", .get, "/v1/pauses")
  static let setPause = RouteSpec(
    "setPause", .put, "/v1/pauses/{kind}/{target}", body: .json, needsIdempotencyKey: true)
  static let endPause = RouteSpec(
    "endPause", .delete, "/v1/pauses/{kind}/{target}", needsIdempotencyKey: true)
  static let listAudit = RouteSpec(
    "listAudit", .get, "/v1/audit", query: [.limit, .cursor, .action, .subject])

  static let listDeadLetters = RouteSpec(
    "listDeadLetters", .get, "/v1/dead-letters",
    query: [.limit, .cursor, .state, .reason, .consumer, .enterpriseID])
  static let getDeadLetter = RouteSpec("getDeadLetter", .get, "/v1/dead-letters/{id}")
  static let redriveDeadLetters = RouteSpec(
    "redriveDeadLetters", .post, "/v1/dead-letters/redrive", body: .json, needsIdempotencyKey: true)
  static let skipDeadLetters = RouteSpec(
    "skipDeadLetters", .post, "/v1/dead-letters/skip", body: .json, needsIdempotencyKey: true)
  static let redriveDeadLetter = RouteSpec(
    "redriveDeadLetter", .post, "/v1/dead-letters/{id}/redrive", body: .json,
    needsIdempotencyKey: true)
  static let skipDeadLetter = RouteSpec(
    "skipDeadLetter", .post, "/v1/dead-letters/{id}/skip", body: .json, needsIdempotencyKey: true)

  static let livez = RouteSpec("livez", .get, "/livez")
  static let readyz = RouteSpec("readyz", .get, "/readyz")
  static let metrics = RouteSpec("metrics", .get, "/metrics")
  static let openapiYAML = RouteSpec("openapiYAML", .get, "/openapi.yaml")
  static let openapiJSON = RouteSpec("openapiJSON", .get, "/openapi.json")
  static let asyncapiYAML = RouteSpec("asyncapiYAML", .get, "/asyncapi.yaml")
  static let eventSchema = RouteSpec("eventSchema", .get, "/schemas/events/{type}.json")
  static let keySet = RouteSpec("keySet", .get, "/.well-known/jwks.json")
  static let receiptKeys = RouteSpec(
    "receiptKeys", .get, "/.well-known/rongqiao-receipt-keys.json")
  static let problem = RouteSpec("problem", .get, "/problems/{code}")

  /// What a process without use cases answers.
  static let probes = [livez, readyz, metrics]

  private static let enterprises = [
    createEnterprise, listEnterprises, getEnterprise, amendEnterprise, getFacts, replaceFacts,
    mergeFacts,
  ]
  private static let needs = [
    submitNeed, listNeeds, getNeed, amendNeed, withdrawNeed, listRuns, getQuestions,
    listFlips,
  ]
  private static let runs = [
    getRun, listDecisions, getDecision, getRepairs, getCostSheet, getNotice, getResult, getReceipt,
    replayRun, diffRun, getLineage,
  ]
  private static let reviews = [
    requestReview, listReviews, getReview, assignReview, resolveReview, withdrawReview,
  ]
  private static let catalog = [listProducts, getProduct, productWhatIf, getFactRegistry]
  private static let policy = [policyWhatIf, listSweeps, getSweep, listSweepFlips]
  private static let control = [listPauses, setPause, endPause, listAudit]
  private static let deadLetters = [
    listDeadLetters, getDeadLetter, redriveDeadLetters, skipDeadLetters, redriveDeadLetter,
    skipDeadLetter,
  ]
  private static let operations =
    probes + [
      openapiYAML, openapiJSON, asyncapiYAML, eventSchema, keySet, receiptKeys, problem,
    ]

  /// The methods a path answers, HEAD and OPTIONS included; empty when no route has it.
  static func allowedMethods(path: String, in table: [RouteSpec] = all) -> [String] {
    let segments = path.split(separator: "/")
    let found = table.filter { matches($0.path.split(separator: "/"), segments) }
    // A path as it stands goes before a template that it fits too (OpenAPI 3.1, Paths Object).
    let literal = found.filter { $0.path.split(separator: "/") == segments }
    var methods: Set<String> = []
    for spec in literal.isEmpty ? found : literal {
      methods.insert(spec.method.rawValue)
      if spec.method == .get { methods.insert("HEAD") }
    }
    if !methods.isEmpty { methods.insert("OPTIONS") }
    return methods.sorted()
  }

  private static func matches(_ template: [Substring], _ segments: [Substring]) -> Bool {
    guard template.count == segments.count else { return false }
    return zip(template, segments).allSatisfy { part, segment in
      guard part.first == "{", let close = part.firstIndex(of: "}") else { return part == segment }
      return segment.hasSuffix(part[part.index(after: close)...])
    }
  }
}
