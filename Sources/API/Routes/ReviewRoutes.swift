import Application
import Domain

/// Human review of automated verdicts.
enum ReviewRoutes {
  /// What `state` may be.
  static let states = Application.reviewStates

  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.requestReview,
        { call in
          .stored(
            try await backend.requestReview(
              of: try call.identifier(), product: try call.product("product"), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listReviews,
        { call in
          let page = try await backend.reviews(
            state: try call.query.choice(.state, of: states),
            enterprise: try call.query.identifier(.enterpriseID),
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getReview,
        { call in
          .versioned(try await backend.review(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.assignReview,
        { call in
          .stored(
            try await backend.assignReview(
              try call.identifier(), expectedVersion: try call.version(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.resolveReview,
        { call in
          .stored(
            try await backend.resolveReview(
              try call.identifier(), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.withdrawReview,
        { call in
          .stored(
            try await backend.withdrawReview(
              try call.identifier(), expectedVersion: try call.version(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
    ]
  }
}
