import Foundation
import Glibc

private let starting = NSLock()

/// What Foundation's `Process` leaves open about children.
///
/// It learns of a child's end when the last copy of a socket closes that the child has inherited. Whoever else
/// inherited it, a child that was started at the same moment or a child of the child, keeps the end from being
/// told for as long as it lives (swift-corelibs-foundation, issue 4795). Pipes go the same way.
public enum Child {
  /// Makes pipes and starts a child with them while no other is being started by way of this.
  public static func start<T>(_ body: () throws -> T) rethrows -> T {
    try starting.withLock(body)
  }

  /// Asks the kernel, on a thread of its own, how a child ends, and leaves it to `Process` to collect it.
  ///
  /// - Parameter told: called once with the exit status, or the signal's number below zero; not called when
  ///   `Process` has collected the child before, since then it knows.
  public static func watch(_ identifier: pid_t, told: @escaping @Sendable (Int32) -> Void) {
    let thread = Thread {
      var information = siginfo_t()
      while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0 {
        guard errno == EINTR else { return }
      }
      let status = information._sifields._sigchld.si_status
      told(information.si_code == CLD_EXITED ? status : -status)
    }
    thread.name = "child"
    thread.start()
  }
}
