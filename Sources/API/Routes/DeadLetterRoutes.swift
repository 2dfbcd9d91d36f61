import Application
import Domain

/// Records that could not be handled, and what operators do about them.
enum DeadLetterRoutes {
  /// What `state` may be.
  static let states = Application.deadLetterStates

  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listDeadLetters,
        { call in
          let page = try await backend.deadLetters(
            state: try call.query.choice(.state, of: states),
            reason: try call.query.word(.reason), consumer: try call.query.name(.consumer),
            enterprise: try call.query.identifier(.enterpriseID), page: call.page,
            actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getDeadLetter,
        { call in
          .json(try await backend.deadLetter(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.redriveDeadLetters,
        { call in
          .stored(
            try await backend.redriveDeadLetters(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.skipDeadLetters,
        { call in
          .stored(
            try await backend.skipDeadLetters(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.redriveDeadLetter,
        { call in
          .stored(
            try await backend.redriveDeadLetter(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.skipDeadLetter,
        { call in
          .stored(
            try await backend.skipDeadLetter(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }
}
