import Application
import Domain

/// Needs before institutions: referrals, offers, capacities.
enum OfferRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    referrals(backend) + reads(backend) + verbs(backend) + capacities(backend)
  }

  private static func referrals(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.referNeed,
        { call in
          .stored(
            try await backend.referNeed(
              try call.identifier(), try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.getReferral,
        { call in
          .versioned(
            try await backend.referral(of: try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.endReferral,
        { call in
          .stored(
            try await backend.endReferral(
              of: try call.identifier(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
    ]
  }

  private static func reads(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listOffers,
        { call in
          let page = try await backend.offers(
            state: try call.query.choice(.state, of: Application.offerFilters),
            region: try call.query.region(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.getOffer,
        { call in
          .versioned(try await backend.offer(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.readOfferEnterprise,
        { call in
          var answer = Answer.json(
            try await backend.identifiedData(of: try call.identifier(), actor: try call.actor()))
          // Each read is answered and logged; none is saved by an unchanged tag.
          answer.entityTag = nil
          return answer
        }
      ),
      (
        RouteTable.offerStatistics,
        { call in
          var answer = Answer.json(
            try await backend.offerStatistics(
              region: try call.query.region(), actor: try call.actor()))
          answer.entityTag = nil
          return answer
        }
      ),
    ]
  }

  private static func verbs(_ backend: any Backend) -> [Route] {
    let table: [(RouteSpec, OfferVerb)] = [
      (RouteTable.claimOffer, .claim), (RouteTable.contactOffer, .contact),
      (RouteTable.grantOffer, .grant), (RouteTable.drawOffer, .draw),
      (RouteTable.declineOffer, .decline), (RouteTable.withdrawOffer, .withdraw),
      (RouteTable.reassignOffer, .reassign),
    ]
    let steps: [Route] = table.map { spec, verb in
      (
        spec,
        { call in
          .stored(
            try await backend.advanceOffer(
              try call.identifier(), verb, call.body ?? [:], actor: try call.actor(),
              idempotency: call.idempotency))
        }
      )
    }
    let pause: Route = (
      RouteTable.pauseOffer,
      { call in
        .stored(
          try await backend.pauseOffer(
            try call.identifier(), try call.json(), actor: try call.actor(),
            idempotency: call.idempotency))
      }
    )
    return steps + [pause]
  }

  private static func capacities(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.listCapacities,
        { call in
          var answer = Answer.json(try await backend.capacities(actor: try call.actor()))
          answer.entityTag = nil
          return answer
        }
      ),
      (
        RouteTable.setCapacity,
        { call in
          guard let kind = call.path["kind"].flatMap(CapacityKind.init(rawValue:)),
            let code = call.path["code"], isCode(code)
          else { throw Problem(.notFound) }
          return .stored(
            try await backend.setCapacity(
              kind, code: code, try call.json(), actor: try call.actor(),
              idempotency: call.idempotency))
        }
      ),
    ]
  }

  /// A code, or the subject of a liaison's token: 1 to 200 letters, digits, `.`, `_`, `-`, `@`.
  private static func isCode(_ text: String) -> Bool {
    (1...200).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x30...0x39).contains(byte) || "._-@".utf8.contains(byte)
      }
  }
}

/// Consents, and who read what under them.
enum ConsentRoutes {
  static func all(_ backend: any Backend) -> [Route] {
    [
      (
        RouteTable.grantConsent,
        { call in
          .stored(
            try await backend.grantConsent(
              try call.json(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.getConsent,
        { call in
          .json(try await backend.consent(try call.identifier(), actor: try call.actor()))
        }
      ),
      (
        RouteTable.revokeConsent,
        { call in
          .stored(
            try await backend.revokeConsent(
              try call.identifier(), actor: try call.actor(), idempotency: call.idempotency))
        }
      ),
      (
        RouteTable.listConsents,
        { call in
          let page = try await backend.consents(
            of: try call.identifier(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
      (
        RouteTable.listAccesses,
        { call in
          let page = try await backend.accessLog(
            of: try call.identifier(), page: call.page, actor: try call.actor())
          return try await call.list(page)
        }
      ),
    ]
  }
}
