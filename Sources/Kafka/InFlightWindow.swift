/// The bound on what a producer holds: a number of records and a number of bytes, with a queue
/// of those who wait for room, served first come first served. Pure: no lock, no clock.
struct InFlightWindow: Sendable {
  let maxMessages: Int
  let maxBytes: Int
  let maxWaiters: Int
  private(set) var messages = 0
  private(set) var bytes = 0
  private var waiters: [(id: Int, bytes: Int)] = []

  init(maxMessages: Int, maxBytes: Int, maxWaiters: Int) {
    self.maxMessages = maxMessages
    self.maxBytes = maxBytes
    self.maxWaiters = maxWaiters
  }

  var waiting: Int { waiters.count }

  /// Takes room at once. False when there is none, or somebody waits who came before.
  mutating func reserve(bytes wanted: Int) -> Bool {
    guard waiters.isEmpty, fits(wanted) else { return false }
    take(wanted)
    return true
  }

  /// Joins the queue; false when the queue itself is full.
  mutating func enqueue(id: Int, bytes wanted: Int) -> Bool {
    guard waiters.count < maxWaiters else { return false }
    waiters.append((id, wanted))
    return true
  }

  /// Leaves the queue; false when it was not in it (any more). Returns who can go ahead now that
  /// a large one no longer blocks the head.
  mutating func abandon(id: Int) -> (wasWaiting: Bool, granted: [Int]) {
    guard let index = waiters.firstIndex(where: { $0.id == id }) else { return (false, []) }
    waiters.remove(at: index)
    return (true, grant())
  }

  /// Gives room back and returns the waiters it went to, in order.
  mutating func release(messages count: Int, bytes freed: Int) -> [Int] {
    messages -= count
    bytes -= freed
    precondition(messages >= 0 && bytes >= 0, "more room given back than taken")
    return grant()
  }

  /// Empties the queue and returns who was in it.
  mutating func abandonAll() -> [Int] {
    let ids = waiters.map(\.id)
    waiters.removeAll()
    return ids
  }

  private func fits(_ wanted: Int) -> Bool {
    messages < maxMessages && bytes + wanted <= maxBytes
  }

  private mutating func take(_ wanted: Int) {
    messages += 1
    bytes += wanted
  }

  private mutating func grant() -> [Int] {
    var granted = 0
    while granted < waiters.count, fits(waiters[granted].bytes) {
      take(waiters[granted].bytes)
      granted += 1
    }
    let ids = waiters.prefix(granted).map(\.id)
    waiters.removeFirst(granted)
    return ids
  }
}
