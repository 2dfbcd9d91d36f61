import Application
import Domain
import HTTPTypes

/// The funnel, and reports as they were published.
enum StatisticsRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    counted(backend) + published(backend) + loans(backend)
  }

  private static func counted(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.getFunnel,
        { call in
          PoolRoutes.untagged(
            try await backend.funnel(
              by: try call.query.choice(.by, of: Application.funnelDimensions),
              from: try month(call, .from), to: try month(call, .to),
              region: try call.query.region(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.getFairness,
        { call in
          PoolRoutes.untagged(
            try await backend.fairness(
              by: try call.query.choice(.by, of: Application.fairnessDimensions),
              from: try month(call, .from), to: try month(call, .to),
              region: try call.query.region(), institution: try call.query.word(.institution),
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.getObservedProducts,
        { call in
          PoolRoutes.untagged(
            try await backend.observedProducts(
              from: try month(call, .from), to: try month(call, .to),
              region: try call.query.region(), institution: try call.query.word(.institution),
              actor: try call.actor()))
        }
      ),
    ]
  }

  private static func loans(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.getLending,
        { call in
          let year = try call.query.integer(.year, in: 2000...2100)
          return PoolRoutes.untagged(
            try await backend.lending(
              year: year.map { Int($0) }, region: try call.query.region(),
              institution: try call.query.word(.institution), actor: try call.actor()))
        }
      ),
      (
        RouteTable.reportLoans,
        { call in
          .stored(
            try await backend.reportLoans(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.reportLoanFile,
        { call in
          .stored(
            try await backend.reportLoanFile(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listLoanRows,
        { call in
          try await call.list(
            try await backend.loanRows(
              of: try call.identifier(), page: call.page, actor: try call.actor()))
        }
      ),
    ]
  }

  private static func published(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.publishReport,
        { call in
          .stored(
            try await backend.publishReport(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listReleases,
        { call in
          let year = try call.query.integer(.year, in: 2000...2100)
          return try await call.list(
            try await backend.releases(
              region: try call.query.region(), year: year.map { Int($0) }, page: call.page))
        }
      ),
      (RouteTable.getRelease, { call in try await release(call, backend) }),
      (RouteTable.getReleaseTable, { call in try await file(call, backend) }),
      (RouteTable.getReleaseWorkbook, { call in try await workbook(call, backend) }),
    ]
  }

  /// JSON, or a page where `Accept` asks for one. It never changes.
  private static func release(_ call: Call, _ backend: any Backend) async throws -> Answer {
    let release = try await backend.release(try call.identifier())
    var answer: Answer = call.prefersHTML ? .page(try release.page()) : .json(release.json)
    answer.headers.append((.vary, "Accept"))
    answer.entityTag = EntityTag(version: nil, content: answer.bytes)
    return answer
  }

  /// The file for a spreadsheet, to be saved rather than shown.
  private static func file(_ call: Call, _ backend: any Backend) async throws -> Answer {
    let table = try PoolRoutes.name(call, "table")
    var answer = Answer(
      contentType: "text/csv; charset=utf-8; header=present",
      bytes: try await backend.releaseFile(try call.identifier(), table: table))
    answer.entityTag = EntityTag(version: nil, content: answer.bytes)
    answer.headers.append((.contentDisposition, "attachment; filename=\"\(table).csv\""))
    return answer
  }

  /// All tables for a spreadsheet.
  private static func workbook(_ call: Call, _ backend: any Backend) async throws -> Answer {
    var answer = Answer(
      contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      bytes: try await backend.releaseWorkbook(try call.identifier()))
    answer.entityTag = EntityTag(version: nil, content: answer.bytes)
    answer.headers.append((.contentDisposition, "attachment; filename=\"report.xlsx\""))
    return answer
  }

  private static func month(
    _ call: Call, _ parameter: QueryParameter
  ) throws(Problem) -> String? {
    try call.query.value(
      parameter, "month", Text("月份格式应为 YYYY-MM", "must be a month as YYYY-MM")
    ) { $0.utf8.count == 7 && LegalDate($0 + "-01") != nil ? $0 : nil }
  }
}
