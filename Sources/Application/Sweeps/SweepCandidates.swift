import Catalog
import Decision
import Domain
import Logging
import Postgres
import Store

/// What came of looking at one need.
struct ExaminedNeed: Sendable {
  var head: DecidedNeedHead
  var need: NeedRecord
  var run: RunRecord
  /// Of the decision.
  var clock: Instant
  /// Nil when nothing changed for it.
  var change: NeedChange?
  /// Some touched product does not fit the need, so that the day on which one will may be another.
  var mayRipenAnew: Bool
}

extension Application {
  /// Most needs of one slice; more than that can lie in its range only when many came later, and
  /// those were decided with the new versions.
  static let sliceNeedsMaximum = 20_000

  /// Looks at needs: what each one's run says against what holds now.
  ///
  /// - Parameters:
  ///   - comparison: by the versions a run was made with; nil when there is nothing to compare.
  ///   - now: the clock of the decisions.
  func examine(
    _ heads: [DecidedNeedHead], at now: Instant, _ session: any PostgresSession,
    comparison: (VersionPins) async throws -> SweepComparison?
  ) async throws -> [NeedID: ExaminedNeed] {
    var examined: [NeedID: ExaminedNeed] = [:]
    // One pair of versions after the other, so that each comparison is made once.
    for (pins, group) in Dictionary(grouping: heads, by: \.pins) {
      guard let comparison = try await comparison(pins), !comparison.touched.isEmpty else {
        continue
      }
      let needs = try await DecidedNeedRepository.find(group, session)
      for head in group {
        guard let decided = needs[head.need] else { continue }
        try Task.checkCancellation()
        do {
          examined[head.need] = try examine(head, decided, comparison, at: now)
        } catch ApplicationError.unavailable(let seconds) {
          throw ApplicationError.unavailable(retryAfterSeconds: seconds)
        } catch {
          // One row that cannot be read must not hold up all others of its slice.
          logger.error(
            "a stored run cannot be compared",
            metadata: ["run": "\(head.run)", "error": "\(error)"])
        }
      }
    }
    return examined
  }

  private func examine(
    _ head: DecidedNeedHead, _ decided: DecidedNeed, _ comparison: SweepComparison, at now: Instant
  ) throws -> ExaminedNeed {
    let stored = try MatchResult(stored: decided.run.result)
    let sheet = try sheet(decided.facts, comparison.engine.catalog.registry)
    let input = DecisionInput(
      needFacts: decided.need.facts, enterpriseFacts: sheet, clock: now)
    let (change, mayRipenAnew) = comparison.change(stored, input)
    return ExaminedNeed(
      head: head, need: decided.need, run: decided.run, clock: now,
      change: change, mayRipenAnew: mayRipenAnew)
  }
}
