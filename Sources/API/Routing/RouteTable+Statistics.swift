import Hummingbird

extension RouteTable {
  static let getFunnel = RouteSpec(
    "getFunnel", .get, "/v1/statistics/funnel", query: [.by, .from, .to, .region])
  static let getFairness = RouteSpec(
    "getFairness", .get, "/v1/statistics/fairness",
    query: [.by, .from, .to, .region, .institution])
  static let getObservedProducts = RouteSpec(
    "getObservedProducts", .get, "/v1/statistics/products",
    query: [.from, .to, .region, .institution])
  static let publishReport = RouteSpec(
    "publishReport", .post, "/v1/statistics/releases", body: .json, needsIdempotencyKey: true)
  static let listReleases = RouteSpec(
    "listReleases", .get, "/v1/statistics/releases", query: [.limit, .cursor, .region, .year])
  static let getRelease = RouteSpec("getRelease", .get, "/v1/statistics/releases/{id}")
  static let getReleaseTable = RouteSpec(
    "getReleaseTable", .get, "/v1/statistics/releases/{id}/tables/{table}")
  static let getReleaseWorkbook = RouteSpec(
    "getReleaseWorkbook", .get, "/v1/statistics/releases/{id}/workbook")

  static let getLending = RouteSpec(
    "getLending", .get, "/v1/statistics/lending", query: [.year, .region, .institution])
  static let reportLoans = RouteSpec(
    "reportLoans", .post, "/v1/loan-reports", body: .json, needsIdempotencyKey: true)
  static let reportLoanFile = RouteSpec(
    "reportLoanFile", .post, "/v1/loan-files", body: .json, needsIdempotencyKey: true)
  static let listLoanRows = RouteSpec(
    "listLoanRows", .get, "/v1/loan-reports/{id}/rows", query: [.limit, .cursor])

  static let statistics = [
    getFunnel, getFairness, getObservedProducts, publishReport, listReleases, getRelease,
    getReleaseTable, getReleaseWorkbook, getLending, reportLoans, reportLoanFile,
    listLoanRows,
  ]
}
