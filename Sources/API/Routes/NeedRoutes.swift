import Application
import Domain

/// Financing needs.
enum NeedRoutes {
  /// What `status` may be.
  static let statuses = ["submitted", "withdrawn"]

  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.submitNeed,
        { call in
          .stored(
            try await backend.submitNeed(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listNeeds,
        { call in
          let page = try await backend.needs(
            status: try call.query.choice(.status, of: statuses),
            enterprise: try call.query.identifier(.enterpriseID),
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getNeed,
        { call in
          .versioned(try await backend.need(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.amendNeed,
        { call in
          .stored(
            try await backend.amendNeed(
              try call.identifier(), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.withdrawNeed,
        { call in
          .stored(
            try await backend.withdrawNeed(
              try call.identifier(), expectedVersion: try call.version(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.getQuestions,
        { call in
          .json(
            try await backend.questions(of: try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.listFlips,
        { call in
          let id: NeedID = try call.identifier()
          return try await call.list(
            try await backend.flips(of: id, page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.listRuns,
        { call in
          let page = try await backend.runs(
            of: try call.identifier(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
    ]
  }
}
