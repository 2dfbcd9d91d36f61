import Seeds
import Testing

@testable import Kafka

@Suite("Pure state")
struct StateTests {
  @Test("the window never exceeds its bounds, serves waiters in order and loses none")
  func window() {
    var random = SeededGenerator.announced("window of records in flight")
    for _ in 0..<50 {
      var window = InFlightWindow(
        maxMessages: Int.random(in: 1...5, using: &random), maxBytes: 100, maxWaiters: 8)
      var held: [Int] = []  // Bytes of each record that has room.
      var queue: [(id: Int, bytes: Int)] = []
      for id in 0..<400 {
        var granted: [Int] = []
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5:
          let bytes = Int.random(in: 0...100, using: &random)
          if window.reserve(bytes: bytes) {
            #expect(queue.isEmpty)
            held.append(bytes)
          } else if window.enqueue(id: id, bytes: bytes) {
            queue.append((id, bytes))
          } else {
            #expect(queue.count == 8)
          }
        case 5..<9:
          guard !held.isEmpty else { continue }
          let bytes = held.remove(at: Int.random(in: 0..<held.count, using: &random))
          granted = window.release(messages: 1, bytes: bytes)
        default:
          guard let victim = queue.randomElement(using: &random) else { continue }
          let result = window.abandon(id: victim.id)
          #expect(result.wasWaiting)
          queue.removeAll { $0.id == victim.id }
          granted = result.granted
        }
        for next in granted {
          #expect(queue.first?.id == next)
          held.append(queue.removeFirst().bytes)
        }
        #expect(window.messages == held.count && window.messages <= window.maxMessages)
        #expect(window.bytes == held.reduce(0, +) && window.bytes <= 100)
        #expect(window.waiting == queue.count)
        // Nobody waits beside room that would do.
        if let head = queue.first {
          #expect(window.messages == window.maxMessages || window.bytes + head.bytes > 100)
        }
      }
      let abandoned = window.abandonAll()
      #expect(abandoned == queue.map(\.id))
    }
  }

  @Test("a store counts only under its own assignment and never moves an offset back")
  func stores() {
    var state = ConsumerState()
    func store(_ end: Int64, _ assignment: Int) -> Bool {
      state.store(place, end: end, assignment: assignment)
    }
    func pending() -> [Int64] { state.takePendingStores().map(\.1) }

    #expect(!store(1, 0))
    let first = state.assign([place])
    #expect(store(5, first))
    #expect(store(3, first))
    #expect(pending() == [5])
    #expect(pending().isEmpty)
    state.beginRevoke()
    #expect(store(6, first))
    #expect(pending() == [6])
    state.endRevoke()
    #expect(!store(7, first))
    let second = state.assign([place])
    #expect(second == first + 1)
    #expect(!store(9, first))
    #expect(store(2, second))
    #expect(pending() == [2])
    #expect(state.staleStores == 3)
  }

  @Test("an assignment is drained when what was handed out is stored or sought back")
  func draining() {
    var state = ConsumerState()
    let number = state.assign([place])
    func seekBack(_ assignment: Int) -> Bool {
      state.seekBack(place, to: 8, assignment: assignment)
    }

    #expect(state.isDrained && state.mayHandOut)
    state.handedOut(place, end: 10)
    #expect(!state.isDrained)
    _ = state.store(place, end: 8, assignment: number)
    #expect(!state.isDrained)
    #expect(seekBack(number))
    #expect(state.isDrained)
    #expect(!seekBack(number - 1))
    state.beginRevoke()
    #expect(!state.mayHandOut && !seekBack(number))
  }
}

private let place = TopicPartition(topic: "t", partition: 0)
