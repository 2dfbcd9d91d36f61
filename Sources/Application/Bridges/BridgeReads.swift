import Arrangement
import Catalog
import Domain
import Postgres
import Store
import Workflow

extension Application {
  /// Days a radar looks ahead, unless told otherwise and at most.
  public static let renewalDays = 90
  public static let renewalDaysMaximum: Int64 = 366
  /// Loans a radar lists at most.
  static let renewalsMaximum = 1_000

  /// One bridge with its steps.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func bridge(_ id: BridgeID, actor: Actor) async throws -> Versioned<JSON> {
    try await readLogged(.bridge, as: actor) { session in
      guard let found = try await BridgeRepository.find(id, session),
        let enterprise = try await EnterpriseRepository.find(found.enterprise, session),
        AccessRules.canRead(enterprise, by: actor)
      else { throw ApplicationError.notFound(what: "bridge") }
      let view = try await bridgeView(found, session)
      return (Versioned(view, version: found.version), [found.enterprise])
    }
  }

  /// Newest first, within what the caller may see.
  public func bridges(
    region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try await enterpriseRows(.bridge, region: region, as: actor, letsInstitutions: true) {
      enterprise, regionPrefix, session in
      let found = try await BridgeRepository.list(
        enterprise: enterprise, regionPrefix: regionPrefix, after: page.after,
        limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      return (cut.map { .object(bridgeMembers($0)) }, cut.items.map(\.enterprise))
    }
  }

  func bridgeView(_ bridge: BridgeRecord, _ session: any PostgresSession) async throws -> JSON {
    var members = bridgeMembers(bridge)
    members["steps"] = .array(
      try await BridgeRepository.steps(of: bridge.id, session).map { step in
        [
          "version": .int(Int64(step.version)), "from": .optional(step.from),
          "state": .string(step.state), "verb": .string(step.verb),
          "actor": .string(step.actor), "at": .string(step.takenAt.text),
        ]
      })
    return .object(members)
  }

  private func bridgeMembers(_ bridge: BridgeRecord) -> [String: JSON] {
    let label = reference.guarantees.bridgeMachine.state(bridge.state)?.label
    return [
      "id": .string(bridge.id.text), "enterprise_id": .string(bridge.enterprise.text),
      "fund": .string(bridge.fund), "terms_from": .string(bridge.termsFrom.text),
      "lender": .string(bridge.lender), "matures_on": .string(bridge.maturesOn.text),
      "amount": MoneyView.json(bridge.amountFen),
      "commitment": MoneyView.json(bridge.commitmentFen),
      "starts_on": .string(bridge.startsOn.text), "repays_on": .string(bridge.repaysOn.text),
      "lpr_ppm": .int(Int64(bridge.lprPpm)), "state": .string(bridge.state),
      "state_label": label.map(ProductView.label) ?? .null,
      "version": .int(Int64(bridge.version)), "lent_on": .optional(bridge.lentOn?.text),
      "repaid_on": .optional(bridge.repaidOn?.text), "fee": MoneyView.json(bridge.feeFen),
      "due_at": .optional(bridge.dueAt?.text), "created_at": .string(bridge.createdAt.text),
      "updated_at": .string(bridge.updatedAt.text),
    ]
  }

  /// `{"data": […]}`: loans that fall due soon, guaranteed ones and drawn ones, the first ones first, each
  /// with the ways to renew it: without repayment first, then by a bridge of a fund that serves its region.
  ///
  /// - Parameter days: how far to look; nil for 90.
  public func renewals(days: Int?, region: String?, actor: Actor) async throws -> JSON {
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else { return ["data": []] }
    let today = clock.now().legalDate
    let days = days ?? Self.renewalDays
    return try await readLogged(.bridge, as: actor) { session in
      var own: EnterpriseID?
      if actor.role == .enterprise {
        guard let id = try await ownEnterprise(of: actor, session)?.id else {
          return (["data": []], [])
        }
        own = id
      }
      let (last, region) = (today.adding(days: days), prefix.isEmpty ? nil : prefix)
      let guaranteed = try await BridgeRepository.maturing(
        from: today, through: last, enterprise: own, regionPrefix: region,
        limit: Self.renewalsMaximum, session)
      let drawn = try await OfferRepository.maturing(
        from: today, through: last, enterprise: own, regionPrefix: region,
        limit: Self.renewalsMaximum, session)
      // Of one day the guaranteed ones first: the sort keeps the order of equals.
      let found = (guaranteed + drawn).sorted { $0.maturesOn < $1.maturesOn }
        .prefix(Self.renewalsMaximum)
      // Funds are of nobody.
      try await actAsService(actor, session)
      let funds = try await FundRepository.list(limit: Self.fundsMaximum, session).filter {
        $0.kind == .bridge
      }
      let view: JSON = [
        "within_days": .int(Int64(days)),
        "data": .array(found.map { renewal($0, funds, on: today) }),
      ]
      return (view, found.map(\.enterprise))
    }
  }

  private func renewal(
    _ loan: MaturingLoan, _ funds: [FundRecord], on today: LegalDate
  ) -> JSON {
    let bridges = reference.guarantees.bridges
    let serving = funds.compactMap { fund -> (FundRecord, BridgeFund)? in
      guard let terms = bridges.fund(fund.terms ?? "", on: today),
        let place = RegionCode(loan.region), terms.jurisdiction.contains(place),
        loan.principalFen <= min(fund.availableFen, terms.singleMaximumFen.value)
      else { return nil }
      return (fund, terms)
    }
    let first = bridges.funds.lazy.compactMap { terms in
      terms.gates.first { $0.gate == .noDirectRenewal }?.citation
    }.first
    var ways: [JSON] = [
      ["way": "direct_renewal", "fund": .null, "citation": first?.json ?? .null]
    ]
    ways += serving.map { fund, terms -> JSON in
      [
        "way": "bridge", "fund": .string(fund.code),
        "citation": terms.singleMaximumFen.citation.json,
      ]
    }
    let (guarantee, offer): (String?, String?) =
      switch loan.source {
      case .guarantee(let id): (id.text, nil)
      case .offer(let id): (nil, id.text)
      }
    return [
      "guarantee_id": .optional(guarantee), "offer_id": .optional(offer),
      "need_id": .string(loan.need.text),
      "enterprise_id": .string(loan.enterprise.text), "bank": .string(loan.bank),
      "product": .string(loan.productCode), "principal": MoneyView.json(loan.principalFen),
      "matures_on": .string(loan.maturesOn.text),
      "days_left": .int(Int64(loan.maturesOn.daysSinceEpoch - today.daysSinceEpoch)),
      "ways": .array(ways),
    ]
  }
}
