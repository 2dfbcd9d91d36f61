import Application
import Domain
import Hummingbird
import NIOCore
import Synchronization

/// What travels with one request from middleware to handler.
public struct APIContext: RequestContext {
  /// What Hummingbird keeps: logger, matched template, captured segments.
  public var coreContext: CoreRequestContextStorage
  /// The caller's `Request-Id`, or one of ours.
  public internal(set) var requestID = ""
  /// The request's own span: in the caller's trace, or the first of a new one.
  var trace: TraceContext?
  /// The language of titles and messages.
  public internal(set) var language = Language.chinese
  /// The address the request came from; see `PeerName`.
  public let peer: String
  /// What the observer reports after the answer; shared by all copies of the context.
  let record = RequestRecord()

  /// As Hummingbird makes it for each request.
  public init(source: Source) {
    coreContext = .init(source: source)
    peer = PeerName.of(source.channel.remoteAddress)
  }

  /// The request's `traceparent`, for what it causes.
  public var traceparent: String? { trace?.traceparent }

  /// Says who asks, for the line that is logged of the request.
  public func note(caller: Actor) { record.caller = caller }
}

/// Facts about a request that become known on the way.
final class RequestRecord: Sendable {
  private let actor = Mutex<Actor?>(nil)

  /// Who asks, once the token has been verified.
  var caller: Actor? {
    get { actor.withLock { $0 } }
    set { actor.withLock { $0 = newValue } }
  }
}
