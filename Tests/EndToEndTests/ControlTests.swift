import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Control of running processes", .serialized)
struct ControlTests {
  private static func with(
    enterprises: Int, _ body: (House, Crew) async throws -> Void
  ) async throws {
    try await House.with(enterprises: enterprises, running: ["broker", "serve"]) { house in
      let crew = Crew(house)
      defer { crew.end() }
      try await body(house, crew)
    }
  }

  private func expectDecidedOnce(_ house: House, needs: Int) async throws {
    try await house.wait("every need decided", House.undecided) { $0 == 0 }
    #expect(try await house.count(House.needs) == needs)
    #expect(try await house.count(House.runs) == needs, "one run for each need")
    #expect(try await house.count(House.doubles) == 0)
    #expect(try await house.count(House.deadLetters) == 0)
    #expect(
      try await house.count(
        """
        SELECT count(*) FROM need n WHERE 1 <> (
          SELECT count(*) FROM match_run r WHERE r.need_id = n.id AND r.need_version = n.version)
        """) == 0)
  }

  @Test(
    "a rolling restart of everything under load loses nothing, doubles nothing, fails no request")
  func rollingRestart() async throws {
    let size = House.isFull ? 1_500 : 300
    try await Self.with(enterprises: 40) { house, crew in
      let matches = (1...3).map { "match-\($0)" }
      let relays = (1...2).map { "relay-\($0)" }
      let serves = (1...2).map { "serve-\($0)" }
      for name in serves + relays + matches + ["sweeper-1"] { try crew.start(name) }
      let bodies = try await house.needBodies(size)
      _ = try await crew.submit(Array(bodies.prefix(1)), label: "first")
      try await house.wait("the first decided", House.runs) { $0 == 1 }
      async let answers = crew.submit(Array(bodies.dropFirst()), label: "rolling")
      try await house.wait("the load runs", House.needs) { $0 >= size / 10 }
      for name in [matches[0], serves[0], relays[0], matches[1], serves[1], relays[1], matches[2]] {
        #expect(try crew.stop(name) == 0, "\(name) ends in good order")
        try crew.start(name)
      }
      let (accepted, refusals) = try await answers
      #expect(Set(accepted).count == size - 1)
      #expect(refusals == [])
      try await expectDecidedOnce(house, needs: size)
      try await house.wait("all is published", "SELECT count(*) FROM outbox") { $0 == 0 }
      for name in serves + relays + matches + ["sweeper-1"] {
        #expect(try crew.stop(name) == 0, "\(name)")
      }
    }
  }

  @Test(
    "a stop signal waits for work within its limit, hands the rest over, and the worker ends well")
  func drain() async throws {
    try await Self.with(enterprises: 10) { house, crew in
      try crew.start("serve-1")
      try crew.start("match-1", drainSeconds: 1)
      _ = try await crew.submit(try await house.needBodies(10), label: "drain")
      // Somebody else holds the enterprises, and the worker's batch waits for them.
      try await house.pool.withTransaction { session in
        try await session.execute("SELECT FROM enterprise ORDER BY id FOR NO KEY UPDATE")
        try crew.start("relay-1")
        try await house.wait(
          "the worker waits",
          """
          SELECT count(*) FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'
          """
        ) { $0 > 0 }
        #expect(try crew.stop("match-1") == 0)
        #expect(try await house.count(House.runs) == 0)
        #expect(try await house.count("SELECT count(*) FROM inbox") == 0)
      }
      try crew.start("match-2")
      try await expectDecidedOnce(house, needs: 10)
    }
  }

  @Test(
    "after every topic was lost, reconcile asks at once for all that is missing, and it is done once"
  )
  func reconcile() async throws {
    try await Self.with(enterprises: 20) { house, crew in
      let environment = ["RONGQIAO_DATABASE_URL": house.databaseURL]
      try crew.start("serve-1")
      try crew.start("relay-1")
      let (accepted, _) = try await crew.submit(try await house.needBodies(60), label: "lost")
      try await house.wait("all published", "SELECT count(*) FROM outbox") { $0 == 0 }
      #expect(try crew.stop("relay-1") == 0)
      try house.signal("broker", SIGKILL)
      try house.start("broker")
      for name in ["relay-1", "match-1", "match-2"] { try crew.start(name) }
      let before = try JSONParser.parse(
        Program.run(["reconcile", "--dry-run", "--json"], environment: environment))
      #expect(before["needs"]?.intValue == Int64(accepted.count))
      #expect(try await house.count(House.runs) == 0)
      // Two at once, while the workers run.
      async let first = Program.run(["reconcile", "--json"], environment: environment)
      async let second = Program.run(["reconcile", "--json"], environment: environment)
      for answer in [try await first, try await second] {
        #expect(try JSONParser.parse(answer)["needs"]?.intValue ?? -1 >= 0)
      }
      try await expectDecidedOnce(house, needs: accepted.count)
      // Nobody counted here how far they came: what was decided since counts otherwise.
      for keepsFunnel in [false, true] {
        let after = try JSONParser.parse(
          Program.run(["reconcile", "--json"], environment: environment))
        let left = (after.objectValue ?? [:]).filter { $0.key != "funnel" || keepsFunnel }
        #expect(!left.isEmpty && left.values.allSatisfy { $0 == 0 }, "\(after)")
      }
    }
  }

  @Test("pauses by command are listed, end, leave a trail, and refuse what there is not")
  func commands() async throws {
    try await House.with(enterprises: 1, running: []) { house in
      let environment = ["RONGQIAO_DATABASE_URL": house.databaseURL]
      func run(_ arguments: String..., status: Int32 = 0) throws -> String {
        try Program.run(arguments, environment: environment, status: status)
      }
      _ = try run("pause", "worker", "match", "--reason", "搬迁数据库", "--minutes", "30")
      let pauses = try JSONParser.parse(run("pauses", "--json")).arrayValue
      #expect(pauses?.count == 1)
      #expect(pauses?.first?["target"] == "match" && pauses?.first?["until"] != .null)
      #expect(try run("pauses").contains("搬迁数据库"))
      _ = try run("resume", "worker", "match")
      #expect(try run("pauses", "--json") == "[]")
      let trail = try JSONParser.parse(
        run("audit", "list", "--subject", "worker/match", "--json")
      ).arrayValue
      #expect(trail?.map { $0["action"] } == ["pause.end", "pause.set"])
      #expect(try run("audit", "list").contains("pause.set"))
      _ = try run("resume", "worker", "match", status: 65)
      _ = try run("pause", "product", "no-such-loan", "--reason", "x", status: 65)
      _ = try run("pause", "worker", "match", "--reason", "x", "--until", "soon", status: 65)
      _ = try run("pause", "planet", "earth", "--reason", "x", status: 64)
      _ = try run("pause", "worker", "match", status: 64)
      _ = try run("audit", "list", "--limit", "0", status: 64)
      #expect(try run("reconcile").contains("needs 0"))
    }
  }
}
