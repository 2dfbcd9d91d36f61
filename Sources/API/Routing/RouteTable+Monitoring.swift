import Hummingbird

/// Reports of enterprises, the sources they come from, and warnings.
extension RouteTable {
  static let submitReport = RouteSpec(
    "submitReport", .post, "/v1/enterprises/{id}/reports", body: .json, needsIdempotencyKey: true)
  static let listEnterpriseReports = RouteSpec(
    "listEnterpriseReports", .get, "/v1/enterprises/{id}/reports", query: [.limit, .cursor])
  static let reportOffer = RouteSpec(
    "reportOffer", .post, "/v1/offers/{id}/reports", body: .json, needsIdempotencyKey: true)
  static let reportGuarantee = RouteSpec(
    "reportGuarantee", .post, "/v1/guarantees/{id}/reports", body: .json,
    needsIdempotencyKey: true)
  static let getMonitoring = RouteSpec(
    "getMonitoring", .get, "/v1/enterprises/{id}/monitoring")
  static let putReportDuty = RouteSpec(
    "putReportDuty", .put, "/v1/enterprises/{id}/report-duties/{duty}", body: .json,
    needsIdempotencyKey: true, precondition: .optional)
  static let authoriseSource = RouteSpec(
    "authoriseSource", .post, "/v1/enterprises/{id}/source-authorisations", body: .json,
    needsIdempotencyKey: true)
  static let listSourceAuthorisations = RouteSpec(
    "listSourceAuthorisations", .get, "/v1/enterprises/{id}/source-authorisations",
    query: [.limit, .cursor])
  static let revokeSource = RouteSpec(
    "revokeSource", .post, "/v1/source-authorisations/{id}/revoke", body: .empty,
    needsIdempotencyKey: true)
  static let listReports = RouteSpec(
    "listReports", .get, "/v1/reports", query: [.limit, .cursor, .state])
  static let reportFile = RouteSpec(
    "reportFile", .post, "/v1/report-files", body: .json, needsIdempotencyKey: true)
  static let getReport = RouteSpec("getReport", .get, "/v1/reports/{id}")
  static let listReportRuns = RouteSpec(
    "listReportRuns", .get, "/v1/reports/{id}/runs", query: [.limit, .cursor])
  static let decideReport = RouteSpec(
    "decideReport", .post, "/v1/reports/{id}/decision", body: .json, needsIdempotencyKey: true)
  static let listWarnings = RouteSpec(
    "listWarnings", .get, "/v1/warnings",
    query: [.limit, .cursor, .state, .level, .enterpriseID, .region])
  static let getWarning = RouteSpec("getWarning", .get, "/v1/warnings/{id}")
  static let advanceWarning = RouteSpec(
    "advanceWarning", .post, "/v1/warnings/{id}/steps", body: .json, needsIdempotencyKey: true,
    precondition: .optional)
  static let recheckWarning = RouteSpec(
    "recheckWarning", .post, "/v1/warnings/{id}/rechecks", body: .json, needsIdempotencyKey: true)
  static let listRechecks = RouteSpec(
    "listRechecks", .get, "/v1/warning-rechecks", query: [.limit, .cursor, .state, .region])
  static let dryRunWarnings = RouteSpec(
    "dryRunWarnings", .post, "/v1/warning-rules/dry-run", query: [.after], body: .json)
  static let getWarningRules = RouteSpec("getWarningRules", .get, "/v1/warning-rules")
  static let putWarningRules = RouteSpec(
    "putWarningRules", .post, "/v1/warning-rules", body: .json, needsIdempotencyKey: true)
  static let listSourceRuns = RouteSpec(
    "listSourceRuns", .get, "/v1/source-runs", query: [.limit, .cursor, .source, .on])
  static let getSourceQuality = RouteSpec(
    "getSourceQuality", .get, "/v1/source-quality", query: [.on, .region])
  static let listQualityDays = RouteSpec(
    "listQualityDays", .get, "/v1/source-quality/days", query: [.source, .region, .from, .to])

  /// In the order of the OpenAPI document.
  static let monitoring = [
    submitReport, listEnterpriseReports, reportOffer, reportGuarantee, getMonitoring,
    putReportDuty, authoriseSource, listSourceAuthorisations, revokeSource, listReports,
    reportFile, getReport, listReportRuns, decideReport, listWarnings, getWarning, advanceWarning,
    recheckWarning,
    listRechecks, dryRunWarnings, getWarningRules, putWarningRules, listSourceRuns,
    getSourceQuality, listQualityDays,
  ]
}
