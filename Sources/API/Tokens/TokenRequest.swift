import Foundation
import HTTPTypes

/// What a client asks the token endpoint, read as RFC 6749 says.
enum TokenRequest {
  /// Largest body that is read, in bytes.
  static let maximumBodyBytes = 8_192
  /// Longest `Authorization` field that is read, in bytes.
  private static let maximumCredentialBytes = 2_048

  /// The id and secret of HTTP Basic, each form-encoded (section 2.3.1).
  ///
  /// - Throws: `invalid_client` for anything else.
  static func credentials(
    _ authorization: [String]
  ) throws(TokenRefusal) -> (id: String, secret: String) {
    guard authorization.count == 1, let header = authorization.first,
      header.utf8.count <= maximumCredentialBytes
    else { throw .invalidClient }
    let parts = header.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 2, parts[0].lowercased() == "basic",
      let data = Data(base64Encoded: String(parts[1])),
      let text = String(validating: Array(data), as: UTF8.self),
      let colon = text.firstIndex(of: ":"),
      let id = QueryReader.decode(text[..<colon]),
      let secret = QueryReader.decode(text[text.index(after: colon)...])
    else { throw .invalidClient }
    return (id, secret)
  }

  /// Checks the parameters of the client credentials grant (section 4.4.2); unknown ones are passed over,
  /// as section 3.2 asks.
  static func check(_ headers: HTTPFields, _ body: [UInt8]) throws(TokenRefusal) {
    let type = (headers[.contentType] ?? "").split(separator: ";").first?.trimmingWhitespace()
    guard type?.lowercased() == "application/x-www-form-urlencoded" else {
      throw .invalidRequest("the body must be application/x-www-form-urlencoded")
    }
    let values = try parameters(body)
    guard values["client_secret"] == nil, values["client_assertion"] == nil else {
      throw .invalidRequest("authenticate by HTTP Basic alone")
    }
    guard let grant = values["grant_type"] else {
      throw .invalidRequest("grant_type is missing")
    }
    guard grant == "client_credentials" else { throw .unsupportedGrantType }
    // A client has what its role has, neither more nor less.
    guard values["scope"] == nil else { throw .invalidScope }
  }

  /// Those without a value count as left out (section 3.2).
  private static func parameters(_ body: [UInt8]) throws(TokenRefusal) -> [String: String] {
    guard let text = String(validating: body, as: UTF8.self) else {
      throw .invalidRequest("the body is not form-encoded UTF-8")
    }
    var values: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = QueryReader.decode(parts[0]),
        let value = QueryReader.decode(parts.count == 2 ? parts[1] : "")
      else { throw .invalidRequest("the body is not form-encoded UTF-8") }
      guard values[name] == nil else { throw .invalidRequest("a parameter is repeated") }
      if !value.isEmpty { values[name] = value }
    }
    return values
  }
}
