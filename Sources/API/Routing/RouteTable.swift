import Hummingbird

/// Every route of the service.
public enum RouteTable {
  /// In the order of the OpenAPI document.
  public static let all: [RouteSpec] =
    enterprises + needs + runs + reviews + offers + allocations + receivables + guarantees
    + listing + entitlements + nurture + monitoring + statistics + webhooks + clients
    + catalog + directory + policy + control + deadLetters + operations

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
  static let requestErasure = RouteSpec(
    "requestErasure", .post, "/v1/enterprises/{id}/erasure", body: .json, needsIdempotencyKey: true)
  static let getErasure = RouteSpec("getErasure", .get, "/v1/enterprises/{id}/erasure")
  static let listErasures = RouteSpec(
    "listErasures", .get, "/v1/erasures", query: [.limit, .cursor, .state, .region])

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

  static let referNeed = RouteSpec(
    "referNeed", .post, "/v1/needs/{id}/referral", body: .json, needsIdempotencyKey: true)
  static let getReferral = RouteSpec("getReferral", .get, "/v1/needs/{id}/referral")
  static let endReferral = RouteSpec(
    "endReferral", .post, "/v1/needs/{id}/referral/end", body: .empty, needsIdempotencyKey: true)
  static let listOffers = RouteSpec(
    "listOffers", .get, "/v1/offers", query: [.limit, .cursor, .state, .region])
  static let getOffer = RouteSpec("getOffer", .get, "/v1/offers/{id}")
  static let readOfferEnterprise = RouteSpec(
    "readOfferEnterprise", .get, "/v1/offers/{id}/enterprise")
  static let claimOffer = RouteSpec(
    "claimOffer", .post, "/v1/offers/{id}/claim", body: .empty, needsIdempotencyKey: true)
  static let contactOffer = RouteSpec(
    "contactOffer", .post, "/v1/offers/{id}/contact", body: .json, needsIdempotencyKey: true)
  static let grantOffer = RouteSpec(
    "grantOffer", .post, "/v1/offers/{id}/grant", body: .json, needsIdempotencyKey: true)
  static let drawOffer = RouteSpec(
    "drawOffer", .post, "/v1/offers/{id}/draw", body: .json, needsIdempotencyKey: true)
  static let declineOffer = RouteSpec(
    "declineOffer", .post, "/v1/offers/{id}/decline", body: .json, needsIdempotencyKey: true)
  static let withdrawOffer = RouteSpec(
    "withdrawOffer", .post, "/v1/offers/{id}/withdraw", body: .empty, needsIdempotencyKey: true)
  static let reassignOffer = RouteSpec(
    "reassignOffer", .post, "/v1/offers/{id}/reassign", body: .json, needsIdempotencyKey: true)
  static let pauseOffer = RouteSpec(
    "pauseOffer", .post, "/v1/offers/{id}/pauses", body: .json, needsIdempotencyKey: true)
  static let offerStatistics = RouteSpec(
    "offerStatistics", .get, "/v1/offer-statistics", query: [.region])
  static let listCapacities = RouteSpec("listCapacities", .get, "/v1/capacities")
  static let setCapacity = RouteSpec(
    "setCapacity", .put, "/v1/capacities/{kind}/{code}", body: .json, needsIdempotencyKey: true)
  static let grantConsent = RouteSpec(
    "grantConsent", .post, "/v1/consents", body: .json, needsIdempotencyKey: true)
  static let getConsent = RouteSpec("getConsent", .get, "/v1/consents/{id}")
  static let revokeConsent = RouteSpec(
    "revokeConsent", .post, "/v1/consents/{id}/revoke", body: .empty, needsIdempotencyKey: true)
  static let listConsents = RouteSpec(
    "listConsents", .get, "/v1/enterprises/{id}/consents", query: [.limit, .cursor])
  static let listAccesses = RouteSpec(
    "listAccesses", .get, "/v1/enterprises/{id}/access-log", query: [.limit, .cursor])
  static let requestAllocation = RouteSpec(
    "requestAllocation", .post, "/v1/allocation-runs", body: .json, needsIdempotencyKey: true)
  static let listAllocationRuns = RouteSpec(
    "listAllocationRuns", .get, "/v1/allocation-runs", query: [.limit, .cursor])
  static let getAllocationRun = RouteSpec(
    "getAllocationRun", .get, "/v1/allocation-runs/{id}")
  static let getAllocationFairness = RouteSpec(
    "getAllocationFairness", .get, "/v1/allocation-runs/{id}/fairness")
  static let getAllocationDigest = RouteSpec(
    "getAllocationDigest", .get, "/v1/allocation-runs/{id}/digest",
    query: [.limit, .cursor, .institution])
  static let getAllocationList = RouteSpec(
    "getAllocationList", .get, "/v1/allocation-runs/{id}/list.csv")
  static let replayAllocation = RouteSpec(
    "replayAllocation", .post, "/v1/allocation-runs/{id}/replay", body: .empty)
  static let putGuarantor = RouteSpec(
    "putGuarantor", .put, "/v1/guarantors/{code}", body: .json, needsIdempotencyKey: true,
    precondition: .optional)
  static let listGuarantors = RouteSpec("listGuarantors", .get, "/v1/guarantors")
  static let getGuarantor = RouteSpec("getGuarantor", .get, "/v1/guarantors/{code}")
  static let getGuarantorReport = RouteSpec(
    "getGuarantorReport", .get, "/v1/guarantors/{code}/report", query: [.year])
  static let putGuaranteeBank = RouteSpec(
    "putGuaranteeBank", .put, "/v1/guarantee-banks/{code}", body: .json, needsIdempotencyKey: true)
  static let putEnterpriseGroup = RouteSpec(
    "putEnterpriseGroup", .put, "/v1/enterprises/{id}/group", body: .json,
    needsIdempotencyKey: true)
  static let getBundles = RouteSpec("getBundles", .get, "/v1/needs/{id}/bundles", query: [.asOf])
  static let reserveGuarantee = RouteSpec(
    "reserveGuarantee", .post, "/v1/needs/{id}/guarantees", body: .json, needsIdempotencyKey: true)
  static let listGuarantees = RouteSpec(
    "listGuarantees", .get, "/v1/guarantees", query: [.limit, .cursor, .state, .region])
  static let getGuarantee = RouteSpec("getGuarantee", .get, "/v1/guarantees/{id}")
  static let advanceGuarantee = RouteSpec(
    "advanceGuarantee", .post, "/v1/guarantees/{id}/steps", body: .json, needsIdempotencyKey: true)
  static let putFund = RouteSpec(
    "putFund", .put, "/v1/funds/{code}", body: .json, needsIdempotencyKey: true)
  static let listFunds = RouteSpec("listFunds", .get, "/v1/funds")
  static let getFund = RouteSpec("getFund", .get, "/v1/funds/{code}")
  static let endowFund = RouteSpec(
    "endowFund", .post, "/v1/funds/{code}/endow", body: .json, needsIdempotencyKey: true)
  static let payFromPool = RouteSpec(
    "payFromPool", .post, "/v1/funds/{code}/payments", body: .json, needsIdempotencyKey: true)
  static let listFundEntries = RouteSpec(
    "listFundEntries", .get, "/v1/funds/{code}/entries", query: [.limit, .cursor])
  static let reserveBridge = RouteSpec(
    "reserveBridge", .post, "/v1/bridge-loans", body: .json, needsIdempotencyKey: true)
  static let listBridges = RouteSpec(
    "listBridges", .get, "/v1/bridge-loans", query: [.limit, .cursor, .region])
  static let getBridge = RouteSpec("getBridge", .get, "/v1/bridge-loans/{id}")
  static let advanceBridge = RouteSpec(
    "advanceBridge", .post, "/v1/bridge-loans/{id}/steps", body: .json, needsIdempotencyKey: true)
  static let listRenewals = RouteSpec(
    "listRenewals", .get, "/v1/renewals", query: [.withinDays, .region])
  static let recordAwardEvent = RouteSpec(
    "recordAwardEvent", .post, "/v1/enterprises/{id}/award-events", body: .json,
    needsIdempotencyKey: true)
  static let listAwardEvents = RouteSpec(
    "listAwardEvents", .get, "/v1/enterprises/{id}/award-events", query: [.limit, .cursor])
  static let getEntitlements = RouteSpec(
    "getEntitlements", .get, "/v1/enterprises/{id}/entitlements", query: [.asOf])
  static let getAwardEvent = RouteSpec("getAwardEvent", .get, "/v1/award-events/{id}")
  static let decideAwardEvent = RouteSpec(
    "decideAwardEvent", .post, "/v1/award-events/{id}/decision", body: .json,
    needsIdempotencyKey: true)
  static let submitClaim = RouteSpec(
    "submitClaim", .post, "/v1/claims", body: .json, needsIdempotencyKey: true)
  static let listClaims = RouteSpec(
    "listClaims", .get, "/v1/claims", query: [.limit, .cursor, .state, .enterpriseID, .region])
  static let getClaim = RouteSpec("getClaim", .get, "/v1/claims/{id}")
  static let advanceClaim = RouteSpec(
    "advanceClaim", .post, "/v1/claims/{id}/steps", body: .json, needsIdempotencyKey: true,
    precondition: .optional)
  static let listAwardBudgets = RouteSpec(
    "listAwardBudgets", .get, "/v1/award-budgets", query: [.year, .region])
  static let putAwardBudget = RouteSpec(
    "putAwardBudget", .put, "/v1/award-budgets/{level}/{region}/{year}", body: .json,
    needsIdempotencyKey: true, precondition: .optional)
  static let getAwardBudget = RouteSpec(
    "getAwardBudget", .get, "/v1/award-budgets/{level}/{region}/{year}", query: [.clause])
  static let getAwardFigures = RouteSpec(
    "getAwardFigures", .get, "/v1/award-figures", query: [.year, .region])
  static let createWebhook = RouteSpec(
    "createWebhook", .post, "/v1/webhooks", body: .json, needsIdempotencyKey: true)
  static let listWebhooks = RouteSpec(
    "listWebhooks", .get, "/v1/webhooks", query: [.limit, .cursor])
  static let getWebhook = RouteSpec("getWebhook", .get, "/v1/webhooks/{id}")
  static let changeWebhook = RouteSpec(
    "changeWebhook", .patch, "/v1/webhooks/{id}", body: .json, needsIdempotencyKey: true,
    precondition: .required)
  static let deleteWebhook = RouteSpec(
    "deleteWebhook", .delete, "/v1/webhooks/{id}", needsIdempotencyKey: true)
  static let rotateWebhook = RouteSpec(
    "rotateWebhook", .post, "/v1/webhooks/{id}/rotate", body: .json, needsIdempotencyKey: true)
  static let testWebhook = RouteSpec(
    "testWebhook", .post, "/v1/webhooks/{id}/test", body: .empty, needsIdempotencyKey: true)
  static let listWebhookDeliveries = RouteSpec(
    "listWebhookDeliveries", .get, "/v1/webhooks/{id}/deliveries",
    query: [.limit, .cursor, .state])
  static let replayWebhook = RouteSpec(
    "replayWebhook", .post, "/v1/webhooks/{id}/replay", body: .json, needsIdempotencyKey: true)

  static let issueToken = RouteSpec("issueToken", .post, "/v1/oauth/token", body: .form)
  static let createClient = RouteSpec(
    "createClient", .post, "/v1/clients", body: .json, needsIdempotencyKey: true)
  static let listClients = RouteSpec("listClients", .get, "/v1/clients", query: [.limit, .cursor])
  static let getClient = RouteSpec("getClient", .get, "/v1/clients/{id}")
  static let amendClient = RouteSpec(
    "amendClient", .patch, "/v1/clients/{id}", body: .json, needsIdempotencyKey: true,
    precondition: .required)
  static let disableClient = RouteSpec(
    "disableClient", .post, "/v1/clients/{id}/disable", body: .json, needsIdempotencyKey: true,
    precondition: .required)
  static let enableClient = RouteSpec(
    "enableClient", .post, "/v1/clients/{id}/enable", body: .json, needsIdempotencyKey: true,
    precondition: .required)
  static let createClientSecret = RouteSpec(
    "createClientSecret", .post, "/v1/clients/{id}/secrets", body: .json,
    needsIdempotencyKey: true)
  static let revokeClientSecret = RouteSpec(
    "revokeClientSecret", .delete, "/v1/clients/{id}/secrets/{secret}", needsIdempotencyKey: true)

  static let listProducts = RouteSpec(
    "listProducts", .get, "/v1/products", query: [.limit, .cursor, .family])
  static let getProduct = RouteSpec("getProduct", .get, "/v1/products/{id}")
  static let publishProduct = RouteSpec(
    "publishProduct", .put, "/v1/products/{id}", body: .json, needsIdempotencyKey: true,
    precondition: .required)
  static let productWhatIf = RouteSpec(
    "productWhatIf", .post, "/v1/products/{id}/what-if", query: [.by], body: .json)
  static let policyWhatIf = RouteSpec(
    "policyWhatIf", .post, "/v1/policy/what-if", query: [.by], body: .json)
  static let listSweeps = RouteSpec("listSweeps", .get, "/v1/sweeps", query: [.limit, .cursor])
  static let getSweep = RouteSpec("getSweep", .get, "/v1/sweeps/{id}")
  static let listSweepFlips = RouteSpec(
    "listSweepFlips", .get, "/v1/sweeps/{id}/flips", query: [.limit, .cursor])
  static let getFactRegistry = RouteSpec("getFactRegistry", .get, "/v1/facts")

  static let createDirectoryEntry = RouteSpec(
    "createDirectoryEntry", .post, "/v1/directory", body: .json, needsIdempotencyKey: true)
  static let listDirectory = RouteSpec(
    "listDirectory", .get, "/v1/directory",
    query: [.limit, .cursor, .text, .region, .kind, .service, .status])
  static let getDirectoryFile = RouteSpec(
    "getDirectoryFile", .get, "/v1/directory.csv",
    query: [.text, .region, .kind, .service, .status])
  static let getDirectoryEntry = RouteSpec("getDirectoryEntry", .get, "/v1/directory/{code}")
  static let amendDirectoryEntry = RouteSpec(
    "amendDirectoryEntry", .patch, "/v1/directory/{code}", body: .json, needsIdempotencyKey: true,
    precondition: .required)
  static let unlistDirectoryEntry = RouteSpec(
    "unlistDirectoryEntry", .post, "/v1/directory/{code}/unlist", body: .json,
    needsIdempotencyKey: true, precondition: .required)
  static let relistDirectoryEntry = RouteSpec(
    "relistDirectoryEntry", .post, "/v1/directory/{code}/relist", body: .json,
    needsIdempotencyKey: true, precondition: .required)

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
    mergeFacts, requestErasure, getErasure, listErasures,
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
  private static let offers = [
    referNeed, getReferral, endReferral, listOffers, getOffer, readOfferEnterprise, claimOffer,
    contactOffer, grantOffer, drawOffer, declineOffer, withdrawOffer, reassignOffer, pauseOffer,
    offerStatistics, listCapacities, setCapacity, grantConsent, getConsent, revokeConsent,
    listConsents, listAccesses,
  ]
  private static let allocations = [
    requestAllocation, listAllocationRuns, getAllocationRun, getAllocationFairness,
    getAllocationDigest, getAllocationList, replayAllocation,
  ]
  private static let guarantees = [
    putGuarantor, listGuarantors, getGuarantor, getGuarantorReport, putGuaranteeBank,
    putEnterpriseGroup, getBundles, reserveGuarantee, listGuarantees, getGuarantee,
    advanceGuarantee, putFund, listFunds, getFund, endowFund,
    payFromPool, listFundEntries, reserveBridge, listBridges, getBridge, advanceBridge,
    listRenewals,
  ]
  private static let entitlements = [
    recordAwardEvent, listAwardEvents, getEntitlements, getAwardEvent, decideAwardEvent,
    submitClaim, listClaims, getClaim, advanceClaim, listAwardBudgets, putAwardBudget,
    getAwardBudget, getAwardFigures,
  ]
  private static let webhooks = [
    createWebhook, listWebhooks, getWebhook, changeWebhook, deleteWebhook, rotateWebhook,
    testWebhook, listWebhookDeliveries, replayWebhook,
  ]
  private static let clients = [
    issueToken, createClient, listClients, getClient, amendClient, disableClient, enableClient,
    createClientSecret, revokeClientSecret,
  ]
  private static let catalog = [
    listProducts, getProduct, publishProduct, productWhatIf, getFactRegistry,
  ]
  private static let policy = [policyWhatIf, listSweeps, getSweep, listSweepFlips]
  private static let directory = [
    createDirectoryEntry, listDirectory, getDirectoryFile, getDirectoryEntry,
    amendDirectoryEntry, unlistDirectoryEntry, relistDirectoryEntry,
  ]
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
