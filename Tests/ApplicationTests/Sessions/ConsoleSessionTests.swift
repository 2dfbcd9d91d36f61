import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Sessions of the console")
struct ConsoleSessionTests {
  private static let limits = SessionLimits(idleMinutes: 30, hoursMaximum: 8)
  private static let minute: Int64 = 60_000
  private static let operatorOfHefei = Actor(
    subject: "operator-1", role: .operator, region: "3401")

  private func key(_ number: UInt8) -> Digest { Digest(ofBytes: [number]) }

  @Test("a session gives who signed in, and nobody to another key or after it is closed")
  func life() async throws {
    try await World.with { world in
      let application = world.application
      try await application.openSession(
        key(1), of: Self.operatorOfHefei, limits: Self.limits)
      #expect(
        try await application.session(key(1), limits: Self.limits, isUse: true)
          == Self.operatorOfHefei)
      #expect(try await application.session(key(2), limits: Self.limits, isUse: true) == nil)
      try await application.closeSession(key(1))
      try await application.closeSession(key(1))
      #expect(try await application.session(key(1), limits: Self.limits, isUse: true) == nil)
    }
  }

  @Test("a session that is used goes on until its last hour, and one that is not ends before")
  func limits() async throws {
    try await World.with { world in
      let application = world.application
      let clock = world.store.clock
      for number: UInt8 in 1...2 {
        try await application.openSession(
          key(number), of: Self.operatorOfHefei, limits: Self.limits)
      }
      // Within half an hour each time.
      for _ in 0..<19 {
        clock.advance(milliseconds: 25 * Self.minute)
        // What a page asks for by itself is no use.
        _ = try await application.session(key(2), limits: Self.limits, isUse: false)
        #expect(try await application.session(key(1), limits: Self.limits, isUse: true) != nil)
      }
      #expect(try await application.session(key(2), limits: Self.limits, isUse: true) == nil)
      clock.advance(milliseconds: 5 * Self.minute)
      #expect(try await application.session(key(1), limits: Self.limits, isUse: true) == nil)
    }
  }

  @Test("opening a session clears away those that are over")
  func cleared() async throws {
    try await World.with { world in
      let application = world.application
      try await application.openSession(
        key(1), of: Self.operatorOfHefei, limits: Self.limits)
      world.store.clock.advance(milliseconds: 8 * 60 * Self.minute)
      try await application.openSession(
        key(2), of: Self.operatorOfHefei, limits: Self.limits)
      let left = try await world.query("SELECT key_digest FROM console_session")
      #expect(try left.map { try $0.decode(0, as: [UInt8].self) } == [key(2).bytes])
    }
  }

  @Test("nobody goes on as an enterprise that was erased")
  func erased() async throws {
    try await World.with { world in
      let application = world.application
      let id = try await world.register(3)
      let uscc = try await application.enterprise(id, actor: World.system).value["uscc"]
      let owner = Actor(subject: "owner-3", role: .enterprise, organisation: id.text)
      let byCode = Actor(subject: "owner-3", role: .enterprise, uscc: uscc?.stringValue)
      try await application.openSession(key(1), of: owner, limits: Self.limits)
      try await application.openSession(key(2), of: byCode, limits: Self.limits)
      try await application.openSession(
        key(3), of: Self.operatorOfHefei, limits: Self.limits)
      _ = try await application.requestErasure(
        of: id, ["basis": "request", "reference": "QS-2026-0003"], actor: World.system)
      #expect(try await application.session(key(1), limits: Self.limits, isUse: true) == nil)
      #expect(try await application.session(key(2), limits: Self.limits, isUse: true) == nil)
      #expect(try await application.session(key(3), limits: Self.limits, isUse: true) != nil)
    }
  }
}
