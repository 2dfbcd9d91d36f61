import Application
import Domain

/// Roadshows, matching events and trainings.
enum ActivityRoutes {
  static func all(_ backend: any Backend) -> [Route] { activities(backend) + guests(backend) }

  private static func activities(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.createActivity,
        { call in
          .stored(
            try await backend.createActivity(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listActivities,
        { call in
          let page = try await backend.activities(
            kind: try call.query.choice(.kind, of: Application.activityKinds),
            state: try call.query.choice(.state, of: Application.activityStates),
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getActivity,
        { call in
          .versioned(try await backend.activity(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.amendActivity,
        { call in
          .stored(
            try await backend.amendActivity(
              try call.identifier(), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.cancelActivity,
        { call in
          .stored(
            try await backend.cancelActivity(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.getActivityFigures,
        { call in
          let year = try call.query.integer(.year, in: Application.targetYears)
          return PoolRoutes.untagged(
            try await backend.activityFigures(
              year: year.map { Int($0) }, region: try call.query.region(),
              actor: try call.actor()))
        }
      ),
    ]
  }

  private static func guests(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.inviteGuests,
        { call in
          .stored(
            try await backend.inviteGuests(
              to: try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listActivityGuests,
        { call in
          try await call.list(
            try await backend.activityGuests(
              of: try call.identifier(), page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.advanceGuest,
        { call in
          .stored(
            try await backend.advanceGuest(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.recordOutcome,
        { call in
          .stored(
            try await backend.recordOutcome(
              of: try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }
}
