import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// What all handlers share.
struct ConsoleParts: Sendable {
  let backend: any ConsoleBackend
  let provider: any IdentityProvider
  /// Verifies identity tokens whose audience is the provider's client.
  let authenticator: Authenticator
  let limiter: RateLimiter
  let renderer: Renderer
  let schema: FormSchema
  let calendar: WorkingCalendar
  let productSchema: ProductSchema
  let regions: RegionTable
  let tiles: RegionTiles
  let options: ConsoleOptions
  let cookies: Cookies
  let streams: StreamCount
  let clock: WallClock
  let ids: IdentifierSource
}

/// One request of a page after all checks that need no use case.
struct Visit: Sendable {
  let parts: ConsoleParts
  /// Who is signed in; nil on pages for everyone, maybe.
  let caller: Actor?
  /// The key of the session that `caller` has.
  let key: SessionKey?
  let language: Language
  /// The path as it was asked for.
  let path: String
  /// Captured path segments by name.
  let parameters: [String: String]
  let query: FormBody
  let form: FormBody
  /// Fields of the request that handlers of the sign-in look at.
  let headers: HTTPFields
  /// The address it comes from.
  let peer: String
  /// What the browser takes this server for: the `Host` of the request.
  let authority: String?

  var backend: any ConsoleBackend { parts.backend }
  var figures: Figures { Figures(language: language) }
  var today: LegalDate { parts.clock.now().legalDate }

  /// Who asks, on pages that nobody sees without signing in.
  func actor() throws -> Actor {
    guard let caller else { throw PageError.refused(.forbidden) }
    return caller
  }

  func say(_ word: String) -> String { parts.renderer.words(word, language) }

  func label(_ json: JSON?) -> String? { figures.label(json) }

  /// The path's identifier; one of another form names nothing.
  func identifier<Kind>(
    _ name: String = "id", _: Kind.Type = Kind.self
  ) throws -> Identifier<Kind> {
    guard let text = parameters[name], let id = Identifier<Kind>(text) else {
      throw PageError.refused(.notFound)
    }
    return id
  }

  /// Where a list goes on.
  func page(limit: Int) -> PageRequest {
    PageRequest(limit: limit, after: query["after"].flatMap { UUID(uuidString: $0) })
  }

  /// What makes a form that is sent twice one form: the key that its page gave it.
  ///
  /// - Parameter body: what it asks of the use case.
  func idempotency(_ body: JSON) throws -> IdempotencyRequest {
    guard let key = form["form_key"], UUID(uuidString: key) != nil else {
      throw PageError.staleForm
    }
    return IdempotencyRequest(
      client: try actor().subject, key: "console-\(key)",
      fingerprint: Digest(of: ["body": body, "path": .string(path)]))
  }

  /// What every form sends back.
  var formValues: [String: Any] {
    [
      "form_token": key?.formToken ?? "",
      "form_key": parts.ids.next().uuidString.lowercased(),
    ]
  }
}

/// Why a page is not shown.
enum PageError: Error {
  case refused(Refusal)
  /// The form is of another session, or of none.
  case staleForm
}
