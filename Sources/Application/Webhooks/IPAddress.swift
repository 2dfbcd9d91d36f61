import Foundation

/// A numeric address of either version.
public struct IPAddress: Sendable, Hashable {
  /// Four bytes or sixteen, in network order.
  public let bytes: [UInt8]

  /// - Parameter bytes: four or sixteen; nil for any other number.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// From dotted decimal, or from the text forms of RFC 4291 section 2.2; nil for anything else, such
  /// as `127.1` or `0x7f000001`.
  public init?(_ text: String) {
    var buffer = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, text, &buffer) == 1 {
      bytes = Array(buffer.prefix(4))
    } else if inet_pton(AF_INET6, text, &buffer) == 1 {
      bytes = buffer
    } else {
      return nil
    }
  }

  /// Numeric, without brackets.
  public var text: String {
    if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
    let groups = stride(from: 0, to: 16, by: 2).map {
      UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
    }
    return groups.map { String($0, radix: 16) }.joined(separator: ":")
  }

  /// Whether it is of the public Internet: a host out there, and nothing of our own network, this
  /// machine, a group, or another address wrapped into this one.
  ///
  /// IPv4 by the IANA special-purpose registry (RFC 6890). Of IPv6 only what is assigned as global
  /// unicast (2000::/3), without protocol assignments, documentation and 6to4: addresses that carry an
  /// IPv4 one (IPv4-mapped, NAT64, 6to4, Teredo) would lead past the check of it.
  public var isPublic: Bool {
    if bytes.count == 4 { return !Self.closed.contains { $0.contains(bytes) } }
    return Self.globalUnicast.contains(bytes)
      && !Self.closedInGlobal.contains { $0.contains(bytes) }
  }

  /// The addresses that begin with the same bits.
  private struct Block: Sendable {
    let prefix: [UInt8]
    let bits: Int

    init(_ prefix: [UInt8], _ bits: Int) {
      self.prefix = prefix
      self.bits = bits
    }

    func contains(_ bytes: [UInt8]) -> Bool {
      var left = bits
      for (own, byte) in zip(prefix, bytes) where left > 0 {
        let mask: UInt8 = left >= 8 ? 0xFF : ~(0xFF >> UInt8(left))
        guard own & mask == byte & mask else { return false }
        left -= 8
      }
      return true
    }
  }

  private static let closed: [Block] = [
    // This network (RFC 791), private use (RFC 1918), shared by carriers (RFC 6598).
    Block([0], 8), Block([10], 8), Block([100, 64], 10),
    // Loopback (RFC 1122), link-local (RFC 3927), private use.
    Block([127], 8), Block([169, 254], 16), Block([172, 16], 12),
    // Protocol assignments (RFC 6890), documentation (RFC 5737), 6to4 relays (RFC 7526).
    Block([192, 0, 0], 24), Block([192, 0, 2], 24), Block([192, 88, 99], 24),
    // Private use, benchmarks (RFC 2544), documentation.
    Block([192, 168], 16), Block([198, 18], 15), Block([198, 51, 100], 24),
    // Documentation, groups (RFC 5771), reserved and broadcast (RFC 1112, RFC 919).
    Block([203, 0, 113], 24), Block([224], 4), Block([240], 4),
  ]

  private static let globalUnicast = Block([0x20], 3)

  private static let closedInGlobal: [Block] = [
    // Protocol assignments with Teredo and ORCHID (RFC 2928), documentation (RFC 3849, RFC 9637), 6to4.
    Block([0x20, 0x01, 0x00], 23), Block([0x20, 0x01, 0x0D, 0xB8], 32), Block([0x20, 0x02], 16),
    Block([0x3F, 0xFF, 0x00], 20),
  ]
}
