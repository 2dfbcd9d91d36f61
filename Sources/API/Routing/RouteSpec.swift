import HTTPTypes
import Hummingbird

/// One route as data: what the pipeline checks before a handler runs.
///
/// Handlers, access, the OpenAPI test and the `Allow` header all read the same table, so that they
/// cannot drift apart.
public struct RouteSpec: Sendable, Hashable {
  /// What the request body must be.
  public enum BodyRule: Sendable, Hashable {
    /// Not looked at.
    case ignored
    /// A JSON value is required.
    case json
    /// Nothing, or `{}`: a verb without parameters.
    case empty
    /// Form-encoded, with the credentials of a client; its faults are told as RFC 6749 asks.
    case form
  }

  /// Whether `If-Match` must be sent.
  public enum Precondition: Sendable, Hashable {
    case none
    case optional
    case required
  }

  /// OpenAPI `operationId`.
  public let operation: String
  /// The HTTP method; HEAD and OPTIONS follow from it.
  public let method: HTTPRequest.Method
  /// The template, such as `/v1/needs/{id}`.
  public let path: String
  /// Query parameters the route knows; any other is 400 `unknown_parameter`.
  public let query: [QueryParameter]
  /// What the body must be.
  public let body: BodyRule
  /// An effect that must happen once: `Idempotency-Key` is required.
  public let needsIdempotencyKey: Bool
  /// Whether the caller must say which version it has read.
  public let precondition: Precondition

  init(
    _ operation: String, _ method: HTTPRequest.Method, _ path: String,
    query: [QueryParameter] = [], body: BodyRule = .ignored, needsIdempotencyKey: Bool = false,
    precondition: Precondition = .none
  ) {
    self.operation = operation
    self.method = method
    self.path = path
    self.query = query
    self.body = body
    self.needsIdempotencyKey = needsIdempotencyKey
    self.precondition = precondition
  }

  /// `GET /v1/needs/{id}`: how policies, logs and the OpenAPI test name the route.
  public var name: String { "\(method.rawValue) \(path)" }
}

/// The query parameters of the API, each with its form.
public enum QueryParameter: String, Sendable, Hashable, CaseIterable {
  case limit
  case cursor
  case region
  case uscc
  case status
  case state
  case enterpriseID = "enterprise_id"
  case version
  case asOf = "as_of"
  case expand
  case family
  case by
  case reason
  case consumer
  case action
  case subject
  case text = "q"
  case kind
  case service
  case institution
  case until
  case way
  /// In which part an enterprise is asked about.
  case party = "as"
  case year
  case clause
  case withinDays = "within_days"
  case board
  /// The day that a plan is counted back from.
  case target
  case level
  case pool
  case rung
  case on
  /// First and last month, or day.
  case from
  case to
  /// Where reports come from.
  case source
  /// Where a list without a cursor goes on: two names, or an identifier.
  case after
}
