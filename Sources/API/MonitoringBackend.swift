import Application
import Domain

/// The use cases of reports, sources and warnings; see ``Backend``.
public protocol MonitoringBackend: Sendable {
  /// Takes in what a source says of an enterprise for a period: 201 with `Location` and `ETag`.
  func submitReport(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Takes in what an institution says of an enterprise to which it has paid out: 201 with `ETag`.
  func reportOffer(
    _ id: OfferID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Takes in what a side of a guarantee says of the enterprise whose loan is guaranteed: 201 with `ETag`.
  func reportGuarantee(
    _ id: GuaranteeID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Reports newest first, all revisions; of one enterprise, or of those that the caller may see.
  func reports(
    of id: EnterpriseID?, source: String?, isInQuarantine: Bool, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// Takes in a CSV file of a source: 200 with what came of it.
  func reportFile(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// One report with its figures.
  func report(_ id: ReportID, actor: Actor) async throws -> Versioned<JSON>
  /// The runs that decided by facts that stood on one report, newest first.
  func reportRuns(of id: ReportID, page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// What came of a source on a day, newest first, each with the newest runs that decided by it.
  func sourceRuns(
    source: String?, on day: LegalDate?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// Says of a report in quarantine whether it is so: 200 with `ETag`.
  func decideReport(
    _ id: ReportID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Says that an enterprise must report under a duty: 200 with `ETag`.
  func putReportDuty(
    _ code: String, of id: EnterpriseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Where one enterprise stands: its level, its duties, and what came from which source.
  func monitoring(of id: EnterpriseID, actor: Actor) async throws -> JSON

  /// Permits this service to take in what a source knows of an enterprise: 201 with `Location`.
  func authoriseSource(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Ends a permission: 200.
  func revokeSource(
    _ id: SourceAuthorisationID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// The permissions of an enterprise, newest first.
  func sourceAuthorisations(
    of id: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// How good what sources sent on a day is.
  func sourceQuality(on day: LegalDate?, region: String?, actor: Actor) async throws -> JSON
  /// How good it was on days that are over.
  func qualityDays(
    source: String?, region: String?, from: LegalDate?, to: LegalDate?, actor: Actor
  ) async throws -> JSON

  /// Warnings the caller may see, newest first.
  func warnings(
    _ filter: Application.WarningFilter, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One warning with its steps.
  func warning(_ id: WarningID, actor: Actor) async throws -> Versioned<JSON>
  /// Takes a step with a warning: 200 with `ETag`.
  func advanceWarning(
    _ id: WarningID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Says what came of what a red warning had looked at anew: 200.
  func recheckWarning(
    _ id: WarningID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// What red warnings had looked at anew, by warning, newest first.
  func rechecks(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// What warnings would change by other rules, page by page; of enterprises nothing is stored.
  func dryRunWarnings(
    _ warnings: JSON, after: EnterpriseID?, limit: Int, actor: Actor
  ) async throws -> JSON
  /// The rules of warnings in force.
  func warningRules(actor: Actor) async throws -> JSON
  /// Puts rules of warnings in force: 201.
  func putWarningRules(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
}
