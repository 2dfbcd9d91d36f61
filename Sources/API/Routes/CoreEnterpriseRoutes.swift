import Application
import Domain

/// What of receivables is of one enterprise, and core enterprises with their lines and suppliers.
enum CoreEnterpriseRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    ofEnterprises(backend) + cores(backend) + lines(backend)
  }

  private static func ofEnterprises(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.uploadPayables,
        { call in
          .stored(
            try await backend.uploadPayables(
              of: try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.getBorrowingBase,
        { call in
          let ways = FinancingWay.allCases.map(\.rawValue)
          let way = try call.query.choice(.way, of: ways).flatMap(FinancingWay.init(rawValue:))
          return .json(
            try await backend.borrowingBase(
              of: try call.identifier(), way: way ?? .factoring,
              institution: try call.query.word(.institution), actor: try call.actor()))
        }
      ),
      (
        RouteTable.getAgeing,
        { call in
          let side = try call.query.choice(.party, of: ["seller", "debtor"])
          return .json(
            try await backend.ageing(
              of: try call.identifier(), asDebtor: side == "debtor", actor: try call.actor()))
        }
      ),
    ]
  }

  private static func cores(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listCoreEnterprises,
        { call in
          let page = try await backend.coreEnterprises(
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getCoreEnterprise,
        { call in
          .versioned(
            try await backend.coreEnterprise(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.setCoreEnterprise,
        { call in
          .stored(
            try await backend.setCoreEnterprise(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func lines(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listCreditLines,
        { call in
          var answer = Answer.json(
            try await backend.creditLines(of: try call.identifier(), actor: try call.actor()))
          answer.entityTag = nil
          return answer
        }
      ),
      (
        RouteTable.setCreditLine,
        { call in
          guard let institution = call.path["institution"],
            (1...64).contains(institution.utf8.count)
          else { throw Problem(.notFound) }
          return .stored(
            try await backend.setCreditLine(
              of: try call.identifier(), institution: institution, try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.inviteSuppliers,
        { call in
          .stored(
            try await backend.inviteSuppliers(
              of: try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listInvitations,
        { call in
          let page = try await backend.supplierInvitations(
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
    ]
  }
}
