import Arrangement
import Catalog
import Domain
import Postgres
import Store

extension Application {
  /// Funds listed at most.
  static let fundsMaximum = 1_000

  /// Enters a fund, or changes its name, region and cap: 200 with `ETag`. Its kind stays, and its balance
  /// only entries change.
  ///
  /// - Parameter body: `{kind, name, region, cap_fen, terms}`.
  /// - Throws: `.forbidden` for anyone but operators of the whole country and this service; `.invalid`;
  ///   `.conflict` `fund_short` for a cap below what is paid and held.
  public func putFund(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireControl(actor)
    let input = try FundInput(body, rules: reference.guarantees)
    return try await answer(idempotency) { session in
      let now = clock.now()
      let before = try await FundRepository.lock(code, session)
      if let before, before.kind != input.kind { throw Self.fixedKind }
      var fund =
        before
        ?? FundRecord(
          code: code, kind: input.kind, name: input.name, region: input.region, capFen: nil,
          version: 0, updatedAt: now, updatedBy: actor.subject)
      (fund.name, fund.region, fund.capFen) = (input.name, input.region, input.capFen)
      fund.terms = input.terms
      (fund.updatedAt, fund.updatedBy) = (now, actor.subject)
      let written = fund
      let version = try await FundRefusal.telling {
        try await FundRepository.save(written, session)
      }
      // Somebody else was first, with another kind.
      guard let version else { throw Self.fixedKind }
      fund.version = version
      try await audit(
        "fund.set", subject: "fund/\(code)", reason: nil, data: ["cap_fen": .optional(fund.capFen)],
        by: actor, at: now, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(fund.version)], body: FundView.json(fund))
    }
  }

  private static let fixedKind = ApplicationError.invalid([
    Fault("/kind", "fixed", zh: "资金类型不可更改", en: "the kind of a fund stays")
  ])

  /// Gives a fund money: 200 with `ETag`.
  ///
  /// - Parameter body: `{amount_fen, reference}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `fund_short` when it would have more
  ///   than the greatest amount there is.
  public func endowFund(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireControl(actor)
    var reader = ObjectReader(body)
    let amount = reader.requiredInteger("amount_fen", in: 1...Fen.maximum)
    let reference = reader.string("reference", maximumLength: 200)
    let faults = reader.finish()
    guard faults.isEmpty, let amount else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency) { session in
      guard try await FundRepository.lock(code, session) != nil else {
        throw ApplicationError.notFound(what: "fund")
      }
      let now = clock.now()
      let entry = FundEntry(
        id: ids.next(), fund: code, kind: .endow, amountFen: amount,
        reference: reference, madeAt: now, madeBy: actor.subject)
      try await FundRefusal.telling { try await FundRepository.append(entry, session) }
      try await audit(
        "fund.endow", subject: "fund/\(code)", reason: nil, data: ["amount_fen": .int(amount)],
        by: actor, at: now, session)
      guard let fund = try await FundRepository.find(code, session) else {
        throw StoredDataError(what: "fund \(code)")
      }
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(fund.version)], body: FundView.json(fund))
    }
  }

  /// `{"data": […]}`: the funds there are.
  public func funds(actor: Actor) async throws -> JSON {
    try await read { session in
      let found = try await FundRepository.list(limit: Self.fundsMaximum, session)
      return ["data": .array(found.map(FundView.json))]
    }
  }

  /// One fund.
  public func fund(_ code: String, actor: Actor) async throws -> Versioned<JSON> {
    try await read { session in
      guard let found = try await FundRepository.find(code, session) else {
        throw ApplicationError.notFound(what: "fund")
      }
      return Versioned(FundView.json(found), version: found.version)
    }
  }

  /// The movements of a fund, newest first.
  ///
  /// - Throws: `.notFound`; `.forbidden` for anyone but those who oversee the whole country, for they name
  ///   guarantees of all regions.
  public func fundEntries(
    of code: String, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try requireCountryOverview(actor)
    return try await read { session in
      guard try await FundRepository.find(code, session) != nil else {
        throw ApplicationError.notFound(what: "fund")
      }
      let found = try await FundRepository.entries(
        of: code, after: page.after, limit: page.limit + 1, session)
      return Page(found, limit: page.limit, id: \.id.uuid).map(FundView.json)
    }
  }
}

/// The checked body of a fund.
private struct FundInput {
  var kind: FundRecord.Kind
  var name: String
  var region: String
  var capFen: Int64?
  var terms: String?

  /// - Parameter rules: the terms that pools pay by, and bridge funds lend by.
  init(_ json: JSON, rules: GuaranteeRules) throws(ApplicationError) {
    var body = ObjectReader(json)
    let kind = GuarantorInput.required("kind", of: FundRecord.Kind.self, &body)
    let name = body.requiredString("name", maximumLength: 200)
    let region = body.requiredString("region", maximumLength: 6)
    if let region, RegionCode(region) == nil {
      body.add(
        Fault("/region", "pattern", zh: "应为 6 位行政区划代码", en: "must be a region code of 6 digits"))
    }
    capFen = body.integer("cap_fen", in: 0...Fen.maximum)
    terms = body.string("terms", maximumLength: 64)
    let known: Set<String> =
      switch kind {
      case .loanRiskPool: Set(rules.pools.pools.map(\.code))
      case .bridge: Set(rules.bridges.funds.map(\.code))
      case .compensation, nil: []
      }
    if kind == .compensation, terms != nil {
      body.add(Fault("/terms", "unknown_member", zh: "仅限资金池与过桥资金", en: "of pools and bridge funds"))
    } else if !known.isEmpty, !(terms.map(known.contains) ?? false) {
      let list = known.sorted().joined(separator: ", ")
      body.add(
        Fault("/terms", "unknown_value", zh: "取值应为:\(list)", en: "must be one of: \(list)"))
    }
    let faults = body.finish()
    guard faults.isEmpty, let kind, let name, let region else { throw .invalid(faults) }
    (self.kind, self.name, self.region) = (kind, name, region)
  }
}

/// How funds look.
enum FundView {
  static func json(_ fund: FundRecord) -> JSON {
    [
      "code": .string(fund.code), "kind": .string(fund.kind.rawValue), "name": .string(fund.name),
      "region": .string(fund.region), "balance": MoneyView.json(fund.balanceFen),
      "held": MoneyView.json(fund.heldFen),
      "paid_fen": .int(fund.paidFen), "cap": MoneyView.json(fund.capFen),
      "terms": .optional(fund.terms), "out": MoneyView.json(fund.outFen),
      "available": MoneyView.json(fund.availableFen), "version": .int(Int64(fund.version)),
      "updated_at": .string(fund.updatedAt.text),
    ]
  }

  static func json(_ entry: FundEntry) -> JSON {
    [
      "id": .string(entry.id.text), "kind": .string(entry.kind.rawValue),
      "amount": MoneyView.json(entry.amountFen),
      "guarantee_id": .optional(entry.guarantee?.text),
      "offer_id": .optional(entry.offer?.text), "bridge_id": .optional(entry.bridge?.text),
      "reference": .optional(entry.reference),
      "made_at": .string(entry.madeAt.text),
    ]
  }
}
