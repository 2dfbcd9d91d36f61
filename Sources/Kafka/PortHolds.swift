import Glibc
import Synchronization

/// Keeps the ports of brokers that are down, so that no other program is given them meanwhile.
///
/// The mock cluster binds a broker's old port again when it comes back, and aborts the whole process
/// when somebody else has it. A held port refuses connections like one nobody has.
final class PortHolds: Sendable {
  /// Descriptors of bound sockets that do not listen, by broker.
  private let descriptors = Mutex<[Int32: Int32]>([:])

  /// Takes a port; does nothing when it is held already or cannot be had.
  func take(_ port: UInt16, broker: Int32) {
    descriptors.withLock { held in
      guard held[broker] == nil else { return }
      let descriptor = socket(
        AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      guard descriptor >= 0 else { return }
      var reuse: Int32 = 1
      setsockopt(
        descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let bound = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      if bound == 0 { held[broker] = descriptor } else { _ = Glibc.close(descriptor) }
    }
  }

  /// Lets a port go, immediately before the broker takes it again.
  func release(broker: Int32) {
    descriptors.withLock { held in
      if let descriptor = held.removeValue(forKey: broker) { _ = Glibc.close(descriptor) }
    }
  }

  /// Lets all ports go.
  func releaseAll() {
    descriptors.withLock { held in
      for descriptor in held.values { _ = Glibc.close(descriptor) }
      held = [:]
    }
  }
}
