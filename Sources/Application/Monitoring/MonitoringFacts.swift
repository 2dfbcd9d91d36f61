import Catalog
import Domain
import Monitoring
import Postgres
import Store

extension MonitoringDesk {
  /// Draws the facts that follow from what was reported, so that products decide on it: a change has the needs of the
  /// enterprise matched again. Which reports a fact stands on is kept for the versions that hold it.
  ///
  /// - Returns: the last days on which they are used.
  mutating func drawFacts(_ series: ReportSeries) async throws -> [LegalDate] {
    // Before a catalog is published there is nobody to decide by the facts.
    guard let registry = try await application.catalogs.latest(session)?.registry else { return [] }
    let drawn = rules.indicators.drawn(series, rules.sources, on: today).filter { figure in
      registry.check(path: figure.path, json: figure.value.json, at: "").isSuccess
    }
    let byPath = Dictionary(drawn.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let values = rules.indicators.drawnPaths.map { path -> (path: String, value: DrawnValue) in
      (path, byPath[path].map { DrawnValue.reported($0.value, asOf: $0.asOf) } ?? .unknown)
    }
    let (new, sheet) = try await application.drawFacts(
      of: enterprise, registry, at: now, by: "monitoring", writer: &writer, session
    ) { _ in values }
    // Where somebody else says it of a later day, it does not stand on what was reported.
    let used = drawn.filter { sheet[$0.path]?.source == FactSheetBuilder.drawnSource }
    try await keepUses(used, before: enterprise.factsVersion, now: new.factsVersion)
    return used.map(\.goodThrough)
  }

  /// Notes from which version of the facts on they stand on which reports, and through which they stood on others.
  private func keepUses(_ drawn: [DrawnFigure], before: Int, now version: Int) async throws {
    var uses: Set<ReportUse> = []
    for figure in drawn {
      for report in figure.reports {
        guard
          let id = try await ReportRepository.find(
            report.key.source, by: report.key.reporter, report.key.period.kind.rawValue,
            report.key.period.firstDay, revision: report.revision, of: enterprise.id, session)
        else { throw StoredDataError(what: "report of \(enterprise.id)") }
        uses.insert(ReportUse(path: figure.path, report: id))
      }
    }
    let known = Set(try await ReportUseRepository.live(of: enterprise.id, session))
    try await ReportUseRepository.end(
      known.subtracting(uses), of: enterprise.id,
      through: version > before ? before : version, session)
    try await ReportUseRepository.begin(
      uses.subtracting(known), of: enterprise.id, from: version, session)
  }
}

extension Result {
  fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}
