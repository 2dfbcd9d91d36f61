import Hummingbird

/// Receivables, core enterprises, and money on receivables.
extension RouteTable {
  static let uploadReceivable = RouteSpec(
    "uploadReceivable", .post, "/v1/receivables", body: .json, needsIdempotencyKey: true)
  static let listReceivables = RouteSpec(
    "listReceivables", .get, "/v1/receivables",
    query: [.limit, .cursor, .state, .enterpriseID, .region])
  static let uploadReceivables = RouteSpec(
    "uploadReceivables", .post, "/v1/receivables/batch", body: .json, needsIdempotencyKey: true)
  static let confirmReceivables = RouteSpec(
    "confirmReceivables", .post, "/v1/receivables/confirmations", body: .json,
    needsIdempotencyKey: true)
  static let getReceivable = RouteSpec("getReceivable", .get, "/v1/receivables/{id}")
  static let amendReceivable = RouteSpec(
    "amendReceivable", .put, "/v1/receivables/{id}", body: .json, needsIdempotencyKey: true,
    precondition: .required)
  static let withdrawReceivable = RouteSpec(
    "withdrawReceivable", .post, "/v1/receivables/{id}/withdraw", body: .empty,
    needsIdempotencyKey: true, precondition: .required)
  static let reviewReceivable = RouteSpec(
    "reviewReceivable", .post, "/v1/receivables/{id}/review", body: .json,
    needsIdempotencyKey: true)
  static let requestConfirmation = RouteSpec(
    "requestConfirmation", .post, "/v1/receivables/{id}/confirmation-request", body: .empty,
    needsIdempotencyKey: true)
  static let createConfirmationToken = RouteSpec(
    "createConfirmationToken", .post, "/v1/receivables/{id}/confirmation-token", body: .empty,
    needsIdempotencyKey: true)
  static let getConfirmationLetter = RouteSpec(
    "getConfirmationLetter", .get, "/v1/receivables/{id}/confirmation-letter")
  static let confirmReceivable = RouteSpec(
    "confirmReceivable", .post, "/v1/receivables/{id}/confirm", body: .json,
    needsIdempotencyKey: true)
  static let disputeReceivable = RouteSpec(
    "disputeReceivable", .post, "/v1/receivables/{id}/dispute", body: .json,
    needsIdempotencyKey: true)
  static let getLateInterest = RouteSpec(
    "getLateInterest", .get, "/v1/receivables/{id}/late-interest", query: [.until])
  static let getReceivableEvidence = RouteSpec(
    "getReceivableEvidence", .get, "/v1/receivables/{id}/evidence")
  static let offerReceivable = RouteSpec(
    "offerReceivable", .post, "/v1/receivables/{id}/financings", body: .json,
    needsIdempotencyKey: true)
  static let confirmByToken = RouteSpec(
    "confirmByToken", .post, "/v1/receivable-confirmations", body: .json)
  static let readLetterByToken = RouteSpec(
    "readLetterByToken", .post, "/v1/receivable-confirmations/letter", body: .json)
  static let listFinancings = RouteSpec(
    "listFinancings", .get, "/v1/receivable-financings", query: [.limit, .cursor, .state, .region])
  static let getFinancing = RouteSpec("getFinancing", .get, "/v1/receivable-financings/{id}")
  static let notifyFinancing = RouteSpec(
    "notifyFinancing", .post, "/v1/receivable-financings/{id}/notify", body: .json,
    needsIdempotencyKey: true, precondition: .required)
  static let registerFinancing = RouteSpec(
    "registerFinancing", .post, "/v1/receivable-financings/{id}/register", body: .json,
    needsIdempotencyKey: true, precondition: .required)
  static let fundFinancing = RouteSpec(
    "fundFinancing", .post, "/v1/receivable-financings/{id}/fund", body: .json,
    needsIdempotencyKey: true, precondition: .required)
  static let collectFinancing = RouteSpec(
    "collectFinancing", .post, "/v1/receivable-financings/{id}/collect", body: .json,
    needsIdempotencyKey: true, precondition: .required)
  static let releaseFinancing = RouteSpec(
    "releaseFinancing", .post, "/v1/receivable-financings/{id}/release", body: .json,
    needsIdempotencyKey: true, precondition: .required)
  static let declineFinancing = RouteSpec(
    "declineFinancing", .post, "/v1/receivable-financings/{id}/decline", body: .json,
    needsIdempotencyKey: true, precondition: .required)
  static let uploadPayables = RouteSpec(
    "uploadPayables", .post, "/v1/enterprises/{id}/payables", body: .json,
    needsIdempotencyKey: true)
  static let getBorrowingBase = RouteSpec(
    "getBorrowingBase", .get, "/v1/enterprises/{id}/borrowing-base",
    query: [.way, .institution])
  static let getAgeing = RouteSpec(
    "getAgeing", .get, "/v1/enterprises/{id}/ageing", query: [.party])
  static let listCoreEnterprises = RouteSpec(
    "listCoreEnterprises", .get, "/v1/core-enterprises", query: [.limit, .cursor, .region])
  static let getCoreEnterprise = RouteSpec("getCoreEnterprise", .get, "/v1/core-enterprises/{id}")
  static let setCoreEnterprise = RouteSpec(
    "setCoreEnterprise", .put, "/v1/core-enterprises/{id}", body: .json, needsIdempotencyKey: true)
  static let listCreditLines = RouteSpec(
    "listCreditLines", .get, "/v1/core-enterprises/{id}/credit-lines")
  static let setCreditLine = RouteSpec(
    "setCreditLine", .put, "/v1/core-enterprises/{id}/credit-lines/{institution}", body: .json,
    needsIdempotencyKey: true)
  static let inviteSuppliers = RouteSpec(
    "inviteSuppliers", .post, "/v1/core-enterprises/{id}/invitations", body: .json,
    needsIdempotencyKey: true)
  static let listInvitations = RouteSpec(
    "listInvitations", .get, "/v1/supplier-invitations", query: [.limit, .cursor, .region])

  /// In the order of the OpenAPI document.
  static let receivables = [
    uploadReceivable, listReceivables, uploadReceivables, confirmReceivables, getReceivable,
    amendReceivable, withdrawReceivable, reviewReceivable, requestConfirmation,
    createConfirmationToken, getConfirmationLetter, confirmReceivable, disputeReceivable,
    getLateInterest, getReceivableEvidence, offerReceivable, confirmByToken, readLetterByToken,
    listFinancings, getFinancing, notifyFinancing, registerFinancing, fundFinancing,
    collectFinancing, releaseFinancing, declineFinancing, uploadPayables, getBorrowingBase,
    getAgeing, listCoreEnterprises, getCoreEnterprise, setCoreEnterprise, listCreditLines,
    setCreditLine, inviteSuppliers, listInvitations,
  ]
}
