import API
import Application
import Domain

/// The funnel, and reports as they were published.
extension FakeBackend {
  func funnel(
    by dimension: String?, from: String?, to: String?, region: String?, actor: Actor
  ) async throws -> JSON {
    try note(
      Call(
        name: "funnel", actor: actor,
        details: [
          "by": dimension ?? "", "from": from ?? "", "to": to ?? "", "region": region ?? "",
        ])
    ).item
  }

  func fairness(
    by dimension: String?, from: String?, to: String?, region: String?, institution: String?,
    actor: Actor
  ) async throws -> JSON {
    try note(
      Call(
        name: "fairness", actor: actor,
        details: [
          "by": dimension ?? "", "from": from ?? "", "to": to ?? "", "region": region ?? "",
          "institution": institution ?? "",
        ])
    ).item
  }

  func observedProducts(
    from: String?, to: String?, region: String?, institution: String?, actor: Actor
  ) async throws -> JSON {
    try note(
      Call(
        name: "observedProducts", actor: actor,
        details: [
          "from": from ?? "", "to": to ?? "", "region": region ?? "",
          "institution": institution ?? "",
        ])
    ).item
  }

  func publishReport(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(name: "publishReport", actor: actor, body: body, idempotency: idempotency)
    ).stored
  }

  func releases(region: String?, year: Int?, page: PageRequest) async throws -> Page<JSON> {
    try note(
      Call(
        name: "releases", actor: nil,
        details: ["region": region ?? "", "year": year.map { String($0) } ?? ""], page: page)
    ).page
  }

  func release(_ id: ReleaseID) async throws -> ReleaseView {
    let item = try note(Call(name: "release", actor: nil, details: ["id": id.text])).item
    return ReleaseView(json: item) {
      PrintedPage(html: "<!doctype html>", contentSecurityPolicy: "default-src 'none'")
    }
  }

  func releaseFile(_ id: ReleaseID, table: String) async throws -> [UInt8] {
    _ = try note(
      Call(name: "releaseFile", actor: nil, details: ["id": id.text, "table": table]))
    return Array("a,b\r\n".utf8)
  }

  func releaseWorkbook(_ id: ReleaseID) async throws -> [UInt8] {
    _ = try note(Call(name: "releaseWorkbook", actor: nil, details: ["id": id.text]))
    return Array("PK".utf8)
  }

  func lending(
    year: Int?, region: String?, institution: String?, actor: Actor
  ) async throws -> JSON {
    try note(
      Call(
        name: "lending", actor: actor,
        details: [
          "year": year.map { String($0) } ?? "", "region": region ?? "",
          "institution": institution ?? "",
        ])
    ).item
  }

  func reportLoans(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(Call(name: "reportLoans", actor: actor, body: body, idempotency: idempotency)).stored
  }

  func reportLoanFile(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(name: "reportLoanFile", actor: actor, body: body, idempotency: idempotency)
    ).stored
  }

  func loanRows(
    of id: LoanReportID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(Call(name: "loanRows", actor: actor, details: ["id": id.text], page: page)).page
  }
}
