import API
import Application
import Domain

/// The funnel, and reports as they were published.
extension FakeBackend {
  func funnel(
    by dimension: String?, from: String?, to: String?, region: String?, actor: Actor
  ) async throws -> JSON {
    try json("funnel", actor, ["by": dimension, "from": from, "to": to, "region": region])
  }

  func fairness(
    by dimension: String?, from: String?, to: String?, region: String?, institution: String?,
    actor: Actor
  ) async throws -> JSON {
    try json(
      "fairness", actor,
      ["by": dimension, "from": from, "to": to, "region": region, "institution": institution])
  }

  func observedProducts(
    from: String?, to: String?, region: String?, institution: String?, actor: Actor
  ) async throws -> JSON {
    try json(
      "observedProducts", actor,
      ["from": from, "to": to, "region": region, "institution": institution])
  }

  func publishReport(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("publishReport", "", body, actor, idempotency)
  }

  func releases(region: String?, year: Int?, page: PageRequest) async throws -> Page<JSON> {
    try list("releases", nil, page, ["region": region, "year": year.map { String($0) }])
  }

  func release(_ id: ReleaseID) async throws -> ReleaseView {
    let item = try json("release", nil, ["id": id.text])
    return ReleaseView(json: item) {
      PrintedPage(html: "<!doctype html>", contentSecurityPolicy: "default-src 'none'")
    }
  }

  func releaseFile(_ id: ReleaseID, table: String) async throws -> [UInt8] {
    _ = try json("releaseFile", nil, ["id": id.text, "table": table])
    return Array("a,b\r\n".utf8)
  }

  func releaseWorkbook(_ id: ReleaseID) async throws -> [UInt8] {
    _ = try json("releaseWorkbook", nil, ["id": id.text])
    return Array("PK".utf8)
  }

  func lending(
    year: Int?, region: String?, institution: String?, actor: Actor
  ) async throws -> JSON {
    try json(
      "lending", actor,
      ["year": year.map { String($0) }, "region": region, "institution": institution])
  }

  func reportLoans(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reportLoans", "", body, actor, idempotency)
  }

  func reportLoanFile(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reportLoanFile", "", body, actor, idempotency)
  }

  func loanRows(
    of id: LoanReportID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("loanRows", actor, page, ["id": id.text])
  }
}
