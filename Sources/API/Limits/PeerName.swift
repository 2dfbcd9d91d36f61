import Application
import NIOCore

/// What tells callers apart that show no token: the address of the connection, of IPv6 the network of 64
/// bits, since one caller has all of it (RFC 4291 section 2.5.4). Behind a proxy it is the proxy's.
enum PeerName {
  static func of(_ address: SocketAddress?) -> String { of(address?.ipAddress) }

  /// - Parameter text: a numeric address; anything else is one caller that is not known.
  static func of(_ text: String?) -> String {
    guard let address = text.flatMap({ IPAddress($0) }) else { return "-" }
    let bytes = address.bytes
    guard bytes.count == 16 else { return address.text }
    // A socket for both versions says IPv4 so (section 2.5.5.2).
    if bytes.starts(with: Array(repeating: 0, count: 10) + [0xFF, 0xFF]) {
      return IPAddress(bytes: Array(bytes.suffix(4)))?.text ?? "-"
    }
    let network = Array(bytes.prefix(8)) + Array(repeating: 0, count: 8)
    return IPAddress(bytes: network)?.text ?? "-"
  }
}
