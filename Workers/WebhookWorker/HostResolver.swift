import Application
import Dispatch
import Foundation
import Synchronization

/// Turns a host's name into numeric addresses.
public struct HostResolver: Sendable {
  private let find: @Sendable (String) async throws -> [IPAddress]

  /// - Parameter find: the addresses of a name; empty when it leads nowhere.
  public init(find: @escaping @Sendable (String) async throws -> [IPAddress]) { self.find = find }

  func addresses(of host: String) async throws -> [IPAddress] {
    if let address = IPAddress(host) { return [address] }
    return try await find(host)
  }

  /// The system's resolver (`getaddrinfo`). It cannot be stopped, so that whoever gives up leaves it
  /// to end by its own limits.
  public static let system = HostResolver { host in
    let answer = OneAnswer<[IPAddress]>()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        answer.await(continuation)
        DispatchQueue.global().async { answer.give(.success(lookUp(host))) }
      }
    } onCancel: {
      answer.give(.failure(CancellationError()))
    }
  }

  private static func lookUp(_ host: String) -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_ADDRCONFIG
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
    defer { freeaddrinfo(first) }
    var found: [IPAddress] = []
    var next = first
    while let info = next {
      if let address = numeric(info.pointee), !found.contains(address) { found.append(address) }
      next = info.pointee.ai_next
    }
    return found
  }

  private static func numeric(_ info: addrinfo) -> IPAddress? {
    guard let address = info.ai_addr else { return nil }
    let raw = UnsafeRawPointer(address)
    switch info.ai_family {
    case AF_INET:
      var bytes = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
      return withUnsafeBytes(of: &bytes) { IPAddress(bytes: Array($0)) }
    case AF_INET6:
      var bytes = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
      return withUnsafeBytes(of: &bytes) { IPAddress(bytes: Array($0)) }
    default: return nil
    }
  }
}

/// The first answer counts, whether somebody waits for it yet or not.
private final class OneAnswer<Value: Sendable>: Sendable {
  private enum State {
    case nobody
    case waiting(CheckedContinuation<Value, any Error>)
    case early(Result<Value, any Error>)
    case given
  }

  private let state = Mutex(State.nobody)

  func await(_ continuation: CheckedContinuation<Value, any Error>) {
    let early = state.withLock { state -> Result<Value, any Error>? in
      if case .early(let result) = state {
        state = .given
        return result
      }
      state = .waiting(continuation)
      return nil
    }
    if let early { continuation.resume(with: early) }
  }

  func give(_ result: Result<Value, any Error>) {
    let waiting = state.withLock { state -> CheckedContinuation<Value, any Error>? in
      switch state {
      case .nobody:
        state = .early(result)
        return nil
      case .waiting(let continuation):
        state = .given
        return continuation
      case .early, .given: return nil
      }
    }
    waiting?.resume(with: result)
  }
}
