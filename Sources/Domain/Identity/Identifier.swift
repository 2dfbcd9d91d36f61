import Foundation
import Synchronization

/// The kind of thing an identifier names, by its prefix (design section 6).
public protocol IdentifierKind: Sendable {
  static var prefix: String { get }
}

/// A typed identifier: prefix, underscore, UUIDv7 (RFC 9562), such as `need_0190a3c8-…`.
///
/// UUIDv7 begins with the time, so that identifiers sort by creation and index pages stay warm.
public struct Identifier<Kind: IdentifierKind>: Hashable, Sendable, Comparable {
  public let uuid: UUID
  public init(_ uuid: UUID) { self.uuid = uuid }

  /// From text such as `need_0190a3c8-…`; nil when the prefix or the UUID is not right.
  public init?(_ text: String) {
    guard text.hasPrefix(Kind.prefix + "_") else { return nil }
    let rest = text.dropFirst(Kind.prefix.count + 1)
    // UUID(uuidString:) also takes capitals; one spelling keeps caches and logs exact.
    guard rest.utf8.count == 36, rest == rest.lowercased(),
      let uuid = UUID(uuidString: String(rest)), uuid.uuid.6 >> 4 == 7
    else { return nil }
    self.uuid = uuid
  }

  /// The prefix and the UUID in lowercase.
  public var text: String {
    String(unsafeUninitializedCapacity: Kind.prefix.utf8.count + 37) { buffer in
      var at = 0
      func put(_ byte: UInt8) {
        buffer[at] = byte
        at += 1
      }
      for byte in Kind.prefix.utf8 { put(byte) }
      put(UInt8(ascii: "_"))
      withUnsafeBytes(of: uuid.uuid) { bytes in
        for (index, byte) in bytes.enumerated() {
          if index == 4 || index == 6 || index == 8 || index == 10 { put(UInt8(ascii: "-")) }
          put(Hexadecimal.digit(byte >> 4))
          put(Hexadecimal.digit(byte & 15))
        }
      }
      return at
    }
  }

  /// By bytes, which is also the order of the texts.
  public static func < (left: Self, right: Self) -> Bool {
    withUnsafeBytes(of: left.uuid.uuid) { left in
      withUnsafeBytes(of: right.uuid.uuid) { right in left.lexicographicallyPrecedes(right) }
    }
  }
}

extension Identifier: CustomStringConvertible {
  public var description: String { text }
}

public enum EnterpriseKind: IdentifierKind { public static let prefix = "ent" }
public enum InstitutionKind: IdentifierKind { public static let prefix = "ins" }
public enum NeedKind: IdentifierKind { public static let prefix = "need" }
public enum ProductKind: IdentifierKind { public static let prefix = "prod" }
public enum RunKind: IdentifierKind { public static let prefix = "run" }
public enum EventKind: IdentifierKind { public static let prefix = "evt" }
public enum DeadLetterKind: IdentifierKind { public static let prefix = "dl" }
public enum OfferKind: IdentifierKind { public static let prefix = "off" }
public enum OfferPauseKind: IdentifierKind { public static let prefix = "opa" }
public enum ConsentKind: IdentifierKind { public static let prefix = "con" }
public enum AccessEntryKind: IdentifierKind { public static let prefix = "acc" }

public typealias EnterpriseID = Identifier<EnterpriseKind>
public typealias InstitutionID = Identifier<InstitutionKind>
public typealias NeedID = Identifier<NeedKind>
public typealias ProductID = Identifier<ProductKind>
public typealias RunID = Identifier<RunKind>
public typealias EventID = Identifier<EventKind>
public typealias DeadLetterID = Identifier<DeadLetterKind>
public typealias OfferID = Identifier<OfferKind>
public typealias OfferPauseID = Identifier<OfferPauseKind>
public typealias ConsentID = Identifier<ConsentKind>
public typealias AccessEntryID = Identifier<AccessEntryKind>

/// Makes UUIDv7 values in strictly rising order within one process.
public final class IdentifierSource: Sendable {
  private struct State {
    var milliseconds: Int64 = 0
    var sequence: UInt64 = 0
  }

  private let state = Mutex(State())
  private let clock: WallClock
  private let random: @Sendable () -> UInt64

  /// - Parameter random: 64 random bits a call; the system's generator unless a test says otherwise.
  public init(clock: WallClock = .system, random: (@Sendable () -> UInt64)? = nil) {
    self.clock = clock
    self.random = random ?? SystemBits().next
  }

  /// RFC 9562 section 6.2, method 2: the 12 bits after the time and the next 32 count up within
  /// one millisecond, from a random start, so that identifiers of one process never repeat or
  /// go back.
  public func next() -> UUID {
    let bits = random()
    let (milliseconds, sequence, isFirst) = state.withLock { state in
      let now = max(clock.now().microseconds / 1_000, state.milliseconds)
      if now > state.milliseconds {
        state.milliseconds = now
        state.sequence = bits & 0x7FF_FFFF_FFFF
        return (state.milliseconds, state.sequence, true)
      }
      state.sequence += 1 + (bits & 0xFF)
      if state.sequence > 0xFFF_FFFF_FFFF {
        state.milliseconds += 1
        state.sequence = 0
      }
      return (state.milliseconds, state.sequence, false)
    }
    // Bits that the sequence has not used: only the first of a millisecond uses most of them.
    let tail = isFirst ? random() : bits >> 34
    let high = UInt64(milliseconds) << 16 | 0x7000 | sequence >> 32
    let low = 0x8000_0000_0000_0000 | (sequence & 0xFFFF_FFFF) << 30 | tail & 0x3FFF_FFFF
    return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) {
      UUID(uuid: $0.loadUnaligned(as: uuid_t.self))
    }
  }

  public func next<Kind>(_: Kind.Type = Kind.self) -> Identifier<Kind> { Identifier(next()) }
}

/// The system's random bits, many numbers to a call of it: one call for each identifier costs more
/// than all else about it.
private final class SystemBits: Sendable {
  /// The most that one call gives (getentropy(3): 256 bytes).
  private static let count = 32

  private let left = Mutex<[UInt64]>([])

  @Sendable func next() -> UInt64 {
    left.withLock { left in
      if let bits = left.popLast() { return bits }
      left = [UInt64](repeating: 0, count: Self.count)
      let failed = left.withUnsafeMutableBytes { getentropy($0.baseAddress!, $0.count) }
      if failed != 0 {
        var generator = SystemRandomNumberGenerator()
        for place in left.indices { left[place] = generator.next() }
      }
      return left.removeLast()
    }
  }
}
