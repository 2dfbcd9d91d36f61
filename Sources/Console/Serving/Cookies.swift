import HTTPTypes
import Hummingbird

/// The cookies of the console. Browsers send them to this host alone, never along with forms of other
/// sites, and show the keys among them to no script.
struct Cookies: Sendable {
  let isSecure: Bool

  /// Holds the key of a session.
  var session: String { prefix + "rongqiao_session" }
  /// Holds the secret of a sign-in that is under way.
  var attempt: String { prefix + "rongqiao_sign_in" }
  /// Holds `zh` or `en`.
  var language: String { prefix + "rongqiao_language" }

  /// RFC 6265bis section 4.1.3.2; a browser takes such a cookie over `https` alone.
  private var prefix: String { isSecure ? "__Host-" : "" }

  /// - Parameter lifeSeconds: nil until the browser is closed; 0 takes it away.
  func set(_ name: String, _ value: String, lifeSeconds: Int? = nil) -> String {
    let life = lifeSeconds.map { "; Max-Age=\($0)" } ?? ""
    return "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax\(life)"
  }

  /// The value of a cookie; nil when it is not there, or there twice.
  static func value(_ name: String, of headers: HTTPFields) -> String? {
    let pairs = headers[values: .cookie].flatMap { $0.split(separator: ";") }
    let found = pairs.compactMap { pair -> String? in
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { return nil }
      return String(parts[1])
    }
    return found.count == 1 ? found[0] : nil
  }
}
