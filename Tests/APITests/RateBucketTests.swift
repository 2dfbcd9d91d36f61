import Testing

@testable import API

@Suite("Buckets of requests")
struct RateBucketTests {
  private static let second: Int64 = 1_000_000_000
  private static let minute = RateBuckets.windowNanoseconds

  private func key(_ client: String, _ kind: RateClass = .reads) -> RateBuckets.Key {
    .init(client: client, kind: kind)
  }

  /// How many requests a client gets through at one instant.
  private func drain(
    _ buckets: inout RateBuckets, _ key: RateBuckets.Key, perMinute: Int, at now: Int64
  ) -> Int {
    var count = 0
    while buckets.take(key, perMinute: perMinute, at: now) == nil { count += 1 }
    return count
  }

  @Test(
    "just a minute's worth comes at once, whatever the limit is",
    arguments: [1, 7, 60, 999, 6_000, 120_000])
  func burst(_ perMinute: Int) {
    var buckets = RateBuckets(clientsMaximum: 4)
    #expect(drain(&buckets, key("a"), perMinute: perMinute, at: 5) == perMinute)
    let wait = buckets.take(key("a"), perMinute: perMinute, at: 5)
    #expect(wait.map { (1...Self.minute).contains($0) } == true)
  }

  @Test("a bucket fills evenly, says when the next request may come, and never overflows")
  func refill() throws {
    var buckets = RateBuckets(clientsMaximum: 4)
    #expect(drain(&buckets, key("a"), perMinute: 60, at: 0) == 60)
    #expect(buckets.take(key("a"), perMinute: 60, at: Self.second - 1) == 1)
    #expect(buckets.take(key("a"), perMinute: 60, at: Self.second) == nil)
    #expect(buckets.take(key("a"), perMinute: 60, at: Self.second) == Self.second)
    #expect(drain(&buckets, key("a"), perMinute: 60, at: 11 * Self.second) == 10)
    #expect(drain(&buckets, key("a"), perMinute: 60, at: 1_000 * Self.second) == 60)
    // Over any time t no more than a minute's worth and what fills in t.
    var taken = 0
    var now = 2_000 * Self.second
    for step in 0..<10_000 {
      now += Int64(step * 7_919 % 23) * 10_000_000
      if buckets.take(key("b"), perMinute: 600, at: now) == nil { taken += 1 }
    }
    #expect(taken <= 600 + Int((now - 2_000 * Self.second) / 100_000_000) + 1)
  }

  @Test("what is refused draws nothing, and neither does looking")
  func refusalsAreFree() {
    var buckets = RateBuckets(clientsMaximum: 4)
    for _ in 0..<100 {
      #expect(buckets.take(key("a"), perMinute: 2, at: 0, isTrial: true) == nil)
    }
    #expect(buckets.count == 0)
    #expect(drain(&buckets, key("a"), perMinute: 2, at: 0) == 2)
    for _ in 0..<1_000 { _ = buckets.take(key("a"), perMinute: 2, at: 0) }
    #expect(buckets.take(key("a"), perMinute: 2, at: Self.minute / 2) == nil)
  }

  @Test("no client and no kind of request uses up another's")
  func fairness() {
    var buckets = RateBuckets(clientsMaximum: 4)
    #expect(drain(&buckets, key("a"), perMinute: 100, at: 0) == 100)
    #expect(drain(&buckets, key("b"), perMinute: 100, at: 0) == 100)
    #expect(drain(&buckets, key("a", .writes), perMinute: 30, at: 0) == 30)
  }

  @Test("however many come, what is kept stays bounded, and who was refused stays refused")
  func eviction() {
    var buckets = RateBuckets(clientsMaximum: 10)
    #expect(drain(&buckets, key("hot"), perMinute: 60, at: 0) == 60)
    for number in 0..<5_000 {
      _ = buckets.take(key("other \(number)"), perMinute: 60, at: 0)
      #expect(buckets.count <= 10)
    }
    #expect(buckets.take(key("hot"), perMinute: 60, at: 0) != nil, "a fresh bucket")
    // One that comes under many names has the shared bucket for all of them.
    var through = 0
    for number in 0..<1_000
    where buckets.take(key("name \(number)"), perMinute: 60, at: 1) == nil {
      through += 1
    }
    #expect(through == 0, "5,000 others have used it up")
  }

  @Test("full buckets make room, so that newcomers have their own again")
  func room() {
    var buckets = RateBuckets(clientsMaximum: 3)
    for name in ["a", "b", "c"] { #expect(buckets.take(key(name), perMinute: 60, at: 0) == nil) }
    #expect(drain(&buckets, key("hot"), perMinute: 60, at: 0) == 60, "the shared one")
    // A second later one drop has come back into each: a, b and c are full.
    #expect(drain(&buckets, key("new"), perMinute: 60, at: Self.second) == 60)
    #expect(buckets.count == 1)
    #expect(drain(&buckets, key("new"), perMinute: 60, at: 2 * Self.second) == 1)
  }
}
