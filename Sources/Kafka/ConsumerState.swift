/// What is known of one assigned partition. Ends are offsets one past the last message meant.
struct PartitionProgress: Sendable {
  /// One past the last message handed to a reader.
  var handedOutEnd: Int64?
  /// One past the last message the owner has stored.
  var storedEnd: Int64?
  /// Stored, but not yet passed to the library.
  var hasPendingStore = false
  var isPaused = false

  /// Whether everything handed out has been stored.
  var isDrained: Bool {
    guard let handedOutEnd else { return true }
    return (storedEnd ?? 0) >= handedOutEnd
  }
}

/// A consumer's view of its group, guarded by its lock. Pure: it decides, and makes no call.
///
/// Assignments change only on the poller's queue; offsets are passed to the library only there,
/// too. So an offset that fits the assignment number when it is passed on cannot land in a later
/// assignment (librdkafka #2782 tells of offsets going back).
struct ConsumerState: Sendable {
  enum Phase { case joining, assigned, revoking, closing, closed }

  private(set) var phase = Phase.joining
  private(set) var assignmentNumber = 0
  private(set) var partitions: [TopicPartition: PartitionProgress] = [:]
  var fatal: KafkaError?
  /// Stores that came too late for their assignment.
  private(set) var staleStores = 0
  /// Offset commits that the group's coordinator refused.
  var failedCommits = 0

  var isOpen: Bool { phase != .closing && phase != .closed }

  /// Whether messages may be handed to readers now.
  var mayHandOut: Bool { phase == .assigned && fatal == nil }

  /// Takes over a new assignment and returns its number.
  mutating func assign(_ places: [TopicPartition]) -> Int {
    assignmentNumber += 1
    partitions = Dictionary(
      places.map { ($0, PartitionProgress()) }, uniquingKeysWith: { first, _ in first })
    if isOpen { phase = .assigned }
    return assignmentNumber
  }

  /// Stops handing out. Stores of what was handed out before still count.
  mutating func beginRevoke() {
    if isOpen { phase = .revoking }
  }

  /// Whether all handed-out messages have been stored.
  var isDrained: Bool { partitions.values.allSatisfy(\.isDrained) }

  /// Forgets the assignment.
  mutating func endRevoke() {
    partitions.removeAll()
    if isOpen { phase = .joining }
  }

  mutating func beginClose() { phase = .closing }

  mutating func endClose() {
    phase = .closed
    partitions.removeAll()
  }

  /// Notes that all messages of a partition before `end` are done. False when the message comes
  /// from an older assignment. An end below an earlier one changes nothing.
  mutating func store(_ place: TopicPartition, end: Int64, assignment: Int) -> Bool {
    guard assignment == assignmentNumber, var progress = partitions[place] else {
      staleStores += 1
      return false
    }
    if end > progress.storedEnd ?? -1 {
      progress.storedEnd = end
      progress.hasPendingStore = true
      partitions[place] = progress
    }
    return true
  }

  /// Takes the offsets to pass to the library.
  mutating func takePendingStores() -> [(TopicPartition, Int64)] {
    var taken: [(TopicPartition, Int64)] = []
    for (place, progress) in partitions where progress.hasPendingStore {
      partitions[place]?.hasPendingStore = false
      if let end = progress.storedEnd { taken.append((place, end)) }
    }
    return taken
  }

  /// Notes what was handed out.
  mutating func handedOut(_ place: TopicPartition, end: Int64) {
    partitions[place]?.handedOutEnd = end
  }

  /// Moves back to an offset of the current assignment; false when it is not ours any more.
  mutating func seekBack(_ place: TopicPartition, to offset: Int64, assignment: Int) -> Bool {
    guard phase == .assigned, assignment == assignmentNumber, partitions[place] != nil else {
      return false
    }
    partitions[place]?.handedOutEnd = offset
    return true
  }

  /// Holds or releases partitions; those not assigned are passed over.
  mutating func setPaused(_ places: Set<TopicPartition>, _ isPaused: Bool) {
    for place in places { partitions[place]?.isPaused = isPaused }
  }
}
