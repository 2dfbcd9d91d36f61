import Domain
import Monitoring
import Postgres
import Store

/// What was used in which decision.
extension Application {
  /// Runs that are shown of one report where reports are listed: the newest ones.
  private static let listedRuns = 20

  /// The runs that decided by facts that stood on one report, newest first, each with those facts.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func reportRuns(
    of id: ReportID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try await readLogged(.monitoring, as: actor) { session in
      guard let report = try await ReportRepository.find(id, session),
        let enterprise = try await EnterpriseRepository.find(report.enterprise, session),
        AccessRules.canRead(enterprise, by: actor)
      else { throw ApplicationError.notFound(what: "report") }
      try AccessRules.requireKept(enterprise.scope)
      let found = try await ReportUseRepository.runs(
        of: id, of: report.enterprise, after: page.after, limit: page.limit + 1, session)
      let views = Page(found, limit: page.limit, id: \.run.uuid).map(ReportRunView.json)
      return (views, [report.enterprise])
    }
  }

  /// What came of a source on a day, newest first, by which file, and the newest runs that decided by each; of
  /// enterprises that the caller may see.
  ///
  /// - Parameter day: today unless told otherwise.
  public func sourceRuns(
    source: String?, on day: LegalDate?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    let day = day ?? clock.now().legalDate
    return try await readLogged(.monitoring, as: actor) { session in
      var filter = ReportRepository.Filter(source: source, receivedOn: day)
      switch actor.role {
      case .liaison, .liaisonManager: return (Page(items: [], next: nil), [])
      case .enterprise:
        guard let own = try await ownEnterprise(of: actor, session)?.id else {
          return (Page(items: [], next: nil), [])
        }
        filter.enterprise = own
      case .service, .auditor, .operator: break
      }
      guard let prefix = AccessRules.listPrefix(asked: nil, by: actor) else {
        return (Page(items: [], next: nil), [])
      }
      filter.regionPrefix = prefix.isEmpty ? nil : prefix
      let found = try await ReportRepository.list(
        filter, after: page.after, limit: page.limit + 1, session)
      let runs = try await ReportUseRepository.runs(
        of: found.map { (id: $0.id, enterprise: $0.enterprise) }, limit: Self.listedRuns + 1,
        session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      let views = try cut.map { report -> JSON in
        let own = runs[report.id] ?? []
        return [
          "report_id": .string(report.id.text), "enterprise_id": .string(report.enterprise.text),
          "source": .string(report.source), "period": .string(try report.period().text),
          "revision": .int(Int64(report.revision)), "provenance": .string(report.provenance),
          "received_at": .string(report.receivedAt.text),
          "runs": .array(own.prefix(Self.listedRuns).map(ReportRunView.json)),
          "has_more_runs": .bool(own.count > Self.listedRuns),
        ]
      }
      return (views, cut.items.map(\.enterprise))
    }
  }
}

/// How a run that decided by a report looks.
private enum ReportRunView {
  static func json(_ run: ReportRun) -> JSON {
    [
      "run_id": .string(run.run.text), "need_id": .string(run.need.text),
      "decided_on": .string(run.decidedOn.text), "facts_version": .int(Int64(run.factsVersion)),
      "facts": .array(run.paths.map(JSON.string)),
    ]
  }
}
