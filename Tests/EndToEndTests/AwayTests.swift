import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Servers away", .serialized)
struct AwayTests {
  @Test("with PostgreSQL away the API answers 503 with Retry-After, and recovers alone")
  func databaseAway() async throws {
    let proxies = Box<TCPProxy>()
    @Sendable func throughProxy(_ url: String) throws -> String {
      let port = try #require(URLComponents(string: url)?.port)
      let proxy = try TCPProxy(port: port)
      proxies.value = proxy
      return url.replacingOccurrences(of: ":\(port)/", with: ":\(proxy.port)/")
    }
    try await House.with(enterprises: 3, running: ["serve"], through: throughProxy) { house in
      let proxy = try #require(proxies.value)
      let body = try await house.needBodies(1)[0].canonicalBytes
      proxy.mode = .refuse
      proxy.cut()
      let away = try #require(await house.send("POST", "/v1/needs", body: body, key: "away"))
      #expect(away.status == 503)
      #expect(away.headers["retry-after"] != nil)
      #expect(away.headers["content-type"]?.hasPrefix("application/problem+json") == true)
      #expect(away.body["code"] == "unavailable")
      let ready = try #require(await house.send("GET", "/readyz"))
      #expect(ready.status == 503)
      #expect(try await house.count(House.needs) == 0)
      proxy.mode = .pass
      let limit = ContinuousClock.now + .seconds(30)
      var status = 0
      while status != 201, ContinuousClock.now < limit {
        status = await house.send("POST", "/v1/needs", body: body, key: "away")?.status ?? 0
      }
      #expect(status == 201)
      #expect(try await house.count(House.needs) == 1)
      proxy.stop()
    }
  }

  @Test("with Kafka away needs are accepted, and decided when it is back")
  func brokerAway() async throws {
    try await House.with(enterprises: 5) { house in
      try house.signal("broker", SIGSTOP)
      let ids = try await house.submit(try await house.needBodies(10), label: "dark")
      #expect(ids.count == 10)
      try house.signal("broker", SIGCONT)
      try await house.wait("all decided", House.undecided) { $0 == 0 }
      #expect(try await house.count(House.runs) == 10)
      #expect(try await house.count(House.doubles) == 0)
    }
  }

  @Test("bad requests over the wire are refused with their code and store nothing")
  func badRequests() async throws {
    try await House.with(enterprises: 1, running: ["serve"]) { house in
      let good = try await house.needBodies(1)[0]
      func need(_ member: String, _ value: JSON?) -> [UInt8] {
        guard case .object(var members) = good else { return [] }
        members[member] = value
        return JSON.object(members).canonicalBytes
      }
      let deep = Array(
        (String(repeating: "[", count: 200) + String(repeating: "]", count: 200)).utf8)
      let gbk: [UInt8] =
        Array("{\"purpose\":\"".utf8) + [0xC8, 0xDA, 0xD7, 0xCA] + Array("\"}".utf8)
      let cases: [(String, [UInt8], Int, String)] = [
        ("GBK", gbk, 400, "malformed_json"), ("deep", deep, 400, "malformed_json"),
        ("cut", Array("{\"amount\":".utf8), 400, "malformed_json"),
        ("float", Array("{\"tenor_months\":1.5}".utf8), 400, "malformed_json"),
        ("huge", Array(repeating: UInt8(ascii: " "), count: 2 << 20), 413, "body_too_large"),
        ("negative", need("amount", ["fen": -1]), 422, "validation_failed"),
        ("above", need("amount", ["fen": 10_000_000_000_001]), 422, "validation_failed"),
        ("type", need("tenor_months", "twelve"), 422, "validation_failed"),
        ("missing", need("purpose", nil), 422, "validation_failed"),
        ("unknown", need("colour", "red"), 422, "validation_failed"),
      ]
      for (name, body, status, code) in cases {
        let answer = try #require(
          await house.send("POST", "/v1/needs", body: body, key: "bad-\(name)"))
        #expect(answer.status == status, "\(name)")
        #expect(answer.body["code"]?.stringValue == code, "\(name)")
      }
      let enterprise: JSON = [
        "uscc": "91340102MA2MTK1A1X", "name": "样例", "region": "999999", "industry": "39",
        "registered_on": "2020-01-01",
      ]
      let refused = try #require(
        await house.send(
          "POST", "/v1/enterprises", body: enterprise.canonicalBytes, key: "bad-enterprise"))
      let pointers = refused.body["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue }
      #expect(refused.status == 422)
      #expect(Set(pointers ?? []) == ["/uscc", "/region"])
      for token in ["", "x.y.z", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."] {
        #expect(await house.send("GET", "/v1/needs", token: token)?.status == 401)
      }
      #expect(try await house.count(House.needs) == 0)
      #expect(try await house.count("SELECT count(*) FROM enterprise") == 1)
      #expect(try await house.count("SELECT count(*) FROM idempotency") == 0)
    }
  }
}

/// Carries a value out of a closure.
// Written once, then only read, by the same task.
final class Box<Value>: @unchecked Sendable {
  var value: Value?
}
