import Foundation

/// The serial executor of one connection, with a thread of its own.
///
/// A connection blocks in `poll(2)`, which must never happen on the cooperative pool. The thread
/// sleeps while there is nothing to do, and ends with the executor.
final class ConnectionExecutor: SerialExecutor {
  /// What the threads are called, for those who look at a process.
  static let threadName = "pg-connection"

  private let queue: JobQueue

  init() {
    queue = JobQueue()
    let jobs = JobThread(queue: queue, executor: self)
    let thread = Thread { jobs.run() }
    thread.name = Self.threadName
    thread.start()
  }

  deinit {
    queue.end()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    queue.add(UnownedJob(job))
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }
}

// Everything is touched between lock() and unlock() only.
/// The jobs of one thread, in order.
private final class JobQueue: @unchecked Sendable {
  private let condition = NSCondition()
  private var jobs: [UnownedJob] = []
  private var isWaiting = false
  private var hasEnded = false

  func add(_ job: UnownedJob) {
    condition.lock()
    jobs.append(job)
    let wakes = isWaiting
    condition.unlock()
    // Signalled after the unlock, so that the thread does not wake only to wait for the lock.
    if wakes { condition.signal() }
  }

  func end() {
    condition.lock()
    hasEnded = true
    condition.unlock()
    condition.signal()
  }

  /// Waits for jobs and takes all there are; empty at the end.
  func next() -> [UnownedJob] {
    condition.lock()
    defer { condition.unlock() }
    while jobs.isEmpty, !hasEnded {
      isWaiting = true
      condition.wait()
      isWaiting = false
    }
    defer { jobs = [] }
    return jobs
  }
}

/// What the thread needs. It must not keep the executor alive, which ends it.
private struct JobThread: Sendable {
  let queue: JobQueue
  weak let executor: ConnectionExecutor?

  func run() {
    while true {
      let jobs = queue.next()
      // A job's task keeps the connection, and so the executor, until it has run.
      guard !jobs.isEmpty, let executor else { return }
      for job in jobs { job.runSynchronously(on: executor.asUnownedSerialExecutor()) }
    }
  }
}
