import Application
import Domain

/// Listing cases, boards, and what is known of an enterprise's way to them.
enum ListingRoutes {
  static func all(_ backend: any Backend) -> [Route] { cases(backend) + reads(backend) }

  private static func cases(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.openListingCase,
        { call in
          .stored(
            try await backend.openListingCase(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listListingCases,
        { call in
          try await call.list(
            try await backend.listingCases(
              state: try call.query.choice(.state, of: Application.listingStates),
              board: try call.query.word(.board),
              enterprise: try call.query.identifier(.enterpriseID),
              region: try call.query.region(), page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.getListingCase,
        { call in
          .versioned(try await backend.listingCase(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.advanceListingCase,
        { call in
          .stored(
            try await backend.advanceListingCase(
              try call.identifier(), expectedVersion: call.expectedVersion, try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.setListingTarget,
        { call in
          .stored(
            try await backend.setListingTarget(
              of: try call.identifier(), expectedVersion: call.expectedVersion, try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.setListingSponsor,
        { call in
          .stored(
            try await backend.setListingSponsor(
              of: try call.identifier(), expectedVersion: call.expectedVersion, try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.getListingPlan,
        { call in
          let target = try call.query.value(
            .target, "date", Text("日期格式应为 YYYY-MM-DD", "must be a day as YYYY-MM-DD")
          ) { LegalDate($0) }
          return untagged(
            try await backend.listingPlan(
              of: try call.identifier(), target: target, actor: try call.actor()))
        }
      ),
    ]
  }

  private static func reads(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.getListingReadiness,
        { call in
          untagged(
            try await backend.listingReadiness(
              of: try call.identifier(), board: try call.query.word(.board),
              asOf: try call.query.instant(.asOf), actor: try call.actor()))
        }
      ),
      (
        RouteTable.getListingClassification,
        { call in
          untagged(
            try await backend.listingClassification(
              of: try call.identifier(), asOf: try call.query.instant(.asOf),
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.listBoards,
        { call in .json(try await backend.boards(actor: try call.actor())) }
      ),
      (
        RouteTable.getBoard,
        { call in
          .json(
            try await backend.board(
              try board(call), asOf: try call.query.instant(.asOf), actor: try call.actor()))
        }
      ),
    ]
  }

  /// What changes with the day: a tag would never be asked for again.
  private static func untagged(_ json: JSON) -> Answer {
    var answer = Answer.json(json)
    answer.entityTag = nil
    return answer
  }

  /// The code of a board; another form is 404.
  private static func board(_ call: Call) throws(Problem) -> String {
    guard let text = call.path["board"], (1...64).contains(text.utf8.count),
      text.utf8.allSatisfy({
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      })
    else { throw Problem(.notFound) }
    return text
  }
}
