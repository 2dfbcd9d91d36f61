import Application
import Domain

/// What went wrong with a request, for those who answer in another form than problem+json.
public struct Refusal: Sendable {
  /// The HTTP status.
  public let status: Int
  /// The stable code.
  public let code: String
  public let title: Text
  public let detail: Text?
  /// Header fields of the answer, such as `Retry-After`.
  public let headers: [(name: String, value: String)]

  init(_ problem: Problem) {
    status = problem.kind.status
    code = problem.code
    title = problem.kind.title
    detail = problem.detail
    headers = problem.headers
  }

  /// The refusal that an error of this module or of a use case stands for; nil for any other, which is
  /// a fault of the service.
  public init?(_ error: any Error, isRead: Bool, options: APIOptions = APIOptions()) {
    switch error {
    case let problem as Problem: self.init(problem)
    case let error as ApplicationError:
      self.init(Problem(error, isRead: isRead, options: options))
    case is CancellationError: self.init(Problem(.unavailable, headers: [("Retry-After", "1")]))
    default: return nil
    }
  }

  /// A fault of the service, of which nothing is told.
  public static var fault: Refusal { Refusal(Problem(.internal)) }
  /// There is no such page, or not for this caller.
  public static var notFound: Refusal { Refusal(Problem(.notFound)) }
  /// The role may not do this.
  public static var forbidden: Refusal { Refusal(Problem(.forbidden)) }
  /// More was sent than is read.
  ///
  /// - Parameter detail: what to do.
  public static func tooLarge(_ detail: Text) -> Refusal {
    Refusal(Problem(.bodyTooLarge, detail: detail))
  }
}
