import Application
import Domain
import Foundation
import Postgres
import Sealing
import Store
import TestSupport
import Testing

@Suite("Facts at rest", .serialized)
struct SealedFactsTests {
  private static let operators = Actor(subject: "operator-1", role: .operator)

  /// Every text and every run of bytes that the database holds, with its place.
  private func everything(_ world: World) async throws -> [(place: String, bytes: [UInt8])] {
    let columns = try await world.query(
      """
      SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
        AND c.data_type IN ('text', 'bytea', 'jsonb', 'json', 'ARRAY', 'character varying')
      ORDER BY 1, 2
      """)
    var found: [(String, [UInt8])] = []
    for column in columns {
      let (table, name, type) = (
        try column.decode(0, as: String.self), try column.decode(1, as: String.self),
        try column.decode(2, as: String.self)
      )
      let value = type == "bytea" ? "\"\(name)\"" : "convert_to(\"\(name)\"::text, 'UTF8')"
      for row in try await world.query(
        .unsafeSQL("SELECT \(value) FROM \"\(table)\" WHERE \"\(name)\" IS NOT NULL"))
      {
        found.append(("\(table).\(name)", try row.decode(0, as: [UInt8].self)))
      }
    }
    return found
  }

  private func places(of text: String, in world: World) async throws -> Set<String> {
    let needle = Data(text.utf8)
    return Set(
      try await everything(world).filter { Data($0.bytes).range(of: needle) != nil }
        .map(\.place))
  }

  @Test("facts, kept answers and contacts stand in no column of any table as they are")
  func nothingPlain() async throws {
    try await World.with { world in
      let id = try await world.register()
      let facts = try await world.application.putFacts(
        id, expectedVersion: nil, Body.facts(["tax.paid_last_year_fen": 987_654_321]),
        mode: .merge, actor: World.system,
        idempotency: IdempotencyRequest(
          client: "c", key: "k", fingerprint: Digest(ofBytes: [1])))
      #expect(facts.body.fact("tax.paid_last_year_fen")?["value"] == 987_654_321)
      #expect(try await places(of: "987654321", in: world) == [])
      let again = try await world.application.putFacts(
        id, expectedVersion: nil, Body.facts(["tax.paid_last_year_fen": 987_654_321]),
        mode: .merge, actor: World.system,
        idempotency: IdempotencyRequest(
          client: "c", key: "k", fingerprint: Digest(ofBytes: [1])))
      #expect(again.isReplay && again.body == facts.body)
      // The search itself finds what is there.
      #expect(try await places(of: id.uuid.uuidString.lowercased(), in: world).isEmpty == false)
    }
  }

  @Test("every enterprise has a key of its own; a new one opens all versions, the old one none")
  func rotated() async throws {
    try await World.with { world in
      try await world.decideSamples(6, seed: 41)
      let wrapped = try await world.query("SELECT id, data_key FROM enterprise ORDER BY id")
      #expect(Set(try wrapped.map { try $0.decode(1, as: [UInt8].self) }).count == wrapped.count)
      let id = EnterpriseID(try wrapped[0].decode(0, as: UUID.self))
      try await world.report(id, ["tax.credit_grade": "A"])
      let before = try await world.application.facts(id, version: 1, asOf: nil, actor: World.system)
      let runs = try await world.latestRuns()
      let request = IdempotencyRequest(
        client: "c", key: "k", fingerprint: Digest(ofBytes: [7]))
      let kept = try await world.application.putFacts(
        id, expectedVersion: nil, Body.facts(["tax.credit_grade": "B"]), mode: .merge,
        actor: World.system, idempotency: request)
      try await world.application.rotateKey(of: id, actor: Self.operators)
      let key = try await world.query("SELECT data_key FROM enterprise WHERE id = \(id.uuid)")
      #expect(try key[0].decode(0, as: [UInt8].self) != wrapped[0].decode(1, as: [UInt8].self))
      let after = try await world.application.facts(id, version: 1, asOf: nil, actor: World.system)
      #expect(after.value == before.value)
      let again = try await world.application.putFacts(
        id, expectedVersion: nil, Body.facts(["tax.credit_grade": "B"]), mode: .merge,
        actor: World.system, idempotency: request)
      #expect(again.isReplay && again.body == kept.body)
      for run in runs.values {
        #expect(try await world.application.replay(run.id, actor: World.system)["equal"] == true)
      }
      // What was sealed before does not open with the new key, nor with no key.
      _ = try await world.query(
        "UPDATE enterprise SET data_key = \(wrapped[0].decode(1, as: [UInt8].self)) WHERE id = \(id.uuid)"
      )
      await #expect(throws: SealingError.damaged) {
        try await world.application.facts(id, version: 1, asOf: nil, actor: World.system)
      }
    }
  }

  @Test(
    "what an earlier release stored as it was is read as before, sealed by and by, and equal then")
  func sealedLater() async throws {
    try await World.with { world in
      try await world.decideSamples(5, seed: 43)
      let ids = try await world.query("SELECT id FROM enterprise ORDER BY id")
        .map { EnterpriseID(try $0.decode(0, as: UUID.self)) }
      var sheets: [EnterpriseID: JSON] = [:]
      for id in ids {
        let facts = try await world.application.facts(
          id, version: nil, asOf: nil, actor: World.system)
        sheets[id] = facts.value
        let rows = try await world.query(
          """
          SELECT f.version, f.body, e.data_key FROM facts_version f
          JOIN enterprise e ON e.id = f.enterprise_id WHERE e.id = \(id.uuid)
          """)
        for row in rows {
          let version = Int(try row.decode(0, as: Int32.self))
          let plain = try TestKeys.master.open(
            SealedFacts(
              enterprise: id, version: version, body: try row.decode(1, as: [UInt8].self)[...],
              key: try row.decode(2, as: [UInt8].self)[...]))
          _ = try await world.query(
            """
            UPDATE facts_version SET body = \(Array(plain))
            WHERE enterprise_id = \(id.uuid) AND version = \(version)
            """)
        }
      }
      _ = try await world.query("UPDATE enterprise SET data_key = NULL")
      for id in ids {
        let facts = try await world.application.facts(
          id, version: nil, asOf: nil, actor: World.system)
        #expect(facts.value == sheets[id])
      }
      var sealed = 0
      while true {
        let count = try await world.application.sealStored(limit: 2)
        guard count > 0 else { break }
        sealed += count
      }
      #expect(sealed == ids.count)
      let plain = try await world.query(
        "SELECT version FROM facts_version WHERE substring(body FROM 1 FOR 1) <> '\\x01'")
      #expect(plain.isEmpty)
      for id in ids {
        let facts = try await world.application.facts(
          id, version: nil, asOf: nil, actor: World.system)
        #expect(facts.value == sheets[id])
      }
    }
  }

  @Test("while a master key is missing no slice is done and no need is given up; then all goes on")
  func missingMasterKey() async throws {
    try await World.with { world in
      try await world.decideSamples(6, seed: 47)
      try await world.application.startFullSweep(by: Self.operators)
      _ = try await world.application.cutSlices(world.slicing(needs: 4))
      world.store.clock.advance(milliseconds: 86_400_000)
      let slices = try await world.work()
      let other = try MasterKeys(text: MasterKeys.makeLine())
      let keys = try await world.query("SELECT id, data_key FROM enterprise ORDER BY id").map {
        (id: try $0.decode(0, as: UUID.self), key: try $0.decode(1, as: [UInt8].self))
      }
      for (id, _) in keys {
        let (_, wrapped) = other.makeDataKey(of: EnterpriseID(id))
        _ = try await world.query(
          "UPDATE enterprise SET data_key = \(wrapped) WHERE id = \(id)")
      }
      await #expect(throws: ApplicationError.self) {
        try await world.application.sweep(events: slices, consumer: "sweep")
      }
      await #expect(throws: ApplicationError.self) {
        try await world.application.facts(
          EnterpriseID(keys[0].id), version: nil, asOf: nil, actor: World.system)
      }
      let done = try await world.query(
        "SELECT number FROM sweep_slice WHERE done_at IS NOT NULL")
      #expect(done.isEmpty)
      for (id, key) in keys {
        _ = try await world.query("UPDATE enterprise SET data_key = \(key) WHERE id = \(id)")
      }
      let outcome = try await world.application.sweep(events: slices, consumer: "sweep")
      #expect(outcome.slices == slices.count)
      #expect(Int64(outcome.changed) == (try await world.count("need")))
    }
  }

  @Test("a key under a master key that is not here makes the service not ready, and says which")
  func otherMasterKeys() async throws {
    try await World.with { world in
      _ = try await world.register()
      #expect(await world.application.readiness().isReady)
      let use = try await world.application.masterKeyUse()
      #expect(use.map(\.enterprises) == [1] && use.allSatisfy(\.isHere))
      let other = try MasterKeys(text: MasterKeys.makeLine())
      _ = try await world.query(
        """
        UPDATE enterprise SET data_key = \(
          other.makeDataKey(of: EnterpriseID(try await world.query("SELECT id FROM enterprise")[0]
            .decode(0, as: UUID.self))).wrapped)
        """)
      let readiness = await world.application.readiness()
      let check = try #require(readiness.checks.first { $0.name == "sealing" })
      #expect(!check.isReady && check.en.contains(other.names[0]))
      let now = try await world.application.masterKeyUse()
      #expect(now.map(\.isHere) == [true, false] && now.map(\.enterprises) == [0, 1])
      #expect(try await world.application.masterKeyUse().last?.name == other.names[0])
    }
  }

  @Test(
    "one key that does not open is counted and holds up no other, neither wrapped anew nor sealed")
  func oneDamaged() async throws {
    try await World.with { world in
      try await world.decideSamples(5, seed: 53)
      let ids = try await world.query("SELECT id FROM enterprise ORDER BY id")
        .map { try $0.decode(0, as: UUID.self) }
      let damaged = try #require(ids.first)
      let garbage = [UInt8](repeating: 1, count: 69)
      _ = try await world.query(
        "UPDATE enterprise SET data_key = \(garbage) WHERE id = \(damaged)")
      let report = try await world.application.rewrapKeys()
      #expect(report.examined == ids.count && report.unreadable == 1 && report.changed == 0)
      // Two of them, one with the damaged key, hold facts as an earlier release stored them.
      let plain = Array("[]".utf8)
      for id in ids.prefix(2) {
        _ = try await world.query(
          "UPDATE facts_version SET body = \(plain) WHERE enterprise_id = \(id)")
      }
      #expect(try await world.application.sealStored(limit: 10) == 1)
      #expect(try await world.application.sealStored(limit: 10) == 0)
    }
  }

  @Test("an enterprise that was erased gets no key any more")
  func noKeyAfterErasure() async throws {
    try await World.with { world in
      let id = try await world.register()
      _ = try await world.application.requestErasure(
        of: id, ["basis": "request"], actor: World.system)
      // As if it had been plain when it was looked for, and erased before its turn.
      _ = try await world.query(
        "UPDATE facts_version SET body = \(Array("[]".utf8)) WHERE enterprise_id = \(id.uuid)")
      #expect(try await world.application.sealStored(limit: 10) == 0)
      let keys = try await world.query("SELECT id FROM enterprise WHERE data_key IS NOT NULL")
      #expect(keys.isEmpty)
    }
  }
}
