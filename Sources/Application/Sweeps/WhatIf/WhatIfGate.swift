import Synchronization

/// Lets few questions of "what if" run at once: each goes through very many needs.
final class WhatIfGate: Sendable {
  /// In one process.
  static let runningMaximum = 2
  /// When whoever is refused should come again.
  static let retryAfterSeconds = 5

  private struct State {
    var running = 0
    var institutions: Set<String> = []
  }

  private let state = Mutex(State())

  /// Runs `body` unless too many run already, or another one of the same institution does.
  ///
  /// - Parameter institution: nil for those who ask for no institution.
  /// - Throws: `ApplicationError.unavailable`, and what `body` throws.
  func pass<T>(
    institution: String?, _ body: () async throws -> T
  ) async throws -> T {
    let isFree = state.withLock { state in
      guard state.running < Self.runningMaximum,
        institution.map({ !state.institutions.contains($0) }) ?? true
      else { return false }
      state.running += 1
      if let institution { state.institutions.insert(institution) }
      return true
    }
    guard isFree else {
      throw ApplicationError.unavailable(retryAfterSeconds: Self.retryAfterSeconds)
    }
    defer {
      state.withLock { state in
        state.running -= 1
        if let institution { state.institutions.remove(institution) }
      }
    }
    return try await body()
  }
}
