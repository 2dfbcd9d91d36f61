import Seeds
import Testing

@testable import WorkerKit

@Suite("Waiting")
struct WaitingTests {
  /// Far longer than any test waits.
  static let endless: Int64 = 600_000

  @Test("a ring while nobody waits is remembered once", .timeLimit(.minutes(5)))
  func ringIsRemembered() async {
    let wake = Wake()
    wake.ring()
    wake.ring()
    #expect(await wake.wait(milliseconds: Self.endless))
    #expect(await wake.wait(milliseconds: 1) == false)
  }

  @Test("a ring wakes the one who waits", .timeLimit(.minutes(5)))
  func ringWakes() async {
    let wake = Wake()
    await withTaskGroup(of: Bool.self) { group in
      group.addTask { await wake.wait(milliseconds: Self.endless) }
      group.addTask {
        wake.ring()
        return true
      }
      for await rang in group { #expect(rang) }
    }
  }

  @Test("a wait ends by itself, however short it is", .timeLimit(.minutes(5)))
  func waitEnds() async {
    let wake = Wake()
    for _ in 0..<3_000 { #expect(await wake.wait(milliseconds: 0) == false) }
    #expect(await wake.wait(milliseconds: 3) == false)
  }

  @Test("many short waits at once all end", .timeLimit(.minutes(5)))
  func manyWaitsEnd() async {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<200 {
        group.addTask {
          let wake = Wake()
          for milliseconds in [0, 1, 0, 2, 0] { await wake.wait(milliseconds: Int64(milliseconds)) }
        }
      }
    }
  }

  @Test("a second waiter sends the first one on", .timeLimit(.minutes(5)))
  func secondWaiterReplacesFirst() async {
    let wake = Wake()
    await withTaskGroup(of: Bool.self) { group in
      group.addTask { await wake.wait(milliseconds: Self.endless) }
      group.addTask { await wake.wait(milliseconds: Self.endless) }
      // Whichever came first is sent on, without a ring; the other one waits for its ring.
      #expect(await group.next() == false)
      wake.ring()
      #expect(await group.next() == true)
    }
  }

  @Test("cancelling ends a wait, before or while it waits", .timeLimit(.minutes(5)))
  func cancellationEndsWait() async {
    let wake = Wake()
    for _ in 0..<300 {
      let waiting = Task { await wake.wait(milliseconds: Self.endless) }
      waiting.cancel()
      #expect(await waiting.value == false)
    }
    // The bell still works afterwards.
    wake.ring()
    #expect(await wake.wait(milliseconds: Self.endless))
  }

  @Test("each failure doubles the wait up to its maximum, with up to half of it left to chance")
  func backoffGrows() {
    var random = SeededGenerator.announced("waits after failures")
    var backoff = Backoff(firstMilliseconds: 100, maximumMilliseconds: 5_000)
    for failures in 0..<80 {
      let whole = min(5_000, Int64(100) << min(failures, 6))
      let wait = backoff.nextMilliseconds { range in
        #expect(range == whole / 2...whole)
        return Int64.random(in: range, using: &random)
      }
      #expect((whole / 2...whole).contains(wait))
    }
    backoff.reset()
    #expect(backoff.nextMilliseconds { $0.upperBound } == 100)
    #expect(backoff.nextMilliseconds { $0.upperBound } == 200)
  }

  @Test("a very large first wait does not overflow")
  func backoffStaysInRange() {
    var backoff = Backoff(firstMilliseconds: 1 << 40, maximumMilliseconds: 1 << 41)
    for _ in 0..<100 {
      #expect((0...(1 << 41)).contains(backoff.nextMilliseconds { $0.upperBound }))
    }
  }
}
