import Application
import Domain

/// What enterprises may claim from governments, their claims, and the budgets behind them.
enum EntitlementRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    events(backend) + claims(backend) + budgets(backend)
  }

  private static func events(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.recordAwardEvent,
        { call in
          .stored(
            try await backend.recordAwardEvent(
              of: try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listAwardEvents,
        { call in
          try await call.list(
            try await backend.awardEvents(
              of: try call.identifier(), page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.getEntitlements,
        { call in
          untagged(
            try await backend.entitlements(
              of: try call.identifier(), asOf: try call.query.instant(.asOf),
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.getAwardEvent,
        { call in
          .versioned(try await backend.awardEvent(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.decideAwardEvent,
        { call in
          .stored(
            try await backend.decideAwardEvent(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func claims(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.submitClaim,
        { call in
          .stored(
            try await backend.submitClaim(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listClaims,
        { call in
          let page = try await backend.claims(
            state: try call.query.choice(.state, of: Application.claimStates),
            enterprise: try call.query.identifier(.enterpriseID),
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getClaim,
        { call in
          .versioned(try await backend.claim(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.advanceClaim,
        { call in
          .stored(
            try await backend.advanceClaim(
              try call.identifier(), expectedVersion: call.expectedVersion, try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func budgets(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listAwardBudgets,
        { call in
          untagged(
            try await backend.awardBudgets(
              year: try year(call), region: try call.query.region(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.putAwardBudget,
        { call in
          let (level, region, year) = try payer(call)
          return .stored(
            try await backend.putAwardBudget(
              level: level, region: region, year: year, expectedVersion: call.expectedVersion,
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.getAwardBudget,
        { call in
          let (level, region, year) = try payer(call)
          return .versioned(
            try await backend.awardBudget(
              level: level, region: region, year: year, clause: try call.query.word(.clause),
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.getAwardFigures,
        { call in
          untagged(
            try await backend.awardFigures(
              year: try year(call), region: try call.query.region(), actor: try call.actor()))
        }
      ),
    ]
  }

  /// Whose money of which year; another form is 404.
  private static func payer(
    _ call: Call
  ) throws(Problem) -> (level: String, region: String, year: Int) {
    guard let level = call.path["level"], let region = call.path["region"],
      region.utf8.count == 6, region.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let text = call.path["year"], text.utf8.count == 4, let year = Int64(text),
      Application.reportYears.contains(year)
    else { throw Problem(.notFound) }
    return (level, region, Int(year))
  }

  private static func year(_ call: Call) throws(Problem) -> Int? {
    try call.query.integer(.year, in: Application.reportYears).map { Int($0) }
  }

  /// What changes with every claim of anybody: a tag would never be asked for again.
  private static func untagged(_ json: JSON) -> Answer {
    var answer = Answer.json(json)
    answer.entityTag = nil
    return answer
  }
}
