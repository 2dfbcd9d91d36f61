import Kafka
import Seeds
import Testing

@testable import OutboxRelay

@Suite("Unread records on the embedded broker")
struct BacklogGuardTests {
  static let limits = BacklogLimits(
    events: 100, bytes: 10_000, groups: ["read": ["one", "two"], "unread": []])

  static func place(_ partition: Int32, topic: String = "read") -> TopicPartition {
    TopicPartition(topic: topic, partition: partition)
  }

  @Test("an empty broker takes half the limit at once, and no more")
  func firstBatch() {
    let backlog = BacklogGuard(Self.limits)
    #expect(backlog.allowance(Array(repeating: 1, count: 500)) == 50)
    #expect(backlog.allowance(Array(repeating: 1_000, count: 500)) == 5)
    #expect(backlog.allowance([]) == 0)
  }

  @Test("a record larger than half the limit still goes out, alone")
  func largeRecord() {
    let backlog = BacklogGuard(Self.limits)
    #expect(backlog.allowance([9_000, 1]) == 1)
    #expect(backlog.allowance([4_000, 9_000]) == 1)
  }

  @Test("a full partition holds everything back until all its groups have read")
  func waitsForTheSlowestGroup() {
    var backlog = BacklogGuard(Self.limits)
    for offset in 0..<51 { backlog.sent(to: Self.place(0), offset: Int64(offset), bytes: 10) }
    #expect(!backlog.hasRoom)
    #expect(backlog.allowance([10]) == 0)
    // The committed offset is the next one to read; one group is behind.
    backlog.read(upTo: [Self.place(0): 0])
    #expect(!backlog.hasRoom)
    backlog.read(upTo: [Self.place(0): 1])
    #expect(backlog.hasRoom)
    #expect(backlog.partitions == [Self.place(0)])
    backlog.read(upTo: [Self.place(0): 51])
    #expect(backlog.partitions == [])
  }

  @Test("a topic that nobody depends on is not counted")
  func topicsWithoutGroups() {
    var backlog = BacklogGuard(Self.limits)
    for offset in 0..<500 {
      backlog.sent(to: Self.place(0, topic: "unread"), offset: Int64(offset), bytes: 1_000)
      backlog.sent(to: Self.place(0, topic: "unheard"), offset: Int64(offset), bytes: 1_000)
    }
    #expect(backlog.hasRoom)
    #expect(backlog.partitions == [])
  }

  @Test("what an earlier relay left unread counts until it is read")
  func leftUnread() {
    var backlog = BacklogGuard(Self.limits)
    backlog.left(in: Self.place(0), end: 500, count: 60)
    backlog.left(in: Self.place(1), end: 9, count: 0)
    #expect(!backlog.hasRoom)
    #expect(backlog.partitions == [Self.place(0)])
    backlog.read(upTo: [Self.place(0): 449])
    #expect(!backlog.hasRoom)
    backlog.read(upTo: [Self.place(0): 450])
    #expect(backlog.hasRoom)
    backlog.sent(to: Self.place(0), offset: 500, bytes: 10)
    backlog.read(upTo: [Self.place(0): 500])
    #expect(backlog.partitions == [Self.place(0)])
    backlog.read(upTo: [Self.place(0): 501])
    #expect(backlog.partitions == [])
  }

  @Test("limits follow the names of a shared cluster")
  func suffixedNames() {
    let limits = Self.limits.adding(suffix: "-x")
    #expect(limits.groups == ["read-x": ["one-x", "two-x"], "unread-x": []])
    #expect(limits.events == 100 && limits.bytes == 10_000)
  }

  @Test("however records fall and readers lag, no partition ever holds more than the limit")
  func neverAboveTheLimit() {
    let seed = SeededGenerator.seed(for: "unread records")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      var backlog = BacklogGuard(Self.limits)
      let partitions = Int32.random(in: 1...6, using: &random)
      /// What each partition holds: the size of each record, and how far the slowest group is.
      var sizes: [Int32: [Int64]] = [:]
      var read: [Int32: Int] = [:]
      var waiting = (0..<2_000).map { _ in Int64.random(in: 1...5_000, using: &random) }
      // A skewed key goes to one partition nearly always.
      let favourite = Int32.random(in: 0..<partitions, using: &random)
      var rounds = 0
      while !waiting.isEmpty {
        rounds += 1
        let batch = Array(waiting.prefix(500))
        let count = backlog.allowance(batch)
        for size in batch.prefix(count) {
          let partition =
            Int.random(in: 0..<4, using: &random) > 0
            ? favourite : Int32.random(in: 0..<partitions, using: &random)
          let offset = sizes[partition, default: []].count
          sizes[partition, default: []].append(size)
          backlog.sent(to: Self.place(partition), offset: Int64(offset), bytes: size)
        }
        waiting.removeFirst(count)
        for partition in 0..<partitions {
          let unread = sizes[partition, default: []].dropFirst(read[partition, default: 0])
          #expect(unread.count <= 100, "seed \(seed)")
          #expect(unread.reduce(0, +) <= 10_000, "seed \(seed)")
        }
        // Readers go on by chance; now and then all of them catch up, so that there is an end.
        for partition in 0..<partitions {
          let end = sizes[partition, default: []].count
          let behind = end - read[partition, default: 0]
          read[partition, default: 0] +=
            rounds % 20 == 0 ? behind : Int.random(in: 0...behind, using: &random)
        }
        backlog.read(
          upTo: Dictionary(
            uniqueKeysWithValues: read.map { (Self.place($0.key), Int64($0.value)) }))
        if rounds % 20 == 0 { #expect(backlog.hasRoom && backlog.partitions == []) }
        guard rounds < 100_000 else {
          Issue.record("no end, seed \(seed)")
          return
        }
      }
    }
  }
}
