import Application
import Domain

/// Enterprises, their facts and their erasure.
enum EnterpriseRoutes {
  static func all(_ backend: any Backend) -> [Route] { own(backend) + erasure(backend) }

  private static func own(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.createEnterprise,
        { call in
          .stored(
            try await backend.createEnterprise(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listEnterprises,
        { call in
          let page = try await backend.enterprises(
            region: try call.query.region(), uscc: try call.query.uscc(), page: call.page,
            actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getEnterprise,
        { call in
          .versioned(
            try await backend.enterprise(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.amendEnterprise,
        { call in
          .stored(
            try await backend.amendEnterprise(
              try call.identifier(), expectedVersion: try call.version(), try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (RouteTable.getFacts, { call in try await facts(call, backend) }),
      (RouteTable.replaceFacts, { call in try await putFacts(call, .replace, backend) }),
      (RouteTable.mergeFacts, { call in try await putFacts(call, .merge, backend) }),
    ]
  }

  private static func erasure(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.requestErasure,
        { call in
          .stored(
            try await backend.requestErasure(
              of: try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.getErasure,
        { call in
          .json(try await backend.erasure(of: try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.listErasures,
        { call in
          let page = try await backend.erasures(
            state: try call.query.choice(.state, of: Application.erasureStates),
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
    ]
  }

  private static func facts(_ call: Call, _ backend: any Backend) async throws -> Answer {
    let id: EnterpriseID = try call.identifier()
    let version = try call.query.integer(.version, in: 1...Int64(Int32.max))
    let asOf = try call.query.instant(.asOf)
    guard version == nil || asOf == nil else {
      throw Problem(
        .invalidParameter,
        entries: [
          .init(
            "query:as_of", "exclusive",
            Text("不可与 version 同时使用", "cannot be given together with version"))
        ])
    }
    return .versioned(
      try await backend.facts(
        id, version: version.map { Int($0) }, asOf: asOf, actor: try call.actor()))
  }

  private static func putFacts(
    _ call: Call, _ mode: FactsMode, _ backend: any Backend
  ) async throws -> Answer {
    .stored(
      try await backend.putFacts(
        try call.identifier(), expectedVersion: call.expectedVersion, try call.json(), mode: mode,
        actor: try call.actor(), idempotency: call.idempotency))
  }
}
