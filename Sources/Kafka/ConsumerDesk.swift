import Synchronization

/// One read that waits for messages.
final class BatchWaiter: Sendable {
  let maxMessages: Int
  /// Set before the removal is queued, so that a cancelled waiter that has not yet arrived at the
  /// desk is turned away there.
  let isCancelled = Atomic<Bool>(false)

  init(maxMessages: Int) {
    self.maxMessages = maxMessages
  }
}

/// What a consumer keeps on its poller's queue: who waits, and the native queues of its
/// partitions.
///
/// `@unchecked`: touched on the poller's queue only; the consumer's steps assert it.
final class ConsumerDesk: @unchecked Sendable {
  typealias BatchContinuation = Once<Result<[KafkaMessage], KafkaError>>

  struct Reader {
    let waiter: BatchWaiter
    let once: BatchContinuation
    var timer: Int?
  }

  struct PartitionReader {
    let place: TopicPartition
    let queue: NativeQueue
  }

  struct PendingRevocation {
    let isLost: Bool
    let timer: Int?
  }

  var readers: [Reader] = []
  var assignmentWaiters: [Int: Once<Bool>] = [:]
  var partitions: [PartitionReader] = []
  /// Where the next round over the partitions begins, so that none is always first.
  var firstPartition = 0
  var revocation: PendingRevocation?
  var closing: Once<Bool?>?
}
