import Decision
import Domain
import Postgres
import Store

/// A run that was made again only because its day had come, with what it says otherwise.
struct TimeFlips: Sendable {
  var before: RunID
  /// Nil unless other versions are in force since.
  var sweep: SweepID?
  var flips: [Flip]
}

extension Application {
  /// The runs that needs had before, where those are matched again because their day has come.
  func runsBeforeRematch(
    _ asked: [NeedID: RunID], _ session: any PostgresSession
  ) async throws -> [NeedID: RunRecord] {
    guard !asked.isEmpty else { return [:] }
    let runs = try await RunRepository.find(Array(asked.values), session)
    return Dictionary(
      runs.values.map { ($0.need, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What a new run says otherwise than the one before; nil when the need or its facts are others
  /// too: then nothing flipped, something else was asked.
  func timeFlips(
    from before: RunRecord, to run: RunRecord, _ result: MatchResult, _ input: DecisionInput,
    pins: EnginePins, _ session: any PostgresSession
  ) async throws -> TimeFlips? {
    guard before.needVersion == run.needVersion, before.factsVersion == run.factsVersion else {
      return nil
    }
    let from = VersionPins(catalog: before.catalogVersion, policy: before.policyVersion)
    var touched: Set<String> = []
    var sweep: SweepID?
    if from != pins.versions {
      sweep = try await SweepRepository.find(to: pins.versions, session)
      if sweep != nil {
        touched = Set(try await comparison(from: from, to: pins, session).touched.codes)
      }
    }
    let old = RunVerdicts(
      try MatchResult(stored: before.result),
      codes: try await sweeps.outline(before.catalogVersion, session).codes)
    let flips = SweepComparison.flips(
      from: old, to: result, engine: try await catalogs.engine(pins, session), input
    ) { touched.contains($0) ? .change : .time }
    return TimeFlips(
      before: before.id, sweep: flips.contains { $0.cause == .change } ? sweep : nil, flips: flips)
  }
}
