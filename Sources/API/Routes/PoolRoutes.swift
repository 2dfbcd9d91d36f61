import Application
import Domain
import HTTPTypes

/// Pools, proposals and advisers.
enum PoolRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    pools(backend) + members(backend) + proposals(backend) + advisers(backend)
  }

  private static func pools(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listPools,
        { call in
          untagged(
            try await backend.pools(
              region: try call.query.region(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.enterPool,
        { call in
          .stored(
            try await backend.enterPool(
              try name(call, "pool"), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.screenForPool,
        { call in
          .stored(
            try await backend.screenForPool(
              try name(call, "pool"), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func members(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listPoolMembers,
        { call in
          let page = try await backend.poolMembers(
            pool: try call.query.word(.pool),
            state: try call.query.choice(.state, of: Application.poolMemberStates),
            rung: try call.query.word(.rung), region: try call.query.region(), page: call.page,
            actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (RouteTable.getPoolMemberFile, { call in try await file(call, backend) }),
      (
        RouteTable.getPoolMember,
        { call in
          .versioned(try await backend.poolMember(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.advancePoolMember,
        { call in
          .stored(
            try await backend.advancePoolMember(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.assignAdviser,
        { call in
          .stored(
            try await backend.assignAdviser(
              to: try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func proposals(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listPoolProposals,
        { call in
          let page = try await backend.poolProposals(
            state: try call.query.choice(.state, of: Application.proposalStates),
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.decideProposal,
        { call in
          .stored(
            try await backend.decideProposal(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func advisers(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listAdvisers,
        { call in
          untagged(
            try await backend.advisers(
              kind: try call.query.word(.kind), after: try call.query.pair(.after),
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.setAdviser,
        { call in
          .stored(
            try await backend.setAdviser(
              try name(call, "kind"), try name(call, "code"),
              expectedVersion: call.expectedVersion, try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.dealAdvisers,
        { call in
          .stored(
            try await backend.dealAdvisers(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listAdviserAssignments,
        { call in
          let page = try await backend.adviserAssignments(
            state: try call.query.choice(.state, of: Application.adviserStates),
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getAdviserAssignment,
        { call in
          .versioned(
            try await backend.adviserAssignment(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.advanceAssignment,
        { call in
          .stored(
            try await backend.advanceAssignment(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  /// The file for a spreadsheet, to be saved rather than shown.
  private static func file(_ call: Call, _ backend: any Backend) async throws -> Answer {
    var answer = Answer(
      contentType: "text/csv; charset=utf-8; header=present",
      bytes: try await backend.poolMemberFile(
        pool: try call.query.word(.pool),
        state: try call.query.choice(.state, of: Application.poolMemberStates),
        rung: try call.query.word(.rung), region: try call.query.region(),
        actor: try call.actor()))
    answer.entityTag = EntityTag(version: nil, content: answer.bytes)
    answer.headers.append((.contentDisposition, "attachment; filename=\"pool-members.csv\""))
    return answer
  }

  /// What changes with every member of anybody: a tag would never be asked for again.
  static func untagged(_ json: JSON) -> Answer {
    var answer = Answer.json(json)
    answer.entityTag = nil
    return answer
  }

  /// A name in the path, of lower-case letters, digits, `-` and `_`; another form is 404.
  static func name(_ call: Call, _ segment: String) throws(Problem) -> String {
    func isPlain(_ byte: UInt8) -> Bool {
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
    guard let text = call.path[segment], (1...64).contains(text.utf8.count),
      let first = text.utf8.first, isPlain(first),
      text.utf8.allSatisfy({
        isPlain($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      })
    else { throw Problem(.notFound) }
    return text
  }
}
