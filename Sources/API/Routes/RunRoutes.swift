import Application
import Domain

/// Match runs, their decisions and their replay.
enum RunRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.getRun,
        { call in
          guard try call.query.choice(.expand, of: ["decisions"]) != nil else {
            return .json(
              canonical: try await backend.runDocument(
                try call.identifier(), actor: try call.actor()))
          }
          return .json(
            try await backend.run(
              try call.identifier(), expandDecisions: true, actor: try call.actor()))
        }
      ),
      (
        RouteTable.listDecisions,
        { call in
          .json(
            try await backend.decisions(of: try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.getDecision,
        { call in
          .json(
            try await backend.decision(
              of: try call.identifier(), product: try call.product("product"),
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.getRepairs,
        { call in
          .json(
            try await backend.repairs(
              of: try call.identifier(), product: try call.product("product"),
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.diffRun,
        { call in
          var answer = Answer.json(
            try await backend.diff(
              try call.identifier(), try call.json(), actor: try call.actor()))
          answer.entityTag = nil
          return answer
        }
      ),
      (
        RouteTable.replayRun,
        { call in
          var answer = Answer.json(
            try await backend.replay(try call.identifier(), actor: try call.actor()))
          answer.entityTag = nil
          return answer
        }
      ),
    ]
  }
}
