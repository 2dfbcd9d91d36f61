import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("The sealed audit trail", .serialized)
struct AuditSealTests {
  /// Acts that the trail tells of, two entries each.
  private func act(_ world: World, times: Int) async throws {
    for _ in 0..<times {
      try await world.pause(.worker, "match")
      world.store.clock.advance(milliseconds: 5)
      try await world.resume(.worker, "match")
      world.store.clock.advance(milliseconds: 5)
    }
  }

  private func verify(
    _ world: World, against anchors: [AuditAnchor] = []
  ) async throws -> AuditVerification {
    try await world.application.verifyAudit(against: anchors, actor: World.system)
  }

  private func kinds(_ result: AuditVerification) -> [String] {
    result.flaws.map { flaw in flaw.kind.rawValue + (flaw.seal.map { " \($0)" } ?? "") }
  }

  /// Changes the trail as only somebody who owns the database can.
  private func tamper(_ world: World, _ statements: String) async throws {
    try await world.store.pool.withConnection { session in
      try await session.script(
        "SET session_replication_role = replica; \(statements); SET session_replication_role = origin"
      )
    }
  }

  @Test("entries are sealed in batches that follow each other, and the trail verifies")
  func whole() async throws {
    try await World.with { world in
      #expect(try await world.application.sealAudit() == nil)
      #expect(try await verify(world) == AuditVerification())
      try await act(world, times: 3)
      let first = try #require(try await world.application.sealAudit(limit: 4))
      let second = try #require(try await world.application.sealAudit(limit: 4))
      #expect(try await world.application.sealAudit() == nil)
      try await act(world, times: 1)
      let result = try await verify(world, against: [first, second])
      #expect(kinds(result) == [])
      #expect(result.seals == 2)
      #expect(result.entries == 8)
      #expect(result.unsealed == 2)
      #expect(result.head == second)
      #expect(AuditAnchor(second.text) == second)
    }
  }

  @Test("twenty sealers at once seal each entry once, in one chain")
  func oneChain() async throws {
    try await World.with { world in
      try await act(world, times: 10)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 {
          group.addTask { _ = try await world.application.sealAudit(limit: 3) }
        }
        try await group.waitForAll()
      }
      while try await world.application.sealAudit(limit: 3) != nil {}
      let result = try await verify(world)
      #expect(kinds(result) == [])
      #expect(result.seals == 7)
      #expect(result.unsealed == 0)
    }
  }

  @Test("an entry that becomes visible after later ones were sealed is sealed, too")
  func lateEntry() async throws {
    try await World.with { world in
      let early = try #require(AuditID("aud_01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f"))
      try await act(world, times: 1)
      _ = try await world.application.sealAudit()
      try await world.execute(
        """
        INSERT INTO audit_entry (id, taken_at, actor, role, action, subject)
        VALUES (\(early.uuid), now(), 'op-7', 'operator', 'pause.set', 'worker/match')
        """)
      #expect(try await verify(world).unsealed == 1)
      #expect(try await world.application.sealAudit() != nil)
      #expect(kinds(try await verify(world)) == [])
    }
  }

  @Test(
    "whatever is changed behind the service's back is found",
    arguments: [
      (
        "UPDATE audit_entry SET reason = 'another' WHERE id = (SELECT entries[2] FROM audit_seal WHERE number = 2)",
        ["changed 2"]
      ),
      (
        "UPDATE audit_entry SET data = '{\"x\":1}' WHERE id = (SELECT entries[1] FROM audit_seal WHERE number = 1)",
        ["changed 1"]
      ),
      (
        "UPDATE audit_seal SET sealed_at = sealed_at + interval '1 s' WHERE number = 1",
        ["changed 1"]
      ),
      ("UPDATE audit_seal SET digest = sha256('x') WHERE number = 1", ["changed 1", "broken 2"]),
      (
        "UPDATE audit_seal SET entries = ARRAY[entries[2], entries[1]] WHERE number = 1",
        ["changed 1"]
      ),
      (
        "DELETE FROM audit_entry WHERE id = (SELECT entries[1] FROM audit_seal WHERE number = 3)",
        ["missing 3"]
      ),
      ("DELETE FROM audit_seal WHERE number = 2", ["broken 3", "unaccounted", "unaccounted"]),
      ("DELETE FROM audit_seal WHERE number = 3", ["unaccounted", "unaccounted"]),
      (
        """
        INSERT INTO audit_entry (id, taken_at, actor, role, action, subject)
        VALUES ('01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f', now(), 'x', 'operator', 'pause.set', 'y')
        """, ["unaccounted"]
      ),
      (
        "INSERT INTO audit_unsealed SELECT entries[1] FROM audit_seal WHERE number = 1",
        ["repeated"]
      ),
    ])
  func tampering(_ row: (change: String, flaws: [String])) async throws {
    try await World.with { world in
      try await act(world, times: 3)
      for _ in 0..<3 { _ = try await world.application.sealAudit(limit: 2) }
      #expect(kinds(try await verify(world)) == [])
      try await tamper(world, row.change)
      #expect(kinds(try await verify(world)) == row.flaws)
    }
  }

  @Test("an end that was cut off with its entries and made anew is found by a seal kept elsewhere")
  func anchors() async throws {
    try await World.with { world in
      try await act(world, times: 2)
      let first = try #require(try await world.application.sealAudit(limit: 2))
      let kept = try #require(try await world.application.sealAudit(limit: 2))
      try await tamper(
        world,
        """
        DELETE FROM audit_entry WHERE id IN (
          SELECT e FROM audit_seal, unnest(entries) AS e WHERE number = 2);
        DELETE FROM audit_seal WHERE number = 2
        """)
      #expect(kinds(try await verify(world)) == [])
      #expect(kinds(try await verify(world, against: [first, kept])) == ["anchor 2"])
      let other = AuditAnchor(number: 1, digest: kept.digest)
      #expect(kinds(try await verify(world, against: [first, other])) == ["anchor 1"])
      try await act(world, times: 1)
      _ = try await world.application.sealAudit()
      #expect(kinds(try await verify(world, against: [kept])) == ["anchor 2"])
      #expect(kinds(try await verify(world, against: [first])) == [])
    }
  }

  @Test("only those who oversee the whole country verify")
  func access() async throws {
    try await World.with { world in
      let county = Actor(subject: "county", role: .operator, region: "340104")
      let others = [Role.enterprise, .liaison, .liaisonManager].map {
        Actor(subject: $0.rawValue, role: $0)
      }
      for actor in [county] + others {
        try await world.expectRefused("forbidden", actor.subject) {
          _ = try await world.application.verifyAudit(actor: actor)
        }
      }
      for actor in [World.operations, Actor(subject: "a", role: .auditor)] {
        #expect(try await world.application.verifyAudit(actor: actor).isWhole)
      }
    }
  }

  @Test(
    "an anchor is read only as it is written",
    arguments: ["", "1", "0:sha256:00", "1:sha256:00", "x:sha256:"])
  func anchorForm(_ text: String) {
    #expect(AuditAnchor(text) == nil)
  }
}
