import Application
import Domain

/// Bridges for renewals, and the loans that fall due.
enum BridgeRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.reserveBridge,
        { call in
          .stored(
            try await backend.reserveBridge(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listBridges,
        { call in
          try await call.list(
            try await backend.bridges(
              region: try call.query.region(), page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.getBridge,
        { call in
          .versioned(try await backend.bridge(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.advanceBridge,
        { call in
          .stored(
            try await backend.advanceBridge(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listRenewals,
        { call in
          let days = try call.query.integer(
            .withinDays, in: 1...Application.renewalDaysMaximum)
          var answer = Answer.json(
            try await backend.renewals(
              days: days.map { Int($0) }, region: try call.query.region(),
              actor: try call.actor()))
          answer.entityTag = nil
          return answer
        }
      ),
    ]
  }
}
