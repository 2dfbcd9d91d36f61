import Application
import Domain

/// Guarantors, bundles, guarantees, and the funds behind them.
enum GuaranteeRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    guarantors(backend) + bundles(backend) + guarantees(backend) + funds(backend)
  }

  private static func guarantors(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.putGuarantor,
        { call in
          .stored(
            try await backend.putGuarantor(
              try code(call), expectedVersion: call.expectedVersion, try call.json(),
              actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listGuarantors,
        { call in untagged(try await backend.guarantors(actor: try call.actor())) }
      ),
      (
        RouteTable.getGuarantor,
        { call in
          .versioned(try await backend.guarantor(try code(call), actor: try call.actor()))
        }
      ),
      (
        RouteTable.getGuarantorReport,
        { call in
          let year = try call.query.integer(.year, in: Application.reportYears).map { Int($0) }
          return untagged(
            try await backend.guarantorReport(try code(call), year: year, actor: try call.actor()))
        }
      ),
      (
        RouteTable.putGuaranteeBank,
        { call in
          .stored(
            try await backend.putGuaranteeBank(
              try code(call), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.putEnterpriseGroup,
        { call in
          .stored(
            try await backend.putEnterpriseGroup(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func bundles(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.getBundles,
        { call in
          untagged(
            try await backend.bundles(
              for: try call.identifier(), asOf: try call.query.instant(.asOf),
              actor: try call.actor()))
        }
      ),
      (
        RouteTable.reserveGuarantee,
        { call in
          .stored(
            try await backend.reserveGuarantee(
              for: try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func guarantees(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listGuarantees,
        { call in
          let page = try await backend.guarantees(
            state: try call.query.choice(.state, of: Application.guaranteeStates),
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getGuarantee,
        { call in
          .versioned(try await backend.guarantee(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.advanceGuarantee,
        { call in
          .stored(
            try await backend.advanceGuarantee(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func funds(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.putFund,
        { call in
          .stored(
            try await backend.putFund(
              try code(call), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listFunds,
        { call in untagged(try await backend.funds(actor: try call.actor())) }
      ),
      (
        RouteTable.getFund,
        { call in .versioned(try await backend.fund(try code(call), actor: try call.actor())) }
      ),
      (
        RouteTable.endowFund,
        { call in
          .stored(
            try await backend.endowFund(
              try code(call), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.payFromPool,
        { call in
          .stored(
            try await backend.payFromPool(
              try code(call), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listFundEntries,
        { call in
          try await call.list(
            try await backend.fundEntries(
              of: try code(call), page: call.page, actor: try call.actor()))
        }
      ),
    ]
  }

  /// What changes with every guarantee of anybody: a tag would never be asked for again.
  private static func untagged(_ json: JSON) -> Answer {
    var answer = Answer.json(json)
    answer.entityTag = nil
    return answer
  }

  /// The code of a guarantor, an institution or a fund; another form is 404.
  private static func code(_ call: Call) throws(Problem) -> String {
    func isPlain(_ byte: UInt8) -> Bool {
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
    guard let text = call.path["code"], (1...64).contains(text.utf8.count),
      let first = text.utf8.first, isPlain(first),
      text.utf8.allSatisfy({
        isPlain($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      })
    else { throw Problem(.notFound) }
    return text
  }
}
