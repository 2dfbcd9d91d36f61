import Domain
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite("Storms", .serialized)
struct StormTests {
  /// Needs of the storm.
  static let size = House.isFull ? 1_000 : 200

  @Test("killing the match worker in the middle of the needs ends with one run each")
  func matchWorkerKilled() async throws {
    try await House.with(enterprises: 50) { house in
      let bodies = try await house.needBodies(Self.size)
      // The worker must have joined its group first, else everything waits and goes in one stroke.
      _ = try await house.submit(Array(bodies.prefix(1)), label: "first")
      try await house.wait("the first decided", House.runs) { $0 == 1 }
      async let accepted = house.submit(Array(bodies.dropFirst()), label: "storm")
      try await house.wait("a third decided", House.runs) { $0 >= Self.size / 3 }
      try house.signal("match", SIGKILL)
      let decidedAtKill = try await house.count(House.runs)
      #expect(decidedAtKill < Self.size, "the kill came in the middle")
      try house.start("match")
      let ids = try await accepted
      #expect(Set(ids).count == Self.size - 1)
      try await expectOneRunEach(house, needs: Self.size)
      try await expectReplaysEqual(house)
    }
  }

  @Test("killing the relay between publishing and deleting doubles nothing and loses nothing")
  func relayKilled() async throws {
    try await House.with(enterprises: 20) { house in
      let size = Self.size / 2
      let bodies = try await house.needBodies(size)
      async let accepted = house.submit(bodies, label: "relay")
      for share in [4, 2] {
        try await house.wait("some decided", House.runs) { $0 >= size / share / 2 }
        try house.signal("relay", SIGKILL)
        try house.start("relay")
      }
      _ = try await accepted
      try await expectOneRunEach(house, needs: size)
    }
  }

  @Test("a broker that forgot everything loses nothing: the sweeper asks again")
  func brokerForgot() async throws {
    try await House.with(enterprises: 20) { house in
      let size = Self.size / 2
      // The events go out, nobody reads them, and then they are gone.
      #expect(try house.stop("match") == 0)
      _ = try await house.submit(try await house.needBodies(size), label: "forgot")
      try await house.wait("all published", "SELECT count(*) FROM outbox") { $0 == 0 }
      for name in ["relay", "broker"] { try house.signal(name, SIGKILL) }
      for name in ["broker", "relay", "match"] { try house.start(name) }
      try await expectOneRunEach(house, needs: size)
      #expect(
        try await house.count("SELECT count(*) FROM need WHERE match_asks > 0") == 0,
        "asked needs are settled")
    }
  }

  @Test("killing the API in the middle of submissions keeps what was accepted, and keys hold")
  func apiKilled() async throws {
    try await House.with(enterprises: 20) { house in
      let size = Self.size / 2
      let bodies = try await house.needBodies(size)
      let reached = Atomic(0)
      async let accepted = house.submit(bodies, label: "api") {
        reached.store($0, ordering: .relaxed)
      }
      try await house.wait("a third accepted", House.needs) { $0 >= size / 3 }
      try house.signal("serve", SIGKILL)
      try house.start("serve")
      let ids = try await accepted
      #expect(Set(ids).count == size)
      #expect(try await house.count(House.needs) == size, "a repeated key made no second need")
      try await expectOneRunEach(house, needs: size)
    }
  }

  private func expectOneRunEach(_ house: House, needs: Int) async throws {
    try await house.wait("every need decided", House.undecided) { $0 == 0 }
    #expect(try await house.count(House.needs) == needs)
    #expect(try await house.count(House.runs) == needs, "one run for each need")
    #expect(try await house.count(House.doubles) == 0)
    #expect(try await house.count(House.deadLetters) == 0)
    #expect(
      try await house.count(
        """
        SELECT count(*) FROM need n WHERE NOT EXISTS (
          SELECT FROM match_run r WHERE r.need_id = n.id AND r.need_version = n.version)
        """) == 0, "nothing lost")
  }

  private func expectReplaysEqual(_ house: House) async throws {
    let rows = try await house.pool.withConnection {
      try await $0.query("SELECT id FROM match_run ORDER BY id LIMIT 3")
    }
    for row in rows {
      let run = RunID(try row.decode(0, as: UUID.self))
      let said = try Program.run(
        ["replay", run.text, "--json"],
        environment: ["RONGQIAO_DATABASE_URL": house.databaseURL])
      #expect(try JSONParser.parse(said)["equal"] == true)
    }
  }
}
