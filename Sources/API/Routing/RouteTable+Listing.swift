import Hummingbird

/// Listing cases, boards, and what is known of an enterprise's way to them.
extension RouteTable {
  static let openListingCase = RouteSpec(
    "openListingCase", .post, "/v1/listing-cases", body: .json, needsIdempotencyKey: true)
  static let listListingCases = RouteSpec(
    "listListingCases", .get, "/v1/listing-cases",
    query: [.limit, .cursor, .state, .board, .enterpriseID, .region])
  static let getListingCase = RouteSpec("getListingCase", .get, "/v1/listing-cases/{id}")
  static let advanceListingCase = RouteSpec(
    "advanceListingCase", .post, "/v1/listing-cases/{id}/steps", body: .json,
    needsIdempotencyKey: true, precondition: .optional)
  static let setListingTarget = RouteSpec(
    "setListingTarget", .put, "/v1/listing-cases/{id}/target", body: .json,
    needsIdempotencyKey: true, precondition: .optional)
  static let setListingSponsor = RouteSpec(
    "setListingSponsor", .put, "/v1/listing-cases/{id}/sponsor", body: .json,
    needsIdempotencyKey: true, precondition: .optional)
  static let getListingPlan = RouteSpec(
    "getListingPlan", .get, "/v1/listing-cases/{id}/plan", query: [.target])
  static let getListingReadiness = RouteSpec(
    "getListingReadiness", .get, "/v1/enterprises/{id}/readiness", query: [.board, .asOf])
  static let getListingClassification = RouteSpec(
    "getListingClassification", .get, "/v1/enterprises/{id}/classification", query: [.asOf])
  static let listBoards = RouteSpec("listBoards", .get, "/v1/boards")
  static let getBoard = RouteSpec("getBoard", .get, "/v1/boards/{board}", query: [.asOf])

  /// In the order of the OpenAPI document.
  static let listing = [
    openListingCase, listListingCases, getListingCase, advanceListingCase, setListingTarget,
    setListingSponsor, getListingPlan, getListingReadiness, getListingClassification, listBoards,
    getBoard,
  ]
}
