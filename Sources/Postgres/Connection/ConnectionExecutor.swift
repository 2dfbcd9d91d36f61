import Dispatch

/// The serial executor of one connection.
///
/// A connection blocks in `poll(2)`, which must never happen on the cooperative pool. Linux has no
/// `DispatchSerialQueue`, so a plain serial queue runs the actor's jobs; Dispatch adds a thread when
/// one is blocked, which suits a pool of some tens of connections.
final class ConnectionExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "postgres.connection")

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    queue.async { unowned.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }
}
