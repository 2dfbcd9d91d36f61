import Application
import HTTPTypes
import Hummingbird

/// One page, or one form, as data: what is checked before its handler runs.
struct PageRoute: Sendable {
  /// Who may.
  enum Access: Sendable, Hashable {
    /// Whoever comes, signed in or not.
    case everyone
    /// Signed in with one of these roles.
    case roles(Set<Role>)

    func admits(_ role: Role) -> Bool {
      switch self {
      case .everyone: true
      case .roles(let roles): roles.contains(role)
      }
    }
  }

  /// Enterprises for themselves.
  static let enterprises: Access = .roles([.enterprise])
  static let anyRole: Access = .roles(Set(Role.allCases))
  /// Those who may look at enterprises in their own right.
  static let readers: Access = .roles([.enterprise, .operator, .auditor, .service])
  /// Those who answer for an institution.
  static let institutions: Access = .roles([.liaison, .liaisonManager])
  /// Those who oversee.
  static let overseers: Access = .roles([.operator, .auditor, .service])
  /// Those who are told of warnings: who oversees, enterprises of their own, and institutions of enterprises that
  /// they are exposed to.
  static let watchers: Access = anyRole
  /// Those who may ask what a draft would do.
  static let publishers: Access = .roles([.liaison, .liaisonManager, .operator, .service])
  static let operators: Access = .roles([.operator, .service])
  /// Those who move listing cases.
  static let movers: Access = .roles([
    .enterprise, .liaison, .liaisonManager, .operator, .service,
  ])

  let method: HTTPRequest.Method
  let path: String
  let access: Access
  /// Whether a page asks for it by itself, so that it is no sign of anybody being there.
  let isBackground: Bool
  /// Whether it costs far more than other pages.
  let isHeavy: Bool
  /// Whether a form must prove that it comes from a page of this session; those that anybody may send
  /// have no session to prove.
  var isProven: Bool { method == .post && access != .everyone }
  let handle: @Sendable (Visit) async throws -> Response

  init(
    _ method: HTTPRequest.Method, _ path: String, _ access: Access, isBackground: Bool = false,
    isHeavy: Bool = false,
    _ handle: @escaping @Sendable (Visit) async throws -> Response
  ) {
    self.method = method
    self.path = path
    self.access = access
    self.isBackground = isBackground
    self.isHeavy = isHeavy
    self.handle = handle
  }
}
