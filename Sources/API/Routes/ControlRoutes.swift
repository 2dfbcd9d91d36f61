import Application
import Domain

/// What operators do to the running service, and the trail of it.
enum ControlRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listPauses,
        { call in
          var answer = Answer.json(try await backend.pauses(actor: try call.actor()))
          answer.entityTag = nil
          return answer
        }
      ),
      (
        RouteTable.setPause,
        { call in
          .stored(
            try await backend.setPause(
              try kind(call), target: try target(call), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.endPause,
        { call in
          .stored(
            try await backend.endPause(
              try kind(call), target: try target(call), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listAudit,
        { call in
          let page = try await backend.auditEntries(
            action: try action(call), subject: call.query.values[.subject], page: call.page,
            actor: try call.actor())
          return try await call.list(page)
        }
      ),
    ]
  }

  private static func kind(_ call: Call) throws(Problem) -> PauseKind {
    guard let kind = call.path["kind"].flatMap(PauseKind.init(rawValue:)) else {
      throw Problem(.notFound)
    }
    return kind
  }

  /// A name of lower-case letters, digits, `_` and `-`, at most 64 characters; another form names
  /// nothing.
  private static func target(_ call: Call) throws(Problem) -> String {
    guard let text = call.path["target"], (1...64).contains(text.utf8.count),
      text.utf8.allSatisfy({
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
          || $0 == UInt8(ascii: "_")
      })
    else { throw Problem(.notFound) }
    return text
  }

  /// `THING.DONE` in small letters.
  private static func action(_ call: Call) throws(Problem) -> String? {
    try call.query.value(
      .action, "alphabet", Text("应形如 pause.set", "must look like pause.set")
    ) { text in
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      let isAction =
        parts.count == 2
        && parts.allSatisfy { part in
          (1...50).contains(part.utf8.count)
            && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }
        }
      return isAction ? text : nil
    }
  }
}
