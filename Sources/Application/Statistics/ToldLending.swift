import Domain
import Postgres
import Statistics
import Store

/// Which versions of reports of loans releases told of.
struct ToldLending: Sendable {
  /// Whose loans a report is of, where and when.
  private struct Subject: Hashable {
    let institution: String
    let region: String
    let year: Int
  }

  private var versions: [Subject: Set<LoanReportID>] = [:]

  /// The versions of a report that were told, without itself, oldest first.
  func others(than report: LoanReportRecord) -> [LoanReportID] {
    let subject = Subject(
      institution: report.institution, region: report.region, year: report.year)
    return (versions[subject] ?? []).subtracting([report.id]).sorted()
  }

  /// Adds what a release told.
  ///
  /// - Parameters:
  ///   - report: as it was published.
  ///   - year: of the release.
  /// - Throws: `StoredDataError` for lines that do not say what they rest on.
  mutating func add(_ report: JSON, year: Int) throws {
    for table in report["lending"]?["tables"]?.arrayValue ?? [] {
      for line in table["rows"]?.arrayValue ?? [] where Self.tells(line) {
        try add(line["report_id"], of: line, year: year)
        if let before = line["report_before_id"], before != .null {
          try add(before, of: line, year: year - 1)
        }
      }
    }
  }

  private mutating func add(_ version: JSON?, of line: JSON, year: Int) throws {
    guard let id = version?.stringValue.flatMap({ LoanReportID($0) }),
      let institution = line["institution"]?.stringValue,
      let region = line["region"]?.stringValue
    else { throw StoredDataError(what: "release") }
    let subject = Subject(institution: institution, region: region, year: year)
    versions[subject, default: []].insert(id)
  }

  /// A line that was all held back told nothing of loans, and that nothing was reported before tells of none.
  private static func tells(_ line: JSON) -> Bool {
    (line["figures"]?.arrayValue ?? []).contains { figure in
      figure["outcome"]?.stringValue.map { $0 != "undefined" } ?? false
    }
  }
}

extension Application {
  /// What every release told of reports that one of a region and year may tell of: those of the region and of each
  /// directly below it, which stand in releases of their own and of the region above, of that year, of the one
  /// before, and as the year before of the one after. Callers hold the lock of releases.
  func toldLending(
    of region: RegionTable.Region, year: Int, _ session: any PostgresSession
  ) async throws -> ToldLending {
    let regions =
      [region.parent, region.code].compactMap(\.self)
      + reference.regions.children(of: region.code).map(\.code)
    var told = ToldLending()
    var after: ReleaseRecord?
    repeat {
      let page = try await ReleaseRepository.list(
        regions: regions.map(\.text), years: year - 1...year + 1, after: after,
        limit: lendingPages.releasesMaximum, session)
      for release in page {
        try told.add(ReleaseText.report(release), year: release.year)
      }
      after = page.last
    } while after != nil
    return told
  }

  /// Whether a version in use differs by few borrowers from one of the same report that was told.
  ///
  /// - Parameter used: with what each definition counts of their loans.
  func hasFewChanged(
    _ used: [(report: LoanReportRecord, sums: [LoanSums])], since told: ToldLending,
    by definitions: [LendingDefinition], _ session: any PostgresSession
  ) async throws -> Bool {
    let disclosure = reference.statistics.book.disclosure
    for version in used {
      for id in told.others(than: version.report) {
        let earlier = try await loanSums(of: id, by: definitions, session)
        let mayTell = definitions.enumerated().allSatisfy { place, definition in
          disclosure.mayTell(version.sums[place], beside: earlier[place], by: definition)
        }
        if !mayTell { return true }
      }
    }
    return false
  }
}
