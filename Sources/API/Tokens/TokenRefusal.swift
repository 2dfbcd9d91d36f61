import Domain
import HTTPTypes
import Hummingbird

/// An error answer of the token endpoint (RFC 6749 section 5.2), which is no problem+json.
enum TokenRefusal: Error, Sendable, Hashable {
  /// What is wrong, in ASCII without quotation marks, as the RFC asks.
  case invalidRequest(String)
  case invalidClient
  case unsupportedGrantType
  case invalidScope
  /// This process has no key to sign with.
  case noIssuer

  private var code: String {
    switch self {
    case .invalidRequest: "invalid_request"
    case .invalidClient: "invalid_client"
    case .unsupportedGrantType, .noIssuer: "unsupported_grant_type"
    case .invalidScope: "invalid_scope"
    }
  }

  private var description: String {
    switch self {
    case .invalidRequest(let text): text
    case .invalidClient: "the client is not known, is disabled, or the secret is wrong"
    case .unsupportedGrantType: "only client_credentials"
    case .invalidScope: "there are no scopes: a client has what its role has"
    case .noIssuer: "this service issues no tokens: its operator has set no RONGQIAO_OAUTH_KEY"
    }
  }

  var response: Response {
    let body: JSON = ["error": .string(code), "error_description": .string(description)]
    var response = TokenAnswer.response(self == .invalidClient ? .unauthorized : .badRequest, body)
    // Section 5.2: by the scheme the client used.
    if self == .invalidClient {
      response.headers[.wwwAuthenticate] = "Basic realm=\"rongqiao\", charset=\"UTF-8\""
    }
    return response
  }
}

/// Answers of the token endpoint, which nobody may keep (section 5.1).
enum TokenAnswer {
  static func response(_ status: HTTPResponse.Status, _ body: JSON) -> Response {
    Response(
      status: status,
      headers: [.contentType: "application/json", .cacheControl: "no-store", .pragma: "no-cache"],
      body: .init(byteBuffer: ByteBuffer(bytes: body.canonicalBytes)))
  }
}
