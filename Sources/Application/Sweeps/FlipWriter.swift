import Decision
import Domain
import Postgres
import Store

extension Application {
  /// Product codes named in one `enterprise.newly_qualifies`, at most: events are thin.
  static let namedProductsMaximum = 100

  /// The rows of a need's flips.
  func flipRecords(
    _ flips: [Flip], of run: RunRecord, before: RunID, sweep: SweepID?, at now: Instant
  ) -> [FlipRecord] {
    flips.map { flip in
      FlipRecord(
        id: ids.next(), need: run.need, enterprise: run.enterprise, product: flip.product,
        from: flip.from, to: flip.to, fromRun: before, toRun: run.id, cause: flip.cause,
        sweep: sweep, amountFen: flip.amountFen, createdAt: now)
    }
  }

  /// Tells of a need's flips, and of products it newly qualifies for.
  ///
  /// - Parameter paused: codes of products that are not to be told of now; see `keepUntold`.
  func tell(
    _ flips: [Flip], of run: RunRecord, before: RunID, sweep: SweepID?, paused: Set<String>,
    _ writer: inout EventWriter
  ) {
    guard !flips.isEmpty else { return }
    var data: [String: JSON] = [
      "need_id": .string(run.need.text), "need_version": .int(Int64(run.needVersion)),
      "from_run_id": .string(before.text), "run_id": .string(run.id.text),
      "cause": .string(sweep == nil ? "time" : "sweep"), "flips": .int(Int64(flips.count)),
    ]
    if let sweep { data["sweep_id"] = .string(sweep.text) }
    writer.add(
      .decisionFlipped, enterprise: run.enterprise, subject: run.need.text, data: data,
      causation: run.cause.text, traceparent: run.traceparent)
    tellGains(
      flips.filter { $0.to == .eligible && !paused.contains($0.product) }.map(\.product), of: run,
      &writer)
  }

  /// Tells of products a need newly qualifies for; nothing when there are none.
  func tellGains(_ gained: [String], of run: RunRecord, _ writer: inout EventWriter) {
    guard !gained.isEmpty else { return }
    writer.add(
      .enterpriseNewlyQualifies, enterprise: run.enterprise, subject: run.need.text,
      data: [
        "need_id": .string(run.need.text), "run_id": .string(run.id.text),
        "product_count": .int(Int64(gained.count)),
        "products": .array(gained.prefix(Self.namedProductsMaximum).map(JSON.string)),
      ], causation: run.cause.text, traceparent: run.traceparent)
  }
}

extension RunRecord {
  /// The run of a need that was decided anew.
  init(
    id: RunID, need: (id: NeedID, version: Int, enterprise: EnterpriseID),
    facts: (version: Int, digest: Digest), pins: EnginePins,
    clock: Instant, result: StoredResult, cause: EventID, traceparent: String?
  ) {
    self.init(
      id: id, need: need.id, needVersion: need.version, enterprise: need.enterprise,
      factsVersion: facts.version, factsDigest: facts.digest, catalogVersion: pins.catalogVersion,
      policyVersion: pins.policyVersion, engineVersion: Int(pins.engineVersion.rawValue),
      clock: clock, considered: result.counts.considered, eligible: result.counts.eligible,
      ineligible: result.counts.ineligible, needsInfo: result.counts.needsInfo,
      result: result.bytes, verdicts: result.verdicts.bytes, cause: cause, traceparent: traceparent)
  }
}
