import Catalog
import Domain
import Foundation
import Postgres
import Statistics
import Store

/// A yearly report before it is published.
struct YearlyReport: Sendable {
  /// What is published, but for who did and when.
  let body: JSON
  /// The published cells of each need that has any.
  let counts: [(need: NeedID, cells: [Int])]
}

extension Application {
  /// Counts the needs that were submitted in a year by enterprises of a region, as they stand, and holds back
  /// what would tell of few, here or beside what was published before. Callers hold the lock of releases.
  func report(
    of region: RegionTable.Region, year: Int, revision: Int, reason: String?,
    _ session: any PostgresSession
  ) async throws -> YearlyReport {
    let form = reference.statistics.book.report
    let earlier = Dictionary(
      grouping: try await ReleaseRepository.counts(year: year, session), by: \.need)
    var needs: [ReportedNeed] = []
    var seen: Set<NeedID> = []
    var after: UUID?
    while let page = try await reportPage(of: region.code, year: year, after: after, session) {
      let journeys = try await funnelJourneys(of: page, session)
      for id in page {
        guard let journey = journeys[id] else { continue }
        seen.insert(id)
        needs.append(
          ReportedNeed(
            key: id.text, furthest: journey.furthest,
            values: form.tables.map { Self.row(journey.need, in: $0.table, of: region.code) },
            released: Self.cells(earlier[id] ?? [])))
      }
      after = page.last?.uuid
    }
    for (id, counts) in earlier where !seen.contains(id) {
      needs.append(
        ReportedNeed(key: id.text, furthest: nil, values: [], released: Self.cells(counts)))
    }
    let layout = form.tables.map { (code: $0.table.rawValue, rows: rows(of: $0.table, in: region)) }
    let rule = reference.statistics.book.suppression
    let tables = ReportTables(needs, tables: layout, suppression: CellSuppression(rule))
    let counts = tables.published.compactMap { key, cells in
      NeedID(key).map { (need: $0, cells: cells) }
    }.sorted { $0.need < $1.need }
    let view = YearlyReportView(
      form: form, rule: rule, region: region, name: reference.regions.fullName(region.code),
      year: year, revision: revision, reason: reason, asOf: clock.now(),
      lending: try await publishedLending(of: region, year: year, session))
    return YearlyReport(body: view.json(tables, label: label), counts: counts)
  }

  private func reportPage(
    of region: RegionCode, year: Int, after: UUID?, _ session: any PostgresSession
  ) async throws -> [NeedID]? {
    guard let first = LegalDate(year: year, month: 1, day: 1),
      let next = LegalDate(year: year + 1, month: 1, day: 1)
    else { return nil }
    let page = try await ReleaseRepository.needs(
      regionPrefix: region.prefix, from: Instant(startOf: first), before: Instant(startOf: next),
      after: after, limit: Self.funnelPageNeeds, session)
    return page.isEmpty ? nil : page
  }

  private static func cells(
    _ counts: [(need: NeedID, release: ReleaseID, cells: [Int])]
  ) -> Set<ReleasedCell> {
    Set(
      counts.flatMap { one in
        one.cells.map { ReleasedCell(release: one.release.text, cell: $0) }
      })
  }

  /// The row of a need in a table; of a need that is in none the empty text, which is no row.
  private static func row(
    _ need: FunnelJourney.Need, in table: ReportForm.Table, of region: RegionCode
  ) -> String {
    switch table {
    case .place:
      region.level == .province ? need.region.prefecture?.text ?? "" : need.region.text
    case .industry: need.industry ?? ""
    case .size: need.size?.rawValue ?? "unknown"
    case .borrower: need.hasBorrowed.map { $0 ? "repeat" : "first" } ?? "unknown"
    }
  }

  private func rows(of table: ReportForm.Table, in region: RegionTable.Region) -> [String] {
    switch table {
    case .place: reference.regions.children(of: region.code).map(\.code.text)
    case .industry: Set(reference.industries.divisions.map(\.section.text)).sorted()
    case .size: EnterpriseSize.allCases.map(\.rawValue) + ["unknown"]
    case .borrower: ["first", "repeat", "unknown"]
    }
  }

  /// What a row is called.
  private func label(_ row: String, in table: String) -> String {
    guard table == ReportForm.Table.place.rawValue, let code = RegionCode(row) else {
      return YearlyReportView.words[row] ?? row
    }
    return reference.regions[code]?.name ?? row
  }
}

/// How a report looks.
struct YearlyReportView {
  let form: ReportForm
  let rule: SuppressionRule
  let region: RegionTable.Region
  let name: String?
  let year: Int
  let revision: Int
  let reason: String?
  let asOf: Instant
  let lending: JSON

  /// Rows that are not called by their codes.
  static let words = [
    "micro": "微型 micro", "small": "小型 small", "medium": "中型 medium", "large": "大型 large",
    "first": "首贷户 first loan", "repeat": "已有贷款 borrowed before", "unknown": "未知 unknown",
  ]

  func json(_ tables: ReportTables, label: (String, String) -> String) -> JSON {
    let labels = Dictionary(
      form.tables.map { ($0.table.rawValue, $0.label.json) }, uniquingKeysWith: { $1 })
    return [
      "title": .string("\(name ?? region.name)\(year)年中小企业融资服务年度发展报告"),
      "region": .string(region.code.text), "region_name": .string(name ?? region.name),
      "year": .int(Int64(year)), "revision": .int(Int64(revision)), "reason": .optional(reason),
      "as_of": .string(asOf.text),
      "stages": .array(
        form.stages.map {
          [
            "code": .string($0.stage.code), "label": $0.label.json, "means": $0.means.json,
          ]
        }),
      "citation": form.citation.json,
      "suppression": [
        "threshold": .int(rule.threshold), "citation": rule.citation.json,
      ],
      "total": Self.counts(tables.total), "lending": lending,
      "tables": .array(
        tables.tables.map { table in
          [
            "code": .string(table.code), "label": labels[table.code] ?? .null,
            "rows": .array(
              table.rows.map { row in
                [
                  "code": .string(row.value), "label": .string(label(row.value, table.code)),
                  "counts": Self.counts(row.counts),
                ]
              }),
          ]
        }),
    ]
  }

  /// Null is held back.
  private static func counts(_ counts: [Int64?]) -> JSON { .array(counts.map { .optional($0) }) }
}
