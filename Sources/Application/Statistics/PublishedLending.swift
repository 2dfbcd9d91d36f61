import Catalog
import Domain
import Postgres
import Statistics
import Store

extension Application {
  /// Reports of loans whose figures are drawn at once.
  private static let publishedLendingPage = 100

  /// Figures of lending in the report of a region: of each bank that reported on the region or on one directly
  /// below it, by every definition in force at the end of the year, as far as they tell of no few borrowers. A
  /// definition by which there is nothing to tell of has no table.
  func publishedLending(
    of region: RegionTable.Region, year: Int, _ session: any PostgresSession
  ) async throws -> JSON {
    let book = reference.statistics.book
    let form = book.report.lending
    var lines: [String: [JSON]] = [:]
    var definitions: [LendingDefinition] = []
    if let last = LegalDate(year: year, month: 12, day: 31) {
      let names = Dictionary(
        (try await catalogs.latest(session)?.catalog.institutions ?? []).map { ($0.code, $0.name) },
        uniquingKeysWith: { first, _ in first })
      let regions = [region.code] + reference.regions.children(of: region.code).map(\.code)
      var after: LoanReportRecord?
      repeat {
        let page = try await LoanReportRepository.newest(
          year: year, regions: regions.map(\.text), after: after,
          limit: Self.publishedLendingPage, session)
        for report in page {
          let name = names[report.institution]
          for (definition, line) in try await publishedLines(report, name, on: last, session) {
            if lines[definition.code] == nil { definitions.append(definition) }
            lines[definition.code, default: []].append(line)
          }
        }
        after = page.last
      } while after != nil
    }
    // In the order of the document, whatever came first.
    let tables = book.lending.filter(definitions.contains).map {
      PublishedLendingText.table($0, lines[$0.code] ?? [])
    }
    return [
      "label": form.label.json, "means": form.means.json,
      "threshold": .int(book.disclosure.threshold), "largest_ppm": .int(form.largestPPM),
      "step_ppm": .int(form.stepPPM), "citation": form.citation.json, "tables": .array(tables),
    ]
  }

  private func publishedLines(
    _ report: LoanReportRecord, _ name: Label?, on last: LegalDate,
    _ session: any PostgresSession
  ) async throws -> [(LendingDefinition, JSON)] {
    guard let region = RegionCode(report.region) else { return [] }
    let book = reference.statistics.book
    let definitions = book.lending(on: last, in: region)
    guard !definitions.isEmpty else { return [] }
    let before = try await LoanReportRepository.newest(
      year: report.year - 1, regionPrefix: report.region, institution: report.institution,
      limit: 1, session
    ).first
    let rows = try await loans(of: report.id, session)
    var rowsBefore: [LoanRow]?
    if let before { rowsBefore = try await loans(of: before.id, session) }
    return definitions.map { definition in
      let figures = definition.published(rows, before: rowsBefore, book.disclosure)
      let line: JSON = [
        "institution": .string(report.institution), "name": name?.json ?? .null,
        "region": .string(report.region),
        "region_name": .string(reference.regions[region]?.name ?? report.region),
        "report_id": .string(report.id.text), "report_before_id": .optional(before?.id.text),
        "reported_at": .string(report.reportedAt.text),
        "figures": .array(figures.map(PublishedLendingText.figure)),
      ]
      return (definition, line)
    }
  }
}

/// How published figures of lending look.
enum PublishedLendingText {
  static func table(_ definition: LendingDefinition, _ rows: [JSON]) -> JSON {
    [
      "code": .string(definition.code), "label": definition.label.json,
      "authority": definition.authority.json, "citation": definition.citation.json,
      "loans": [
        "sizes": .array(
          BorrowerSize.allCases.filter(definition.scope.sizes.contains)
            .map { .string($0.rawValue) }),
        "credit_up_to_fen": .optional(definition.scope.creditUpTo?.value),
      ],
      "indicators": .array(
        definition.indicators.map { indicator in
          [
            "code": .string(indicator.code), "kind": .string(indicator.kind.rawValue),
            "label": indicator.label.json, "margin_ppm": .optional(indicator.marginPPM),
          ]
        }), "rows": .array(rows),
    ]
  }

  /// Null is held back, or undefined.
  static func figure(_ figure: PublishedLendingFigure) -> JSON {
    let told = figure.outcome.map(LoanReportText.outcome)
    return [
      "outcome": .optional(told?.outcome), "reason": .optional(told?.reason),
      "reached_ppm": .optional(figure.reachedPPM), "bound_ppm": .optional(figure.boundPPM),
    ]
  }
}
