import Application
import Domain

/// Targets of listings, the tasks of governments, and ladders of growing enterprises.
enum TargetRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    targets(backend) + tasks(backend) + ladders(backend)
  }

  private static func targets(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.setYearlyTarget,
        { call in
          .stored(
            try await backend.setYearlyTarget(
              try PoolRoutes.name(call, "board"), year: try year(call),
              region: try PoolRoutes.name(call, "region"), expectedVersion: call.expectedVersion,
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listListingTargets,
        { call in
          let year = try call.query.integer(.year, in: Application.targetYears)
          return PoolRoutes.untagged(
            try await backend.listingTargets(
              year: year.map { Int($0) }, board: try call.query.word(.board),
              region: try call.query.region(), after: try call.query.pair(.after),
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.reportListings,
        { call in
          .stored(
            try await backend.reportListings(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func tasks(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listPolicyTasks,
        { call in
          let day = try call.query.value(
            .on, "date", Text("日期格式应为 YYYY-MM-DD", "must be a day as YYYY-MM-DD")
          ) { LegalDate($0) }
          return PoolRoutes.untagged(
            try await backend.policyTasks(on: day, actor: try call.actor()))
        }
      ),
      (
        RouteTable.reportTask,
        { call in
          .stored(
            try await backend.reportTask(
              try PoolRoutes.name(call, "plan"), try PoolRoutes.name(call, "task"),
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listTaskReports,
        { call in
          try await call.list(
            try await backend.taskReports(
              try PoolRoutes.name(call, "plan"), try PoolRoutes.name(call, "task"),
              page: call.page, actor: try call.actor()))
        }
      ),
    ]
  }

  private static func ladders(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.runLadder,
        { call in
          .stored(
            try await backend.runLadder(
              try PoolRoutes.name(call, "ladder"), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listLadderRuns,
        { call in
          try await call.list(
            try await backend.ladderRuns(
              of: try PoolRoutes.name(call, "ladder"), page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.listLadderMembers,
        { call in
          let page = try await backend.ladderMembers(
            of: try PoolRoutes.name(call, "ladder"), region: try call.query.region(),
            page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getLadderRun,
        { call in
          .json(try await backend.ladderRun(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.replayLadderRun,
        { call in
          PoolRoutes.untagged(
            try await backend.replayLadderRun(try call.identifier(), actor: try call.actor()))
        }
      ),
    ]
  }

  /// The year in the path; another form is 404.
  private static func year(_ call: Call) throws(Problem) -> Int {
    guard let text = call.path["year"], text.utf8.count == 4,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let year = Int64(text),
      Application.targetYears.contains(year)
    else { throw Problem(.notFound) }
    return Int(year)
  }
}
