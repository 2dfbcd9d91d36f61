import CLibrdkafka
import Foundation
import Synchronization

/// How a client came to look at its queues. With an idle client only `timerPolls` grows; with a
/// busy one nearly every event is met by a wake-up.
public struct PollStatistics: Sendable, Hashable {
  /// Times the library woke us because a queue turned non-empty.
  public var wakeUps = 0
  /// Times the timer did: it keeps an idle consumer in its group.
  public var timerPolls = 0
  /// Times our own side asked, because there was room again or a reader arrived.
  public var pokes = 0
}

/// Runs one body on one serial queue whenever the library has something for us.
///
/// The library writes a byte to a pipe when a watched queue turns non-empty
/// (`rd_kafka_queue_io_event_enable`); a dispatch source on the pipe's other end runs the body,
/// which must poll *until empty*, since no second byte comes for a queue that was never emptied. A
/// timer runs it too: a consumer that polled only on wake-ups would be expelled after
/// `max.poll.interval.ms` of silence (librdkafka #3344).
///
/// `@unchecked`: `deadlines`, `nextToken` and `isStopped` are touched on `queue` only; the
/// rest never changes after init or is a Mutex.
final class QueuePoller: @unchecked Sendable {
  let queue: DispatchQueue
  private let readSource: any DispatchSourceRead
  private let idleSource: any DispatchSourceTimer
  private let deadlineSource: any DispatchSourceTimer
  private let readDescriptor: Int32
  private let writeDescriptor: Int32
  private let counters = Mutex(PollStatistics())
  private let pokePending = Atomic<Bool>(false)
  /// A function that stands in a mutex by itself would be wrapped once more at every access.
  private struct Body {
    var run: (@Sendable () -> Void)?
  }

  private let body = Mutex(Body())
  private var deadlines: [Int: (deadline: UInt64, action: @Sendable () -> Void)] = [:]
  private var nextToken = 0
  private var isStopped = false

  var statistics: PollStatistics { counters.withLock { $0 } }

  init(label: String, idlePollMilliseconds: Int) throws(KafkaError) {
    var descriptors: [Int32] = [-1, -1]
    guard pipe(&descriptors) == 0 else {
      throw .invalid("create client", "no pipe for wake-ups: errno \(errno)")
    }
    for descriptor in descriptors {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    readDescriptor = descriptors[0]
    writeDescriptor = descriptors[1]
    queue = DispatchQueue(label: label)
    readSource = DispatchSource.makeReadSource(fileDescriptor: descriptors[0], queue: queue)
    idleSource = DispatchSource.makeTimerSource(queue: queue)
    idleSource.schedule(
      deadline: .now() + .milliseconds(idlePollMilliseconds),
      repeating: .milliseconds(idlePollMilliseconds))
    deadlineSource = DispatchSource.makeTimerSource(queue: queue)
    deadlineSource.schedule(deadline: .distantFuture)
  }

  /// Begins to run the body. The sources keep the poller alive until ``stop(_:)``.
  func start(_ body: @escaping @Sendable () -> Void) {
    self.body.withLock { $0.run = body }
    readSource.setEventHandler { @Sendable [self] in
      emptyPipe()
      counters.withLock { $0.wakeUps += 1 }
      runBody()
    }
    idleSource.setEventHandler { @Sendable [self] in
      counters.withLock { $0.timerPolls += 1 }
      runBody()
    }
    deadlineSource.setEventHandler { @Sendable [self] in fireDeadlines() }
    readSource.activate()
    idleSource.activate()
    deadlineSource.activate()
    poke()
  }

  /// Runs the body soon, once for any number of calls before it starts.
  func poke() {
    guard !pokePending.exchange(true, ordering: .acquiringAndReleasing) else { return }
    queue.async { @Sendable [self] in
      pokePending.store(false, ordering: .releasing)
      counters.withLock { $0.pokes += 1 }
      runBody()
    }
  }

  /// Lets this queue of the library wake us.
  func watch(_ native: NativeQueue) {
    rd_kafka_queue_io_event_enable(native.pointer, writeDescriptor, "1", 1)
  }

  /// Ends that; needed before the pipe is closed.
  func unwatch(_ native: NativeQueue) {
    rd_kafka_queue_io_event_enable(native.pointer, -1, nil, 0)
  }

  /// Stops for good: the body does not run again once this returns. Every queue must have been
  /// unwatched. Call on `queue`.
  func stop() {
    dispatchPrecondition(condition: .onQueue(queue))
    guard !isStopped else { return }
    isStopped = true
    deadlines.removeAll()
    body.withLock { $0.run = nil }
    idleSource.cancel()
    deadlineSource.cancel()
    // The descriptors may be closed only when the source no longer waits on them.
    readSource.setCancelHandler { @Sendable [readDescriptor, writeDescriptor] in
      close(readDescriptor)
      close(writeDescriptor)
    }
    readSource.cancel()
  }

  /// Runs an action on `queue` after a delay, unless cancelled or stopped before. Call on `queue`.
  func schedule(
    afterMilliseconds delay: Int, _ action: @escaping @Sendable () -> Void
  ) -> Int {
    dispatchPrecondition(condition: .onQueue(queue))
    nextToken += 1
    guard !isStopped else {
      // No timer runs any more; whoever waits for this must not wait for ever.
      queue.async { @Sendable in action() }
      return nextToken
    }
    let start = DispatchTime.now().uptimeNanoseconds
    deadlines[nextToken] = (start + UInt64(max(0, delay)) * 1_000_000, action)
    armDeadline()
    return nextToken
  }

  /// Forgets a scheduled action. Call on `queue`.
  func cancel(_ token: Int) {
    dispatchPrecondition(condition: .onQueue(queue))
    // The source stays armed: an early firing finds nothing due and arms itself anew.
    deadlines[token] = nil
  }

  private func runBody() {
    guard !isStopped else { return }
    let body = body.withLock { $0.run }
    body?()
  }

  private func armDeadline() {
    guard let next = deadlines.values.map(\.deadline).min() else { return }
    deadlineSource.schedule(deadline: DispatchTime(uptimeNanoseconds: next))
  }

  private func fireDeadlines() {
    guard !isStopped else { return }
    let now = DispatchTime.now().uptimeNanoseconds
    let due = deadlines.filter { $0.value.deadline <= now }.sorted { $0.key < $1.key }
    for (token, _) in due { deadlines[token] = nil }
    for (_, entry) in due { entry.action() }
    armDeadline()
  }

  private func emptyPipe() {
    withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
      while read(readDescriptor, buffer.baseAddress, buffer.count) == buffer.count {}
    }
  }
}
