import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Pauses and the audit trail")
struct OperationsTests {
  @Test("the audit trail takes no change, no deletion and no emptying")
  func onlyAppended() async throws {
    try await withDatabase(.seeded) { _, connection in
      let samples = Samples()
      let entry = samples.auditEntry()
      try await AuditRepository.append(entry, connection)
      for statement: Statement in [
        "UPDATE audit_entry SET reason = 'another'", "DELETE FROM audit_entry",
        "TRUNCATE audit_entry", "UPDATE audit_entry SET reason = reason WHERE false",
      ] {
        let error = await postgresError { try await connection.execute(statement) }
        #expect(error?.sqlState?.rawValue == "23001", "\(statement.sql)")
        #expect(error?.table == "audit_entry")
      }
      #expect(try await AuditRepository.list(after: nil, limit: 10, connection) == [entry])
    }
  }

  @Test("the trail is listed newest first, by action and subject, page by page")
  func auditList() async throws {
    try await withDatabase(.seeded) { _, connection in
      let samples = Samples()
      let entries = [
        samples.auditEntry(), samples.auditEntry("pause.end", reason: nil),
        samples.auditEntry("dead_letter.skip", subject: "dl_1"), samples.auditEntry(),
      ]
      for entry in entries { try await AuditRepository.append(entry, connection) }
      func list(
        _ action: String? = nil, _ subject: String? = nil, after: AuditID? = nil, limit: Int = 9
      ) async throws -> [AuditRecord] {
        try await AuditRepository.list(
          action: action, subject: subject, after: after?.uuid, limit: limit, connection)
      }
      #expect(try await list() == entries.reversed())
      #expect(try await list("pause.set") == [entries[3], entries[0]])
      #expect(try await list(nil, "dl_1") == [entries[2]])
      #expect(try await list("pause.set", "dl_1") == [])
      let first = try await list(limit: 2)
      #expect(first == [entries[3], entries[2]])
      #expect(try await list(after: first[1].id, limit: 2) == [entries[1], entries[0]])
    }
  }

  @Test("a reason longer than the column is cut, and nothing is lost for it")
  func longReason() async throws {
    try await withDatabase(.seeded) { _, connection in
      try await AuditRepository.append(
        Samples().auditEntry(reason: String(repeating: "因", count: 1_200)), connection)
      let kept = try await AuditRepository.list(after: nil, limit: 1, connection)
      #expect(kept.first?.reason?.count == 1_000)
    }
  }

  @Test("a pause in force keeps its beginning; one that was over begins anew")
  func setAgain() async throws {
    try await withDatabase(.seeded) { _, connection in
      let samples = Samples()
      let (first, hour) = (samples.now, Int64(3_600_000))
      let end = first.adding(milliseconds: hour)
      _ = try await PauseRepository.set(samples.pause(until: end), connection)
      let later = first.adding(milliseconds: hour / 2)
      let again = try await PauseRepository.set(
        samples.pause(reason: "another", at: later, until: end), connection)
      #expect(again == samples.pause(reason: "another", at: first, until: end))
      let after = first.adding(milliseconds: 2 * hour)
      #expect(try await PauseRepository.inForce(at: after, limit: 9, connection) == [])
      let anew = try await PauseRepository.set(samples.pause(at: after), connection)
      #expect(anew == samples.pause(at: after))
      let endless = try await PauseRepository.set(
        samples.pause(at: after.adding(milliseconds: hour)), connection)
      #expect(endless.setAt == after)
      #expect(try await PauseRepository.inForce(at: after, limit: 9, connection) == [anew])
    }
  }

  @Test("a pause is in force until its end and not at it; ending one that is over says so")
  func ends() async throws {
    try await withDatabase(.seeded) { _, connection in
      let samples = Samples()
      let end = samples.now.adding(milliseconds: 1_000)
      let product = samples.pause(.product, "some-loan", until: end)
      let bank = samples.pause(.institution, "some-bank")
      for pause in [product, bank] { _ = try await PauseRepository.set(pause, connection) }
      let before = end.adding(milliseconds: -1)
      func inForce(
        _ kinds: Set<PauseKind> = Set(PauseKind.allCases), at instant: Instant
      ) async throws -> [PauseRecord] {
        try await PauseRepository.inForce(kinds, at: instant, limit: 9, connection)
      }
      #expect(try await inForce(at: before) == [bank, product])
      #expect(try await inForce(at: end) == [bank])
      #expect(try await inForce([.product], at: before) == [product])
      #expect(try await inForce([.worker], at: before) == [])
      #expect(try await PauseRepository.forget(endedBefore: before, connection) == 0)
      #expect(
        try await PauseRepository.end(.product, target: "some-loan", at: end, connection) == nil)
      #expect(
        try await PauseRepository.end(.institution, target: "some-bank", at: end, connection)
          == bank)
      #expect(
        try await PauseRepository.end(.institution, target: "some-bank", at: end, connection)
          == nil)
      _ = try await PauseRepository.set(product, connection)
      #expect(try await PauseRepository.forget(endedBefore: end, connection) == 1)
    }
  }
}
