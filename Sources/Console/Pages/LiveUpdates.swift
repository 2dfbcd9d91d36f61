import Application
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

/// How many pages follow something at once, within a limit.
final class StreamCount: Sendable {
  private let open = Mutex(0)
  private let maximum: Int

  init(maximum: Int) { self.maximum = maximum }

  var isFull: Bool { open.withLock { $0 >= maximum } }

  func enter() -> Bool {
    open.withLock { open in
      guard open < maximum else { return false }
      open += 1
      return true
    }
  }

  func leave() { open.withLock { $0 -= 1 } }
}

/// Tells the page of a need when something about it has changed, as server-sent events (HTML standard
/// section 9.2). It says only that there is something new: the page then asks for itself again.
struct LiveUpdates: Sendable {
  /// How often is looked.
  private static let pauseMilliseconds = 1_000
  /// After so many looks without news, a comment keeps the connection from being closed as idle.
  private static let quietLooks = 15

  let visit: Visit
  let need: NeedID

  init(_ visit: Visit) throws {
    self.visit = visit
    need = try visit.identifier()
  }

  func response() async throws -> Response {
    let first = try await state()
    let streams = visit.parts.streams
    guard !streams.isFull else { throw ApplicationError.unavailable(retryAfterSeconds: 30) }
    let looks = visit.parts.options.streamSeconds * 1_000 / Self.pauseMilliseconds
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream"],
      body: ResponseBody { writer in
        // Counted here: a browser that is gone already never comes so far.
        guard streams.enter() else { return try await writer.finish(nil) }
        defer { streams.leave() }
        var told = first
        var quiet = 0
        try await writer.write(ByteBuffer(string: "retry: 3000\n\nevent: state\ndata: \(told)\n\n"))
        for _ in 0..<looks {
          try await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))
          // A process that stops waits for no page; the browser comes back by itself.
          guard !Task.isShuttingDownGracefully, let now = try await look() else { break }
          if now != told {
            try await writer.write(ByteBuffer(string: "event: state\ndata: \(now)\n\n"))
            (told, quiet) = (now, 0)
          } else {
            quiet += 1
            if quiet.isMultiple(of: Self.quietLooks) {
              try await writer.write(ByteBuffer(string: ":\n\n"))
            }
          }
        }
        try await writer.finish(nil)
      })
  }

  /// The state; nil once the session is over or the need is there no more.
  private func look() async throws -> String? {
    guard let key = visit.key,
      try await visit.backend.session(
        key.digest, limits: visit.parts.options.sessions, isUse: false) != nil
    else { return nil }
    do {
      return try await state()
    } catch is ApplicationError {
      return nil
    }
  }

  /// What the page shows, as a digest: the stream itself tells nothing. That the page was read is kept
  /// when it is asked for.
  private func state() async throws -> String {
    try await ReadLog.$isUnshown.withValue(true) {
      let shown = try await visit.backend.need(need, actor: try visit.actor()).value
      return Self.state(shown, try await visit.referral(of: need))
    }
  }

  static func state(_ need: JSON, _ referral: JSON?) -> String {
    String(Digest(of: ["need": need, "referral": referral ?? .null]).hexadecimal.prefix(16))
  }
}
