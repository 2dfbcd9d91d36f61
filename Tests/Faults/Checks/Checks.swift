import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport

/// Looks at everything that must hold when all is quiet.
struct Checks: Sendable {
  let pool: PostgresPool
  let application: Application

  static let actor = Actor.system("faults")
  /// Runs replayed at once.
  static let replayConcurrency = 4

  /// The invariants that a statement can judge.
  func invariants() async throws -> Findings {
    try await pool.withConnection { try await Self.invariants($0) }
  }

  static func invariants(_ session: any PostgresSession) async throws -> Findings {
    var findings = Findings()
    for invariant in Invariant.all {
      let count = try await session.queryOne(invariant.statement).decode(0, as: Int64.self)
      findings.add(invariant.name, invariant.kind, Int(count))
    }
    return findings
  }

  /// What clients were told against what is stored: nothing accepted is gone or older than it was,
  /// and nothing is there that nobody asked for.
  ///
  /// - Parameter isComplete: whether all needs there are were submitted by those clients.
  func accepted(_ ledger: Ledger, isComplete: Bool = true) async throws -> Findings {
    let rows = try await pool.withConnection {
      try await $0.query("SELECT id, version, status = 'submitted' FROM need")
    }
    var stored: [NeedID: Ledger.Need] = [:]
    for row in rows {
      stored[NeedID(try row.decode(0, as: UUID.self))] = Ledger.Need(
        version: Int(try row.decode(1, as: Int32.self)), isOpen: try row.decode(2, as: Bool.self))
    }
    let known = ledger.needs
    var findings = Findings()
    findings.add(
      "accepted_needs_missing", .lost,
      known.keys.filter { stored[$0] == nil }.map(\.text).sorted())
    findings.add(
      "accepted_changes_missing", .lost,
      known.filter { id, need in stored[id].map { $0 != need } ?? false }
        .map { "\($0.key) was accepted as \($0.value), is \(stored[$0.key] as Any)" }.sorted())
    findings.add(
      "needs_nobody_asked_for", .duplicated,
      isComplete ? stored.keys.filter { known[$0] == nil }.map(\.text).sorted() : [])
    let versions = try await pool.withConnection {
      try await $0.query("SELECT id, facts_version FROM enterprise")
    }
    var facts: [EnterpriseID: Int] = [:]
    for row in versions {
      facts[EnterpriseID(try row.decode(0, as: UUID.self))] = Int(
        try row.decode(1, as: Int32.self))
    }
    findings.add(
      "accepted_facts_missing", .lost,
      ledger.facts.filter { facts[$0.key] ?? 0 < $0.value }.map(\.key.text).sorted())
    findings.add(try await acceptedClaims(ledger.claims, isComplete: isComplete))
    findings.add("wrong_answers", .broken, ledger.surprises)
    return findings
  }

  /// Receivables, money on them, guarantees, listing cases, claims of awards, reports and consents: all
  /// that were accepted, each once.
  private func acceptedClaims(_ known: Set<String>, isComplete: Bool) async throws -> Findings {
    let rows = try await pool.withConnection {
      try await $0.query(
        """
        SELECT 'rcv_' || id FROM receivable
        UNION ALL SELECT 'rfn_' || id FROM receivable_financing
        UNION ALL SELECT 'gua_' || id FROM guarantee
        UNION ALL SELECT 'lst_' || id FROM listing_case
        UNION ALL SELECT 'clm_' || id FROM claim
        UNION ALL SELECT 'rpt_' || id FROM report
        UNION ALL SELECT 'con_' || id FROM consent
        """)
    }
    let stored = Set(try rows.map { try $0.decode(0, as: String.self) })
    var findings = Findings()
    findings.add("accepted_claims_missing", .lost, known.subtracting(stored).sorted())
    findings.add(
      "claims_nobody_asked_for", .duplicated, isComplete ? stored.subtracting(known).sorted() : [])
    return findings
  }

  /// Everything that operators did stands in the trail as it was sealed, in one chain.
  ///
  /// - Returns: what was found, and how many entries were looked at.
  func auditTrail() async throws -> (findings: Findings, entries: Int) {
    // What was done last waits for its seal.
    while try await application.sealAudit() != nil {}
    let trail = try await application.verifyAudit(actor: Self.actor)
    var findings = Findings()
    findings.add(
      "audit_trail_broken", .broken,
      trail.flaws.map { flaw in
        [flaw.kind.rawValue, flaw.seal.map { "seal \($0)" }, flaw.entry?.text]
          .compactMap { $0 }.joined(separator: " ")
      })
    return (findings, Int(trail.entries))
  }

  /// Decides runs again from what they pin, each byte by byte: all of them, or a seeded sample.
  ///
  /// - Returns: what was found, and how many were replayed.
  func replays(
    sample maximum: Int, seed: UInt64, progress: @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> (findings: Findings, count: Int) {
    let rows = try await pool.withConnection {
      try await $0.query("SELECT id FROM match_run ORDER BY id")
    }
    var random = SplitMix(seed: seed)
    let all = try rows.map { RunID(try $0.decode(0, as: UUID.self)) }
    let runs = all.count <= maximum ? all : Array(all.shuffled(using: &random).prefix(maximum))
    let different = try await ask(runs, progress) { run in
      let answer = try await application.replay(run, actor: Self.actor)
      return answer["equal"] == true
        ? nil : "differs at \(answer["first_difference"]?.stringValue ?? "")"
    }
    var findings = Findings()
    findings.add("replays_different", .broken, different)
    return (findings, runs.count)
  }

  /// Decides the newest run of open needs again under the catalog and policies in force: a verdict
  /// that comes out otherwise is one that no sweep has made. That a product which does not fit comes
  /// or goes says nothing new, so a sweep leaves such a run as it is.
  ///
  /// - Returns: what was found, and how many were decided.
  func freshVerdicts(sample maximum: Int, seed: UInt64) async throws -> (Findings, Int) {
    let rows = try await pool.withConnection {
      try await $0.query(
        """
        SELECT r.id FROM need n CROSS JOIN LATERAL (
          SELECT id FROM match_run WHERE need_id = n.id ORDER BY created_at DESC, id DESC LIMIT 1) r
        WHERE n.status = 'submitted' ORDER BY n.id
        """)
    }
    let versions = try await pool.withConnection {
      let row = try await $0.queryOne(
        """
        SELECT (SELECT max(version) FROM catalog_version), (SELECT max(version) FROM policy_version)
        """)
      return (try row.decode(0, as: Int32.self), try row.decode(1, as: Int32.self))
    }
    let current: JSON = [
      "catalog_version": .int(Int64(versions.0)), "policy_version": .int(Int64(versions.1)),
    ]
    var random = SplitMix(seed: seed)
    let all = try rows.map { RunID(try $0.decode(0, as: UUID.self)) }
    let runs = Array(all.shuffled(using: &random).prefix(maximum))
    let stale = try await ask(runs) { run in
      let answer = try await application.diff(run, current, actor: Self.actor)
      let changed = (answer["changes"]?.arrayValue ?? []).filter {
        guard let verdict = $0["verdict"] else { return false }
        return verdict["before"]?.stringValue ?? "ineligible"
          != verdict["after"]?.stringValue ?? "ineligible"
      }
      guard let first = changed.first else { return nil }
      return "\(answer["before"]?.canonicalText ?? "") under \(current.canonicalText): "
        + "\(changed.count) verdicts, first \(first.canonicalText)"
    }
    var findings = Findings()
    findings.add("verdicts_not_in_force", .lost, stale)
    return (findings, runs.count)
  }

  /// - Parameter whatIsWrong: nil for a run that is as it should be.
  /// - Returns: the runs that are not, each with what is wrong.
  private func ask(
    _ runs: [RunID], _ progress: @Sendable (Int, Int) -> Void = { _, _ in },
    whatIsWrong: @escaping @Sendable (RunID) async throws -> String?
  ) async throws -> [String] {
    try await withThrowingTaskGroup(of: String?.self) { group in
      var waiting = runs.makeIterator()
      func add() {
        guard let run = waiting.next() else { return }
        group.addTask {
          do {
            return try await whatIsWrong(run).map { "\(run.text): \($0)" }
          } catch ApplicationError.unavailable {
            throw StoryError("the database went away while runs were checked")
          } catch let error where !(error is CancellationError) {
            return "\(run.text): \(error)"
          }
        }
      }
      for _ in 0..<Self.replayConcurrency { add() }
      var bad: [String] = []
      var done = 0
      while let answer = try await group.next() {
        if let answer { bad.append(answer) }
        done += 1
        progress(done, runs.count)
        add()
      }
      return bad.sorted()
    }
  }
}
