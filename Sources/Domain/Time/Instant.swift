import Foundation

/// A point in time with the precision of PostgreSQL's `timestamptz`: whole microseconds.
public struct Instant: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  public let microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

  /// Seconds east of Greenwich in Asia/Shanghai; constant since 1991-09-15.
  public static let shanghaiOffsetSeconds: Int64 = 8 * 3_600

  /// The day in Asia/Shanghai.
  public var legalDate: LegalDate {
    let seconds = Int(microseconds).floorDivided(by: 1_000_000) + Int(Self.shanghaiOffsetSeconds)
    return LegalDate(daysSinceEpoch: Int32(seconds.floorDivided(by: 86_400)))
  }

  /// The first instant of a legal day.
  public init(startOf day: LegalDate) {
    microseconds =
      (Int64(day.daysSinceEpoch) * 86_400 - Int64(Self.shanghaiOffsetSeconds)) * 1_000_000
  }

  /// RFC 3339 in Asia/Shanghai with microseconds: `2026-03-02T09:00:00.000000+08:00`.
  public var text: String {
    let local = Int(microseconds) + Int(Self.shanghaiOffsetSeconds) * 1_000_000
    let inDay = local.floorModulo(86_400_000_000)
    let (year, month, day) = legalDate.civil
    // "0000-00-00T00:00:00.000000+08:00"; a year of five digits has more.
    guard (0...9_999).contains(year) else { return legalDate.text + timeText(inDay) }
    return String(unsafeUninitializedCapacity: 32) { buffer in
      Self.put(year, 4, at: 0, in: buffer)
      buffer[4] = UInt8(ascii: "-")
      Self.put(month, 2, at: 5, in: buffer)
      buffer[7] = UInt8(ascii: "-")
      Self.put(day, 2, at: 8, in: buffer)
      Self.putTime(inDay, at: 10, in: buffer)
      return 32
    }
  }

  private func timeText(_ inDay: Int) -> String {
    String(unsafeUninitializedCapacity: 22) { buffer in
      Self.putTime(inDay, at: 0, in: buffer)
      return 22
    }
  }

  /// `T09:00:00.000000+08:00`
  private static func putTime(
    _ inDay: Int, at place: Int, in buffer: UnsafeMutableBufferPointer<UInt8>
  ) {
    let seconds = inDay / 1_000_000
    buffer[place] = UInt8(ascii: "T")
    put(seconds / 3_600, 2, at: place + 1, in: buffer)
    buffer[place + 3] = UInt8(ascii: ":")
    put(seconds / 60 % 60, 2, at: place + 4, in: buffer)
    buffer[place + 6] = UInt8(ascii: ":")
    put(seconds % 60, 2, at: place + 7, in: buffer)
    buffer[place + 9] = UInt8(ascii: ".")
    put(inDay % 1_000_000, 6, at: place + 10, in: buffer)
    buffer[place + 16] = UInt8(ascii: "+")
    put(shanghaiOffsetHours, 2, at: place + 17, in: buffer)
    buffer[place + 19] = UInt8(ascii: ":")
    put(0, 2, at: place + 20, in: buffer)
  }

  private static var shanghaiOffsetHours: Int { Int(shanghaiOffsetSeconds / 3_600) }

  /// Digits with zeros in front.
  private static func put(
    _ number: Int, _ width: Int, at place: Int, in buffer: UnsafeMutableBufferPointer<UInt8>
  ) {
    var rest = number
    var digit = place + width
    while digit > place {
      digit -= 1
      buffer[digit] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
  }

  /// From RFC 3339 with any offset and up to six decimals; nil for anything else.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t"),
      let day = LegalDate(String(decoding: bytes[0..<10], as: UTF8.self))
    else { return nil }
    func two(_ at: Int) -> Int? {
      guard at + 1 < bytes.count, (0x30...0x39).contains(bytes[at]),
        (0x30...0x39).contains(bytes[at + 1])
      else { return nil }
      return Int(bytes[at] - 0x30) * 10 + Int(bytes[at + 1] - 0x30)
    }
    guard let hour = two(11), let minute = two(14), let second = two(17),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), hour < 24, minute < 60,
      second < 60
    else { return nil }
    var at = 19
    var fraction: Int64 = 0
    if bytes[at] == UInt8(ascii: ".") {
      at += 1
      var scale: Int64 = 100_000
      let first = at
      while at < bytes.count, (0x30...0x39).contains(bytes[at]) {
        fraction += Int64(bytes[at] - 0x30) * scale
        scale /= 10
        at += 1
      }
      guard at > first, at - first <= 6 else { return nil }
    }
    guard at < bytes.count else { return nil }
    var offset: Int64 = 0
    if bytes[at] | 0x20 == UInt8(ascii: "z") {
      guard at + 1 == bytes.count else { return nil }
    } else {
      guard bytes.count == at + 6, bytes[at + 3] == UInt8(ascii: ":"),
        bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-"),
        let hours = two(at + 1), let minutes = two(at + 4), hours < 24, minutes < 60
      else { return nil }
      offset = Int64(hours * 3_600 + minutes * 60) * (bytes[at] == UInt8(ascii: "-") ? -1 : 1)
    }
    let seconds =
      Int64(day.daysSinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60 + second) - offset
    microseconds = seconds * 1_000_000 + fraction
  }

  public func adding(milliseconds: Int64) -> Instant {
    Instant(microseconds: microseconds + milliseconds * 1_000)
  }
}

extension Instant: CustomStringConvertible {
  public var description: String { text }
}

/// Where "now" comes from; passed in, so that tests and replay own the clock.
public struct WallClock: Sendable {
  public let now: @Sendable () -> Instant
  public init(now: @escaping @Sendable () -> Instant) { self.now = now }

  /// The machine's clock.
  public static let system = WallClock {
    Instant(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()))
  }

  /// A clock that stands still.
  public static func fixed(_ instant: Instant) -> WallClock { WallClock { instant } }
}
