import Domain

/// A checked address of a webhook.
public struct WebhookAddress: Sendable, Hashable {
  /// The whole address, with its host in small letters.
  public let text: String
  /// The host, without the brackets of an IPv6 one.
  public let host: String
  public let port: Int
  /// Whether it is `https`.
  public let isSecure: Bool

  /// Longest address, in characters.
  public static let maximumLength = 2_000

  /// Why an address is refused: a stable code, in Chinese and in English.
  public struct Refusal: Error, Sendable, Hashable {
    public let code: String
    public let zh: String
    public let en: String
  }

  private static let form = Refusal(
    code: "url", zh: "应为 https://主机[:端口]/路径,仅限 ASCII 字符",
    en: "must be https://host[:port]/path in ASCII, without a name, password or fragment")

  /// Reads an address strictly, so that there is no second way to read it.
  ///
  /// A name is checked again each time it is resolved; here only what can be seen is refused.
  ///
  /// - Parameter allowsPrivate: also `http`, and addresses of our own network.
  public init(_ text: String, allowsPrivate: Bool) throws(Refusal) {
    guard text.utf8.count <= Self.maximumLength,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !Self.refusedBytes.contains($0) })
    else { throw Self.form }
    let isSecure = text.hasPrefix("https://")
    guard isSecure || text.hasPrefix("http://") else { throw Self.form }
    guard isSecure || allowsPrivate else {
      throw Refusal(code: "https", zh: "只接受 https 地址", en: "must be an https address")
    }
    let rest = text.dropFirst(isSecure ? 8 : 7)
    let end = rest.firstIndex { "/?".contains($0) } ?? rest.endIndex
    let (host, port) = try Self.authority(rest[..<end], isSecure: isSecure)
    if !allowsPrivate, !Self.isOutside(host) {
      throw Refusal(
        code: "private_address", zh: "不接受内网、本机或保留地址",
        en: "must not lead to a private, local or reserved address")
    }
    let written = host.contains(":") ? "[\(host)]" : host
    let ofPort = port == (isSecure ? 443 : 80) ? "" : ":\(port)"
    var path = String(rest[end...])
    if !path.hasPrefix("/") { path = "/" + path }
    self.text = "http\(isSecure ? "s" : "")://\(written)\(ofPort)\(path)"
    self.host = host
    self.port = port
    self.isSecure = isSecure
  }

  /// Characters that stand in no address as they are, and the fragment's sign (RFC 3986 appendix A).
  private static let refusedBytes = Set("\"#<>\\^`{|}".utf8)

  private static func authority(
    _ text: Substring, isSecure: Bool
  ) throws(Refusal) -> (host: String, port: Int) {
    guard !text.contains("@") else { throw form }
    var host: String
    var rest: Substring
    if text.hasPrefix("[") {
      guard let close = text.firstIndex(of: "]") else { throw form }
      host = text[text.index(after: text.startIndex)..<close].lowercased()
      rest = text[text.index(after: close)...]
      guard let address = IPAddress(host), address.bytes.count == 16 else { throw form }
    } else {
      let colon = text.firstIndex(of: ":") ?? text.endIndex
      host = text[..<colon].lowercased()
      rest = text[colon...]
      guard isName(host) else { throw form }
    }
    var port = isSecure ? 443 : 80
    if !rest.isEmpty {
      guard rest.removeFirst() == ":", (1...5).contains(rest.utf8.count),
        rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(rest),
        (1...65_535).contains(number)
      else { throw form }
      port = number
    }
    return (host, port)
  }

  /// A name of letters, digits and hyphens, or an IPv4 address in dotted decimal. A name whose last
  /// part is a number is what some resolvers take for an address written otherwise.
  private static func isName(_ host: String) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...253).contains(host.utf8.count),
      labels.allSatisfy({ label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
          && label.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
          }
      }), let last = labels.last?.utf8.first
    else { return false }
    return !(0x30...0x39).contains(last) || IPAddress(host) != nil
  }

  /// Whether nothing in the host itself says that it is not of the public Internet.
  private static func isOutside(_ host: String) -> Bool {
    if let address = IPAddress(host) { return address.isPublic }
    let last = host.split(separator: ".").last ?? ""
    return host.contains(".") && !["localhost", "local", "internal", "onion"].contains(last)
  }
}
