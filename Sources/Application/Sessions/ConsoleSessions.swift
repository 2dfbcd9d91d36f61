import Domain
import Postgres
import Store

/// How long somebody stays signed in to the console.
public struct SessionLimits: Sendable, Hashable {
  /// A session that is not used for so long is over.
  public var idleMinutes: Int
  /// However much it is used, a session is over after so long.
  public var hoursMaximum: Int

  public init(idleMinutes: Int = 30, hoursMaximum: Int = 8) {
    self.idleMinutes = idleMinutes
    self.hoursMaximum = hoursMaximum
  }
}

extension Application {
  /// Sessions that are over and cleared away when one is opened, at most.
  private static let clearedMaximum = 100
  /// Times of use are kept to the minute, so that not every page writes.
  private static let seenMilliseconds: Int64 = 60_000

  /// Keeps who signed in, under the digest of a key that only the browser holds.
  public func openSession(
    _ keyDigest: Digest, of actor: Actor, limits: SessionLimits
  ) async throws {
    let now = clock.now()
    try await writeQuietly { session in
      try await ConsoleSessionRepository.clear(
        before: now, limit: Self.clearedMaximum, session)
      try await ConsoleSessionRepository.insert(
        ConsoleSessionRecord(
          keyDigest: keyDigest.bytes, subject: actor.subject, role: actor.role.rawValue,
          organisation: actor.organisation, uscc: actor.uscc, region: actor.region, openedAt: now,
          seenAt: now,
          expiresAt: now.adding(milliseconds: Int64(limits.hoursMaximum) * 3_600_000)), session)
    }
  }

  /// Whose session this is; nil when there is none, or it is over.
  ///
  /// - Parameter isUse: whether somebody did something; a page that follows what it shows keeps nobody
  ///   signed in.
  public func session(
    _ keyDigest: Digest, limits: SessionLimits, isUse: Bool
  ) async throws -> Actor? {
    let now = clock.now()
    let found = try await read { session in
      try await ConsoleSessionRepository.find(keyDigest.bytes, session)
    }
    let idleMilliseconds = Int64(limits.idleMinutes) * 60_000
    guard let found, let role = Role(rawValue: found.role), now < found.expiresAt,
      now < found.seenAt.adding(milliseconds: idleMilliseconds)
    else { return nil }
    if isUse, found.seenAt.adding(milliseconds: Self.seenMilliseconds) <= now {
      try await writeQuietly { session in
        try await ConsoleSessionRepository.touch(keyDigest.bytes, at: now, session)
      }
    }
    return Actor(
      subject: found.subject, role: role, organisation: found.organisation, uscc: found.uscc,
      region: found.region)
  }

  /// Ends a session; one that is over already stays so.
  public func closeSession(_ keyDigest: Digest) async throws {
    try await writeQuietly { session in
      try await ConsoleSessionRepository.delete(keyDigest.bytes, session)
    }
  }
}
