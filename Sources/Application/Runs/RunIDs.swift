import Domain
import Foundation

extension IdentifierSource {
  /// An identifier that is higher than another, also where that was made on a machine whose clock was
  /// ahead: "the newest run" is the one with the highest identifier, and must be the one made last.
  ///
  /// - Parameter earlier: a UUIDv7; nil asks for any.
  func next<Kind>(after earlier: Identifier<Kind>?) -> Identifier<Kind> {
    let own: Identifier<Kind> = next()
    guard let earlier, !(earlier < own) else { return own }
    return Identifier(Self.following(earlier.uuid, ending: own.uuid))
  }

  /// The time and the count of one (RFC 9562 section 6.2, method 2: 12 bits after the version and 32
  /// after the variant), one higher, with the last 30 bits of another.
  private static func following(_ uuid: UUID, ending other: UUID) -> UUID {
    func halves(_ uuid: UUID) -> (high: UInt64, low: UInt64) {
      withUnsafeBytes(of: uuid.uuid) { bytes in
        (
          bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) },
          bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
        )
      }
    }
    let (high, low) = halves(uuid)
    var milliseconds = high >> 16
    var count = ((high & 0xFFF) << 32 | (low >> 30) & 0xFFFF_FFFF) + 1
    if count > 0xFFF_FFFF_FFFF {
      milliseconds += 1
      count = 0
    }
    let newHigh = milliseconds << 16 | 0x7000 | count >> 32
    let newLow =
      0x8000_0000_0000_0000 | (count & 0xFFFF_FFFF) << 30 | halves(other).low & 0x3FFF_FFFF
    let bytes = [newHigh, newLow].flatMap { half in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> UInt64($0)) }
    }
    return UUID(
      uuid: (
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
        bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
      ))
  }
}
