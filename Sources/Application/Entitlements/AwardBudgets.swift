import Domain
import Entitlement
import Postgres
import Store

extension Application {
  /// Budgets listed at most.
  static let awardBudgetsMaximum = 1_000

  /// Says what a level of government pays at most in a year, under one clause or under all that have no budget
  /// of their own: 200 with `ETag`. What is held and paid of it stays.
  ///
  /// - Parameter body: `{clause, limit_fen}`; without a clause it is of all others.
  /// - Throws: `.forbidden` for anyone but operators of the region whose money it is, and this service;
  ///   `.invalid`; `.staleVersion`; `.conflict` `budget_short` for less than what is held and paid.
  public func putAwardBudget(
    level: String, region: String, year: Int, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    guard EntitlementClause.Level(rawValue: level).map({ $0.payer(in: region) }) == region else {
      throw ApplicationError.notFound(what: "level of this region")
    }
    try AwardBudgetAccess.require(region, by: actor)
    var reader = ObjectReader(body)
    let clause = reader.string("clause", maximumLength: 64)
    if let clause, !reference.entitlements.clauseCodes.contains(clause) {
      reader.add(Fault("/clause", "unknown_value", zh: "没有该条款", en: "there is no such clause"))
    }
    let limit = reader.requiredInteger("limit_fen", in: 0...Fen.maximum)
    let faults = reader.finish()
    guard faults.isEmpty, let limit else { throw ApplicationError.invalid(faults) }
    let key = AwardBudgetRecord.Key(
      level: level, region: region, fiscalYear: year, clause: clause)
    return try await answer(idempotency) { session in
      let now = clock.now()
      let before = try await LedgerRepository.lock([key.account], session)[key.account]
      if let expectedVersion, expectedVersion != before?.version ?? 0 {
        throw ApplicationError.staleVersion(current: before?.version ?? 0)
      }
      guard limit >= before?.taken ?? 0 else { throw BudgetRefusal.taken(key, before?.taken ?? 0) }
      try await ClaimRefusal.telling {
        try await LedgerRepository.save(
          LedgerAccount(
            key: key.account, maximum: limit, taken: 0, version: 1, updatedAt: now,
            updatedBy: actor.subject), session)
        try await AwardBudgetRepository.insert(key, session)
      }
      try await audit(
        "award_budget.set", subject: "budget/\(key.code)", reason: nil,
        data: ["limit_fen": .int(limit)], by: actor, at: now, session)
      guard let budget = try await AwardBudgetRepository.find(key, session) else {
        throw StoredDataError(what: "budget \(key.code)")
      }
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(budget.account.version)],
        body: AwardBudgetView.json(budget))
    }
  }

  /// One budget, with the `ETag` of ``putAwardBudget(level:region:year:expectedVersion:_:actor:idempotency:)``.
  ///
  /// - Parameter clause: nil for that of all clauses that have none of their own.
  /// - Throws: `.notFound`, also for money of a region that the caller does not oversee; `.forbidden` for
  ///   anyone but those who oversee.
  public func awardBudget(
    level: String, region: String, year: Int, clause: String?, actor: Actor
  ) async throws -> Versioned<JSON> {
    try requireOverview(actor)
    guard AwardBudgetAccess.mayRead(region, actor) else {
      throw ApplicationError.notFound(what: "budget")
    }
    let key = AwardBudgetRecord.Key(
      level: level, region: region, fiscalYear: year, clause: clause)
    guard let found = try await read({ try await AwardBudgetRepository.find(key, $0) }) else {
      throw ApplicationError.notFound(what: "budget")
    }
    return Versioned(AwardBudgetView.json(found), version: found.account.version)
  }

  /// `{"data": […], "truncated"}`: budgets of the regions that the caller oversees.
  ///
  /// - Parameter year: nil for all.
  /// - Throws: `.forbidden` for anyone but those who oversee.
  public func awardBudgets(year: Int?, region: String?, actor: Actor) async throws -> JSON {
    try requireOverview(actor)
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return ["data": [], "truncated": false]
    }
    let limit = Self.awardBudgetsMaximum
    let found = try await read { session in
      try await AwardBudgetRepository.list(
        year: year, regionPrefix: prefix, limit: limit + 1, session)
    }
    return [
      "data": .array(found.prefix(limit).map(AwardBudgetView.json)),
      "truncated": .bool(found.count > limit),
    ]
  }
}

/// Whose money an operator answers for: that of its own region, and of those in it.
enum AwardBudgetAccess {
  /// - Throws: `.forbidden`.
  static func require(_ region: String, by actor: Actor) throws(ApplicationError) {
    let isOwn =
      switch actor.role {
      case .service: true
      case .operator: region.hasPrefix(AccessRules.regionPrefix(of: actor))
      case .enterprise, .liaison, .liaisonManager, .auditor: false
      }
    guard isOwn else {
      throw .forbidden(zh: "仅限该级财政所在地区的运营角色", en: "for operators of the region that pays")
    }
  }

  /// Whether a caller finds the budgets of a region in lists.
  static func mayRead(_ region: String, _ actor: Actor) -> Bool {
    switch actor.role {
    case .service, .auditor: true
    case .operator: region.hasPrefix(AccessRules.regionPrefix(of: actor))
    case .enterprise, .liaison, .liaisonManager: false
    }
  }
}

enum BudgetRefusal {
  static let code = "budget_short"

  /// How much is left is told only to those who may read the budget.
  static func short(
    _ key: AwardBudgetRecord.Key, _ account: LedgerAccount?, to actor: Actor
  ) -> ApplicationError {
    guard let account else {
      return .conflict(
        code: code, zh: "\(key.region)(\(key.level))\(key.fiscalYear) 年未安排该项预算",
        en: "\(key.region) (\(key.level)) has no budget for it in \(key.fiscalYear)")
    }
    guard AwardBudgetAccess.mayRead(key.region, actor) else {
      return .conflict(
        code: code, zh: "\(key.region)(\(key.level))\(key.fiscalYear) 年预算余额不足",
        en: "\(key.region) (\(key.level)) has not as much left in \(key.fiscalYear)")
    }
    return .conflict(
      code: code, zh: "\(key.region)(\(key.level))\(key.fiscalYear) 年预算余额为 \(account.room) 分",
      en: "\(key.region) (\(key.level)) has \(account.room) fen left in \(key.fiscalYear)")
  }

  static func taken(_ key: AwardBudgetRecord.Key, _ taken: Int64) -> ApplicationError {
    .conflict(
      code: code, zh: "预算 \(key.code) 已占用 \(taken) 分", en: "\(taken) fen of \(key.code) are taken")
  }
}

/// How budgets look.
enum AwardBudgetView {
  static func json(_ budget: AwardBudgetRecord) -> JSON {
    let account = budget.account
    return [
      "level": .string(budget.key.level), "region": .string(budget.key.region),
      "year": .int(Int64(budget.key.fiscalYear)), "clause": .optional(budget.key.clause),
      "limit": MoneyView.json(account.maximum),
      "held": MoneyView.json(account.taken - budget.paidFen),
      "paid": MoneyView.json(budget.paidFen), "available": MoneyView.json(account.room),
      "returned": MoneyView.json(budget.returnedFen), "income": MoneyView.json(budget.incomeFen),
      "version": .int(Int64(account.version)), "updated_at": .string(account.updatedAt.text),
    ]
  }
}
