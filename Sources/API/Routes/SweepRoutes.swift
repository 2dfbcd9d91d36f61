import Application
import Domain

/// What changes of catalog and policies did, and what drafts would do.
enum SweepRoutes {
  /// What `by` may be.
  static let groupings = ["county"]

  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.productWhatIf,
        { call in
          untagged(
            try await backend.productWhatIf(
              try call.product("id"), try call.json(), byCounty: try isByCounty(call),
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.policyWhatIf,
        { call in
          untagged(
            try await backend.policyWhatIf(
              try call.json(), byCounty: try isByCounty(call), actor: try call.actor()))
        }
      ),
      (
        RouteTable.listSweeps,
        { call in
          try await call.list(
            try await backend.sweeps(page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.getSweep,
        { call in
          .json(try await backend.sweep(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.listSweepFlips,
        { call in
          let id: SweepID = try call.identifier()
          return try await call.list(
            try await backend.flips(of: id, page: call.page, actor: try call.actor()))
        }
      ),
    ]
  }

  private static func isByCounty(_ call: Call) throws(Problem) -> Bool {
    try call.query.choice(.by, of: groupings) != nil
  }

  private static func untagged(_ json: JSON) -> Answer {
    var answer = Answer.json(json)
    answer.entityTag = nil
    return answer
  }
}
