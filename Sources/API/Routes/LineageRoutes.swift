import Application
import Domain

/// What an event, a need, a run, an enterprise, a dead letter or a sweep led to.
enum LineageRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.getLineage,
        { call in
          guard let id = call.path["id"].flatMap({ LineageID($0) }) else {
            throw Problem(.notFound)
          }
          var answer = Answer.json(try await backend.lineage(id, actor: try call.actor()))
          answer.entityTag = nil
          return answer
        }
      )
    ]
  }
}
