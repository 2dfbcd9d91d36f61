import CLibrdkafka
import Foundation
import Synchronization

/// How many native clients are alive, for leak checks and metrics.
public enum KafkaHandles {
  private static let live = Mutex<[String: Int]>([:])

  /// Native clients made and not yet destroyed, in this process.
  public static var liveCount: Int { live.withLock { $0.values.reduce(0, +) } }

  /// The same for one `client.id`.
  public static func liveCount(clientID: String) -> Int { live.withLock { $0[clientID] ?? 0 } }

  static func add(_ change: Int, clientID: String) {
    live.withLock { counts in
      let count = (counts[clientID] ?? 0) + change
      counts[clientID] = count == 0 ? nil : count
    }
  }
}

/// Owns one `rd_kafka_t`. There is no work in `deinit`: destroying blocks, so the owner calls
/// ``destroy(deadlineMilliseconds:)`` after it has dropped every queue, event and list.
///
/// `@unchecked`: the pointer never changes, and librdkafka's client is thread-safe
/// (INTRODUCTION.md, "Threads and callbacks"). Owners make no call after destroy.
final class NativeClient: @unchecked Sendable {
  let pointer: OpaquePointer
  let clientID: String

  init(
    _ kind: rd_kafka_type_t, _ configuration: KafkaConfiguration, fixed: [(String, String)]
  ) throws(KafkaError) {
    let native = try NativeConfiguration(configuration, kind: kind, fixed: fixed)
    pointer = try native.makeClient(kind)
    clientID = configuration.clientID
    KafkaHandles.add(1, clientID: clientID)
  }

  /// Destroys the client on a thread of its own and waits at most this long. False means that
  /// the library is still at it (rust-rdkafka #453 tells of such hangs): the thread is left
  /// behind until the process ends, and the count of live handles shows it.
  func destroy(deadlineMilliseconds: Int, flags: Int32 = 0) async -> Bool {
    await Bounded.run(deadlineMilliseconds: deadlineMilliseconds) { [self] in
      rd_kafka_destroy_flags(pointer, flags)
      KafkaHandles.add(-1, clientID: clientID)
    }
  }
}

/// Runs blocking calls away from the cooperative pool.
enum Bounded {
  /// Runs the body on a new thread; true when it ended within the deadline.
  static func run(
    deadlineMilliseconds: Int, _ body: @escaping @Sendable () -> Void
  ) async -> Bool {
    await withCheckedContinuation { continuation in
      let once = Once(continuation)
      Thread.detachNewThread {
        body()
        once.resume(true)
      }
      DispatchQueue.global().asyncAfter(
        deadline: .now() + .milliseconds(deadlineMilliseconds)
      ) { once.resume(false) }
    }
  }
}

/// Resumes a continuation at most once, from any thread.
final class Once<Value: Sendable>: Sendable {
  private let continuation: Mutex<CheckedContinuation<Value, Never>?>

  init(_ continuation: CheckedContinuation<Value, Never>) {
    self.continuation = Mutex(continuation)
  }

  /// Hands the value over; false if somebody did before.
  @discardableResult
  func resume(_ value: Value) -> Bool {
    let waiting = continuation.withLock { held in
      let taken = held
      held = nil
      return taken
    }
    waiting?.resume(returning: value)
    return waiting != nil
  }
}

/// A serial queue for calls that block, one per owner.
final class BlockingLane: Sendable {
  private let queue: DispatchQueue

  init(_ label: String) {
    queue = DispatchQueue(label: label)
  }

  /// Runs the body after the ones before it and returns what it returns.
  func run<Value: Sendable>(
    _ body: @escaping @Sendable () -> Result<Value, KafkaError>
  ) async throws(KafkaError) -> Value {
    let result: Result<Value, KafkaError> = await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: body()) }
    }
    return try result.get()
  }
}
