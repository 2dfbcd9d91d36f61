import Domain
import Foundation
import Synchronization
import Testing

@Suite("Identifiers")
struct IdentifierTests {
  @Test("an identifier reads back from its text, and from nothing else")
  func text() throws {
    let source = IdentifierSource()
    let id: NeedID = source.next()
    #expect(id.text.hasPrefix("need_"))
    #expect(NeedID(id.text) == id)
    #expect(RunID(id.text) == nil)
    for text in [
      "", "need_", "need_x", id.text.uppercased(), id.text + "0", String(id.text.dropLast()),
      "need-" + id.text.dropFirst(5), "needs_" + id.text.dropFirst(5),
    ] {
      #expect(NeedID(text) == nil, "\(text)")
    }
  }

  @Test("the layout is UUIDv7: time, version 7, variant 10 (RFC 9562 section 5.7)")
  func layout() {
    let instant = Instant(microseconds: 1_767_225_600_123_456)
    let source = IdentifierSource(clock: .fixed(instant), random: { .max })
    for _ in 0..<100 {
      let bytes = withUnsafeBytes(of: source.next().uuid) { Array($0) }
      let milliseconds = bytes[0..<6].reduce(Int64(0)) { $0 << 8 | Int64($1) }
      #expect(milliseconds == 1_767_225_600_123)
      #expect(bytes[6] >> 4 == 7)
      #expect(bytes[8] >> 6 == 2)
    }
  }

  @Test("identifiers rise within a millisecond, past its end, and when the clock goes back")
  func order() {
    let times = Mutex<[Int64]>([9_000, 9_000, 5_000, 9_999, 10_000, 0, 3_000])
    let clock = WallClock {
      Instant(microseconds: times.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] })
    }
    for random in [UInt64.min, .max, 0x5555_5555_5555_5555] {
      let source = IdentifierSource(clock: clock, random: { random })
      let made = (0..<2_000).map { _ in EventID(source.next()) }
      #expect(zip(made, made.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  @Test("tasks side by side get rising identifiers, and none twice")
  func concurrency() async {
    let source = IdentifierSource()
    let perTask = 2_000
    let made = await withTaskGroup(of: [EventID].self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<perTask).map { _ in EventID(source.next()) } }
      }
      return await group.reduce(into: [[EventID]]()) { $0.append($1) }
    }
    #expect(Set(made.flatMap { $0 }).count == 8 * perTask)
    for list in made { #expect(zip(list, list.dropFirst()).allSatisfy { $0 < $1 }) }
  }
}
