import Foundation

// The value is only touched between lock() and unlock() of its own lock.
/// A value behind a lock.
///
/// `Synchronization.Mutex` would do as well, but on Linux its waiting path lies in the runtime
/// library where the Thread Sanitizer cannot see it, and every contended use is reported as a race.
package final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  package init(_ value: sending Value) {
    self.value = value
  }

  /// Runs the closure with the value to itself. The closure must not block and must not come back
  /// to the same lock.
  package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
