import Domain
import JWTKit
import Logging
import Synchronization

/// How a key ring reads its keys anew.
public struct KeyRingOptions: Sendable {
  /// Between two readings that an unknown `kid` asks for: whoever sends made-up ones does not make
  /// this service ask more often.
  public var minimumIntervalSeconds: Int64 = 30
  /// How long keys count that could not be read again: what was withdrawn meanwhile is not known.
  public var maximumAgeSeconds: Int64 = 86_400

  public init() {}
}

/// The keys tokens are verified with, as they are now: fixed ones, or those an identity provider
/// serves and changes (RFC 7517; OpenID Connect Core 1.0 section 10.1.1, rotation).
///
/// A `kid` that is not known is a reason to read again; a key that is no longer served stops counting
/// with the next reading. What cannot be read leaves the keys as they are, up to a limit.
public final class KeyRing: Sendable {
  /// Reads the document of a key set.
  public typealias Read = @Sendable () async throws -> [UInt8]

  /// The keys of one reading.
  struct Keys: Sendable {
    let set: KeySet
    let collection: JWTKeyCollection
    /// Rises when the keys change.
    let edition: Int

    init(_ set: KeySet, edition: Int) async {
      self.set = set
      self.edition = edition
      collection = JWTKeyCollection()
      for (kid, entry) in set.entries {
        switch entry.key {
        case .ed25519(let key): await collection.add(eddsa: key, kid: JWKIdentifier(string: kid))
        case .p256(let key): await collection.add(ecdsa: key, kid: JWKIdentifier(string: kid))
        }
      }
    }
  }

  private struct State {
    var keys: Keys?
    /// When keys were last read; nil for fixed ones.
    var readAt: Instant?
    var triedAt: Instant?
  }

  private let state: Mutex<State>
  private let read: Read?
  private let options: KeyRingOptions
  private let clock: WallClock
  private let logger: Logger
  private let reading = OneReading()

  /// Keys that never change.
  public init(fixed set: KeySet) async {
    state = Mutex(State(keys: await Keys(set, edition: 1)))
    read = nil
    options = KeyRingOptions()
    clock = .system
    logger = Logger(label: "rongqiao.keys")
  }

  /// Keys that are read when they are first needed and then again; see ``refresh()``.
  public init(
    reading read: @escaping Read, options: KeyRingOptions = KeyRingOptions(),
    clock: WallClock = .system, logger: Logger
  ) {
    state = Mutex(State())
    self.read = read
    self.options = options
    self.clock = clock
    self.logger = logger
  }

  /// The keys that count now; nil when there are none, or none that were read lately enough.
  private var current: Keys? {
    let now = clock.now()
    return state.withLock { state in
      if let readAt = state.readAt,
        readAt < now.adding(milliseconds: -options.maximumAgeSeconds * 1_000)
      {
        return nil
      }
      return state.keys
    }
  }

  /// Changes with the keys; nil when none count.
  var edition: Int? { current?.edition }

  /// The public keys in use; an empty set when there are none.
  var json: JSON { current?.set.json ?? ["keys": []] }

  /// Whether a key is among those that count now; nothing is read for it.
  func holds(_ kid: String) -> Bool { current?.set.entries[kid] != nil }

  /// Whether there are keys to verify tokens with.
  public var isReady: Bool { current != nil }

  /// The keys to verify a token with that names `kid`. Read anew when it is not among them, unless
  /// that was tried a moment ago.
  ///
  /// - Returns: nil when there are no keys at all, for now.
  func keys(for kid: String) async -> Keys? {
    if let current, current.set.entries[kid] != nil { return current }
    if let read { _ = await reading.run(if: { self.mayTry }, work: { await self.take(read) }) }
    return current
  }

  private var mayTry: Bool {
    let now = clock.now()
    guard let triedAt = state.withLock({ $0.triedAt }) else { return true }
    // A clock that was set back must not keep new keys out.
    return triedAt > now
      || triedAt <= now.adding(milliseconds: -options.minimumIntervalSeconds * 1_000)
  }

  /// Reads the keys again; at once when somebody reads already, whose reading counts then.
  ///
  /// - Returns: whether keys were read.
  @discardableResult
  public func refresh() async -> Bool {
    guard let read else { return true }
    return await reading.run(if: { true }, work: { await self.take(read) })
  }

  private func take(_ read: Read) async -> Bool {
    state.withLock { $0.triedAt = clock.now() }
    do {
      let set = try KeySet(jwks: try await read())
      let before = state.withLock { $0.keys }
      let isSame = before?.set.json == set.json
      let keys = await isSame ? before : Keys(set, edition: (before?.edition ?? 0) + 1)
      state.withLock {
        $0.keys = keys
        $0.readAt = clock.now()
      }
      if !isSame {
        logger.notice(
          "access keys read",
          metadata: ["keys": "\(set.entries.keys.sorted().joined(separator: " "))"])
      }
      return true
    } catch let error as KeySet.Malformed {
      logger.warning("access keys refused", metadata: ["error": "\(error)"])
    } catch {
      // The address may hold a secret: what the client says of it is not repeated.
      logger.warning("access keys cannot be read")
    }
    return false
  }
}

/// Lets one reading run at a time; who comes meanwhile waits for that one.
private actor OneReading {
  private var running: Task<Bool, Never>?

  /// - Parameter isWanted: asked when no reading runs.
  func run(
    if isWanted: @Sendable () -> Bool, work: @escaping @Sendable () async -> Bool
  ) async -> Bool {
    if let running { return await running.value }
    guard isWanted() else { return false }
    let task = Task { await work() }
    running = task
    let result = await task.value
    running = nil
    return result
  }
}
