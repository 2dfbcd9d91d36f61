import Application
import Domain

/// The use cases of statistics; see ``Backend``.
public protocol StatisticsBackend: Sendable {
  /// How far needs came, for those who oversee.
  ///
  /// - Parameters:
  ///   - from: the first month as `2026-01`; so `to`.
  func funnel(
    by dimension: String?, from: String?, to: String?, region: String?, actor: Actor
  ) async throws -> JSON
  /// How institutions decide of whom, for those who oversee.
  func fairness(
    by dimension: String?, from: String?, to: String?, region: String?, institution: String?,
    actor: Actor
  ) async throws -> JSON
  /// What products give beside what they advertise, for those who oversee.
  func observedProducts(
    from: String?, to: String?, region: String?, institution: String?, actor: Actor
  ) async throws -> JSON
  /// Publishes the yearly report of a region, or a revision of it: 201 with `Location`.
  func publishReport(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// What was published, newest first. For everybody.
  func releases(region: String?, year: Int?, page: PageRequest) async throws -> Page<JSON>
  /// One release, in codes and values or as a page. For everybody.
  func release(_ id: ReleaseID) async throws -> ReleaseView
  /// One table of it as a CSV file. For everybody.
  func releaseFile(_ id: ReleaseID, table: String) async throws -> [UInt8]
  /// All its tables as a workbook. For everybody.
  func releaseWorkbook(_ id: ReleaseID) async throws -> [UInt8]
  /// Figures of lending of banks and regions, by every definition in force.
  func lending(
    year: Int?, region: String?, institution: String?, actor: Actor
  ) async throws -> JSON
  /// Takes what a bank reports of its loans: 201.
  func reportLoans(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// The same of a CSV file: 201, or 200 for what would come of it.
  func reportLoanFile(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// The rows behind the figures of a report.
  func loanRows(of id: LoanReportID, page: PageRequest, actor: Actor) async throws -> Page<JSON>
}
