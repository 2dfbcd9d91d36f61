import Application
import Domain
import HTTPTypes

/// Periodic referral runs.
enum AllocationRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.requestAllocation,
        { call in
          .stored(
            try await backend.requestAllocation(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listAllocationRuns,
        { call in
          try await call.list(
            try await backend.allocationRuns(page: call.page, actor: try call.actor()))
        }
      ),
      (
        RouteTable.getAllocationRun,
        { call in
          .json(try await backend.allocationRun(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.getAllocationFairness,
        { call in
          .json(
            try await backend.allocationFairness(
              of: try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.getAllocationDigest,
        { call in
          let page = try await backend.allocationDigest(
            of: try call.identifier(), institution: try call.query.word(.institution),
            page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (RouteTable.getAllocationList, { call in try await list(call, backend) }),
      (
        RouteTable.replayAllocation,
        { call in
          var answer = Answer.json(
            try await backend.replayAllocation(try call.identifier(), actor: try call.actor()))
          answer.entityTag = nil
          return answer
        }
      ),
    ]
  }

  /// The file for a spreadsheet, to be saved rather than shown.
  private static func list(_ call: Call, _ backend: any Backend) async throws -> Answer {
    let id: AllocationID = try call.identifier()
    var answer = Answer(
      contentType: "text/csv; charset=utf-8; header=present",
      bytes: try await backend.allocationList(of: id, actor: try call.actor()))
    answer.entityTag = EntityTag(version: nil, content: answer.bytes)
    answer.headers.append((.contentDisposition, "attachment; filename=\"\(id).csv\""))
    return answer
  }
}
