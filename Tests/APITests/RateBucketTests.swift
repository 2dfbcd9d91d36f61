import Testing

@testable import API

@Suite("Buckets of requests")
struct RateBucketTests {
  private static let second: Int64 = 1_000_000_000
  private static let minute = RateBuckets.windowNanoseconds

  /// Buckets with a clock that the test sets.
  private final class Tank {
    var buckets: RateBuckets
    var now: Int64 = 0

    init(clients: Int = 4) { buckets = RateBuckets(clientsMaximum: clients) }

    /// How long the client has to wait, or nil.
    func take(
      _ client: String, _ kind: RateClass = .reads, perMinute: Int = 60, isTrial: Bool = false
    ) -> Int64? {
      buckets.take(
        .init(client: client, kind: kind), perMinute: perMinute, at: now, isTrial: isTrial)
    }

    /// How many requests a client gets through now.
    func drain(_ client: String, _ kind: RateClass = .reads, perMinute: Int = 60) -> Int {
      var count = 0
      while take(client, kind, perMinute: perMinute) == nil { count += 1 }
      return count
    }
  }

  @Test(
    "just a minute's worth comes at once, whatever the limit is",
    arguments: [1, 7, 60, 999, 6_000, 120_000])
  func burst(_ perMinute: Int) {
    let tank = Tank()
    tank.now = 5
    #expect(tank.drain("a", perMinute: perMinute) == perMinute)
    let wait = tank.take("a", perMinute: perMinute) ?? 0
    #expect((1...Self.minute).contains(wait))
  }

  @Test("a bucket fills evenly, says when the next request may come, and never overflows")
  func refill() {
    let tank = Tank()
    #expect(tank.drain("a") == 60)
    tank.now = Self.second - 1
    #expect(tank.take("a") == 1)
    tank.now = Self.second
    #expect(tank.take("a") == nil)
    #expect(tank.take("a") == Self.second)
    tank.now = 11 * Self.second
    #expect(tank.drain("a") == 10)
    tank.now = 1_000 * Self.second
    #expect(tank.drain("a") == 60)
  }

  @Test("in any stretch of time no more gets through than a minute's worth and what flows in")
  func bounded() {
    let tank = Tank()
    var taken = 0
    for step in 0..<10_000 {
      tank.now += Int64(step * 7_919 % 23) * 10_000_000
      if tank.take("a", perMinute: 600) == nil { taken += 1 }
      #expect(taken <= 600 + Int(tank.now / 100_000_000) + 1)
    }
    #expect(taken > 9_000)
  }

  @Test("what is refused draws nothing, and neither does looking")
  func refusalsAreFree() {
    let tank = Tank()
    for _ in 0..<100 { #expect(tank.take("a", perMinute: 2, isTrial: true) == nil) }
    #expect(tank.buckets.count == 0)
    #expect(tank.drain("a", perMinute: 2) == 2)
    for _ in 0..<1_000 { #expect(tank.take("a", perMinute: 2) == Self.minute / 2) }
    tank.now = Self.minute / 2
    #expect(tank.take("a", perMinute: 2) == nil)
  }

  @Test("no client and no kind of request uses up another's")
  func fairness() {
    let tank = Tank()
    #expect(tank.drain("a", perMinute: 100) == 100)
    #expect(tank.drain("b", perMinute: 100) == 100)
    #expect(tank.drain("a", .writes, perMinute: 30) == 30)
  }

  @Test("however many come, what is kept stays bounded, and who was refused stays refused")
  func eviction() {
    let tank = Tank(clients: 10)
    #expect(tank.drain("hot") == 60)
    for number in 0..<5_000 {
      _ = tank.take("other \(number)")
      #expect(tank.buckets.count <= 10)
    }
    #expect(tank.take("hot") != nil, "a fresh bucket")
    // One that comes under many names has the shared bucket for all of them.
    let through = (0..<1_000).filter { tank.take("name \($0)") == nil }
    #expect(through.isEmpty, "5,000 others have used it up")
  }

  @Test("full buckets make room, so that newcomers have their own again")
  func room() {
    let tank = Tank(clients: 3)
    for name in ["a", "b", "c"] { #expect(tank.take(name) == nil) }
    #expect(tank.drain("new") == 60, "from the shared one")
    #expect(tank.drain("newer") == 0)
    // A second later what a, b and c drew has flowed back: they are as good as new ones.
    tank.now = Self.second
    #expect(tank.drain("newer") == 60)
    #expect(tank.buckets.count == 1)
    tank.now = 2 * Self.second
    #expect(tank.drain("newer") == 1)
  }
}
