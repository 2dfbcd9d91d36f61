import Catalog
import Domain
import Foundation
import Postgres
import Statistics
import Store

/// How much of what banks reported is read at once for figures that are published. However many banks there are and
/// loans they reported, no more of these is in memory than a page, with what is counted of the borrowers of a report,
/// of the one of the year before and of one that was told earlier.
public struct LendingPages: Sendable, Hashable {
  /// Reports, without their loans.
  public var reportsMaximum = 100
  /// Loans of one report.
  public var rowsMaximum = 1_000
  /// Earlier releases, with their tables.
  public var releasesMaximum = 8

  public init() {}
}

extension Application {
  /// Figures of lending in the report of a region: of each bank that reported on the region or on one directly
  /// below it, by every definition in force at the end of the year, as far as they tell of no few borrowers, here or
  /// beside what was published before. A definition by which there is nothing to tell of has no table. Callers
  /// hold the lock of releases.
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
      let told = try await toldLending(of: region, year: year, session)
      var after: LoanReportRecord?
      repeat {
        let page = try await LoanReportRepository.newest(
          year: year, regions: regions.map(\.text), after: after,
          limit: lendingPages.reportsMaximum, session)
        for report in page {
          let name = names[report.institution]
          for (definition, line) in try await publishedLines(
            report, name, on: last, beside: told, session)
          {
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
    _ report: LoanReportRecord, _ name: Label?, on last: LegalDate, beside told: ToldLending,
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
    let sums = try await loanSums(of: report.id, by: definitions, session)
    var used = [(report: report, sums: sums)]
    var sumsBefore: [LoanSums]?
    if let before {
      let found = try await loanSums(of: before.id, by: definitions, session)
      sumsBefore = found
      used.append((report: before, sums: found))
    }
    let isHeldBack = try await hasFewChanged(used, since: told, by: definitions, session)
    return definitions.enumerated().map { place, definition in
      let figures =
        isHeldBack
        ? definition.indicators.map { _ in PublishedLendingFigure.heldBack }
        : definition.published(sums[place], before: sumsBefore?[place], book.disclosure)
      var line: [String: JSON] = [
        "institution": .string(report.institution), "name": name?.json ?? .null,
        "region": .string(report.region),
        "region_name": .string(reference.regions[region]?.name ?? report.region),
        "report_id": .string(report.id.text), "report_before_id": .optional(before?.id.text),
        "reported_at": .string(report.reportedAt.text),
        "figures": .array(figures.map(PublishedLendingText.figure)),
      ]
      if isHeldBack { line["held_back"] = .string(PublishedLendingText.fewChanged) }
      return (definition, .object(line))
    }
  }

  /// What each definition counts of the loans of a report. These are added as they are read: a report of a file may have
  /// `loanFileRowsMaximum` of them.
  func loanSums(
    of id: LoanReportID, by definitions: [LendingDefinition], _ session: any PostgresSession
  ) async throws -> [LoanSums] {
    var sums = definitions.map { LoanSums($0.scope) }
    var after: UUID?
    repeat {
      let page = try await LoanReportRepository.rows(
        of: id, after: after, limit: lendingPages.rowsMaximum, session)
      for loan in try page.map(LoanReportText.loan) {
        for place in sums.indices { sums[place].add(loan) }
      }
      after = page.count < lendingPages.rowsMaximum ? nil : page.last?.id.uuid
    } while after != nil
    return sums
  }
}

/// How published figures of lending look.
enum PublishedLendingText {
  /// Why a line is all held back: since an earlier release few borrowers were corrected.
  static let fewChanged = "few_changed"

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
