import Application
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Checks", .serialized)
struct CheckTests {
  @Test("books in which all is well are found so")
  func allIsWell() async throws {
    try await Books.with { books in
      let findings = try await books.checks.invariants()
      #expect(findings.bad == [])
      #expect(findings.list.count == Invariant.all.count)
      #expect(try await books.checks.accepted(books.ledger).bad == [])
      let replays = try await books.checks.replays(sample: 1_000, seed: 1)
      #expect(replays.findings.bad == [])
      #expect(replays.count > 6)
      let (fresh, count) = try await books.checks.freshVerdicts(sample: 1_000, seed: 1)
      #expect(fresh.bad == [])
      #expect(count > 0)
      #expect(!books.ledger.webhooks.isEmpty)
      #expect(try await books.checks.anew(books.ledger).bad == [])
    }
  }

  @Test("what does not come out the same when it is made anew is found, and what nobody received")
  func anewCanFail() async throws {
    try await Books.with { books in
      let ledger = books.ledger
      func bad(_ change: String) async throws -> [String: Int] {
        try await books.store.pool.withConnection { session in
          try await session.script(
            """
            SET session_replication_role = replica; \(change);
            SET session_replication_role = origin
            """)
        }
        return Dictionary(
          try await books.checks.anew(ledger).bad.map { ($0.name, $0.count) },
          uniquingKeysWith: +)
      }
      let cell = "dimension = 'all' AND submitted > 0"
      let counted = try await bad("UPDATE funnel_cell SET asked_fen = asked_fen + 1 WHERE \(cell)")
      #expect(counted.keys.sorted() == ["figures_different"])
      #expect(try await books.checks.anew(ledger).bad == [], "it was counted anew")
      let judged = try await bad("UPDATE warning SET level = 'yellow'")
      #expect(judged.keys.sorted() == ["judgements_different"])
      #expect(try await books.checks.anew(ledger).bad == [], "it was judged anew")
      let replayed = try await bad("DELETE FROM listing_evidence WHERE seq = 1")
      #expect(replayed == ["listings_different": 2])
      ledger.received(webhook: EventID(UUID()).text)
      let received = try await bad("SELECT 1")
      #expect(received["webhooks_nobody_sent"] == 1)
      let other = Ledger()
      #expect(
        try await books.checks.anew(other).bad.map(\.name).contains("webhooks_not_received"))
    }
  }

  @Test("each invariant is seen to be broken when it is")
  func eachCanFail() async throws {
    #expect(Set(Sabotage.all.keys) == Set(Invariant.all.map(\.name)))
    try await Books.with { books in
      for (name, statements) in Sabotage.all.sorted(by: { $0.key < $1.key }) {
        let bad = try await books.invariants(after: statements).bad.map(\.name)
        #expect(bad.contains(name), "\(name): only \(bad)")
      }
      #expect(try await books.checks.invariants().bad == [], "all was taken back")
    }
  }

  @Test("what was accepted and is gone, older or closed is found, and what nobody asked for")
  func acceptedIsKept() async throws {
    try await Books.with { books in
      let ledger = books.ledger
      func bad() async throws -> [String: Int] {
        Dictionary(
          try await books.checks.accepted(ledger).bad.map { ($0.name, $0.count) },
          uniquingKeysWith: +)
      }
      let open = try #require(ledger.needs.first { $0.value.isOpen && $0.value.version == 1 }?.key)
      ledger.accepted(NeedID(UUID()), .init(version: 1, isOpen: true))
      #expect(try await bad() == ["accepted_needs_missing": 1])
      ledger.accepted(open, .init(version: 2, isOpen: true))
      #expect(
        try await bad() == ["accepted_needs_missing": 1, "accepted_changes_missing": 1])
      let enterprise = try #require(ledger.facts.keys.first)
      ledger.accepted(factsOf: enterprise, version: 99)
      #expect(try await bad()["accepted_facts_missing"] == 1)
      ledger.surprise("an answer nobody expected")
      #expect(try await bad()["wrong_answers"] == 1)
      #expect(
        try await books.checks.accepted(Ledger()).bad.map(\.name)
          == ["needs_nobody_asked_for", "claims_nobody_asked_for"])
      ledger.accepted(claim: ReceivableID(UUID()).text)
      #expect(try await bad()["accepted_claims_missing"] == 1)
    }
  }

  @Test("a run that was changed behind our back does not replay")
  func replaysCanFail() async throws {
    try await Books.with { books in
      _ = try await books.store.pool.withConnection {
        try await $0.execute(
          """
          UPDATE match_run SET result = convert_to(
            replace(convert_from(result, 'UTF8'), '"considered":', '"considered":1'), 'UTF8')
          WHERE id = (SELECT id FROM match_run ORDER BY id LIMIT 1)
          """)
      }
      let (findings, _) = try await books.checks.replays(sample: 1_000, seed: 1)
      #expect(findings.bad.map(\.name) == ["replays_different"])
      #expect(findings.count(.broken) == 1)
    }
  }

  @Test("an entry of the audit trail that was changed behind our back is found")
  func auditCanFail() async throws {
    try await Books.with { books in
      let (whole, entries) = try await books.checks.auditTrail()
      #expect(whole.bad == [])
      #expect(entries > 0)
      try await books.store.pool.withConnection { session in
        try await session.script(
          """
          SET session_replication_role = replica; UPDATE audit_entry SET reason = 'another';
          SET session_replication_role = origin
          """)
      }
      let (changed, _) = try await books.checks.auditTrail()
      #expect(changed.bad.map(\.name) == ["audit_trail_broken"])
      #expect(changed.count(.broken) > 0)
    }
  }

  @Test("verdicts that a sweep should have made anew are found")
  func staleVerdicts() async throws {
    try await Books.with { books in
      var publisher = try CatalogPublisher(books.store.application, seed: 77)
      try await publisher.publish(leavingOut: .max)
      let (before, _) = try await books.checks.freshVerdicts(sample: 1_000, seed: 1)
      #expect(before.bad.map(\.name) == ["verdicts_not_in_force"])
      #expect(try await books.checks.invariants().bad.map(\.name).contains("sweeps_open"))
      try await books.work()
      let (after, _) = try await books.checks.freshVerdicts(sample: 1_000, seed: 1)
      #expect(after.bad == [])
    }
  }

  @Test("a report counts what was found by what it means, and names every check")
  func report() {
    var report = FaultReport(seed: 9)
    report.findings.add("a", .lost, 2)
    report.findings.add("b", .lost, 1)
    report.findings.add("c", .duplicated, ["x"])
    report.findings.add("d", .broken, 0)
    #expect(report.json["lost"] == 3)
    #expect(report.json["duplicated"] == 1)
    #expect(report.json["broken"] == 0)
    #expect(report.json["checks"] == ["a": 2, "b": 1, "c": 1, "d": 0])
    #expect(report.findings.bad.map(\.name) == ["a", "b", "c"])
  }
}
