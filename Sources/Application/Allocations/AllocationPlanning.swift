import Catalog
import Decision
import Domain
import Market
import Postgres
import Store

/// A run that has been allocated and is not stored.
struct AllocationDraft: Sendable {
  var run: AllocationRecord
  /// RFC 8785 JSON of the plan's inputs.
  var inputs: [UInt8]
  var plan: AllocationPlan
  var needs: [AllocationNeedRecord]
  var shares: [AllocationShareRecord]
}

/// A need that waits for a run, with what it is allocated by.
private struct PooledNeed {
  /// An eligible product whose institution could be asked.
  struct Ranked {
    var code: String
    var institution: String
    /// Place in the ranking of the run, from 1.
    var place: Int
    var costPpm: Int64?
    var coveragePpm: Int
  }

  var waiting: WaitingReferral
  var run: RunID
  var pool: Int
  /// Institutions it still wants.
  var offers: Int
  /// Institutions that have or had it.
  var asked: Set<String>
  var ranked: [Ranked]
}

extension Application {
  /// Needs whose runs and facts are read at a time.
  private static let allocationChunk = 500

  /// Allocates the needs that wait to the institutions that could serve them, within the rooms that
  /// are left, and stores nothing.
  ///
  /// - Parameters:
  ///   - slot: the slot of the schedule it is for.
  ///   - seed: nil for the one that the rules give.
  /// - Throws: `.conflict` `nothing_published`, or `conflict` when no rules are in force.
  func draftAllocation(
    slot: Instant?, seed: Int64?, by subject: String, at now: Instant,
    _ session: any PostgresSession
  ) async throws -> AllocationDraft {
    guard let rules = reference.allocation.period(on: now.legalDate) else {
      throw ApplicationError.conflict(
        code: "conflict", zh: "当日没有生效的定期推介规则", en: "no rules of periodic runs are in force today")
    }
    guard let latest = try await catalogs.latest(session) else {
      throw ApplicationError.conflict(
        code: "nothing_published", zh: "尚未发布产品目录", en: "no catalog is published yet")
    }
    let waiting = try await AllocationRepository.waiting(limit: rules.needsMaximum, session)
    let paused = try await pausedProducts(session)
    var pooled: [PooledNeed] = []
    for start in stride(from: 0, to: waiting.count, by: Self.allocationChunk) {
      let end = min(start + Self.allocationChunk, waiting.count)
      pooled += try await poolNeeds(Array(waiting[start..<end]), rules, latest, paused, session)
    }
    let seed = seed ?? rules.seed(at: slot ?? now)
    let inputs = try await inputs(pooled, seed: seed, rules, at: now, session)
    let plan = try AllocationPlan(inputs)
    let bytes = inputs.json.canonicalBytes
    let byNeed = Dictionary(
      pooled.map { ($0.waiting.need, $0) }, uniquingKeysWith: { first, _ in first })
    return AllocationDraft(
      run: AllocationRecord(
        id: ids.next(), scheduledFor: slot, rulesFrom: rules.days.from,
        catalogVersion: latest.version, seed: seed, inputsDigest: Digest(ofBytes: bytes),
        outcomeDigest: Digest(of: plan.json), needs: inputs.needs.count, planned: plan.count,
        createdAt: now, createdBy: subject),
      inputs: bytes, plan: plan,
      needs: inputs.needs.compactMap { need in
        byNeed[need.id].map {
          AllocationNeedRecord(
            need: need.id, version: need.version, enterprise: $0.waiting.enterprise,
            run: need.run, pool: rules.pools[need.pool].code, wanted: need.offers)
        }
      }, shares: Self.shares(plan))
  }

  /// Reads what some needs are allocated by; one whose newest run is not of its newest version, or
  /// that as many institutions as wanted have, takes no part.
  private func poolNeeds(
    _ waiting: [WaitingReferral], _ rules: AllocationRules.Period, _ latest: LoadedCatalog,
    _ paused: PausedProducts, _ session: any PostgresSession
  ) async throws -> [PooledNeed] {
    let needs = waiting.map(\.need)
    let runIDs = try await RunRepository.latest(needs: needs, session)
    let runs = try await RunRepository.find(runIDs.values.sorted(), session)
    let asked = try await OfferRepository.asked(for: needs, session)
    var wanted: [EnterpriseID: Int] = [:]
    for run in runs.values {
      wanted[run.enterprise] = max(run.factsVersion, wanted[run.enterprise] ?? 0)
    }
    var pools: [EnterpriseID: Int] = [:]
    for facts in try await FactsRepository.find(
      wanted.map { (enterprise: $0.key, version: $0.value) }, session)
    {
      pools[facts.enterprise] = rules.pool(try sheet(facts.sealed, latest.registry))
    }
    let institutions = Dictionary(
      latest.catalog.products.map { ($0.code, $0.institution) },
      uniquingKeysWith: { first, _ in first })
    return try waiting.compactMap { one -> PooledNeed? in
      guard let run = runIDs[one.need].flatMap({ runs[$0] }), run.needVersion == one.needVersion
      else { return nil }
      let before = asked[one.need]
      let missing = one.wanted - (before?.live ?? 0)
      guard missing > 0 else { return nil }
      let ranked = try MatchResult(stored: run.result).top.enumerated().compactMap {
        place, product -> PooledNeed.Ranked? in
        guard let institution = institutions[product.code],
          paused.pause(product: product.code, institution: institution) == nil
        else { return nil }
        return PooledNeed.Ranked(
          code: product.code, institution: institution, place: place + 1,
          costPpm: product.costPPM, coveragePpm: Int(product.coveragePPM ?? 0))
      }
      return PooledNeed(
        waiting: one, run: run.id, pool: pools[one.enterprise] ?? rules.pools.count - 1,
        offers: min(missing, AllocationMarket.maximumOffersPerNeed),
        asked: before?.institutions ?? [], ranked: ranked)
    }
  }

  private func inputs(
    _ pooled: [PooledNeed], seed: Int64, _ rules: AllocationRules.Period, at now: Instant,
    _ session: any PostgresSession
  ) async throws -> AllocationInputs {
    let owners = Dictionary(
      pooled.flatMap(\.ranked).map { ($0.code, $0.institution) },
      uniquingKeysWith: { first, _ in first })
    let products = owners.keys.sorted()
    let institutions = Set(owners.values).sorted()
    let accounts = try await LedgerRepository.find(
      products.map { LedgerAccount.Key(.product, $0) }
        + institutions.map { LedgerAccount.Key(.institution, $0) }, session)
    let behind = try await offersBehind(institutions, at: now, session)
    func places(_ codes: [String]) -> [String: Int] {
      Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($0.element, $0.offset) })
    }
    let placeOfProduct = places(products)
    let placeOfInstitution = places(institutions)
    func room(_ kind: LedgerAccount.Kind, _ code: String) -> Int? {
      accounts[LedgerAccount.Key(kind, code)].map { Int(clamping: min($0.room, 1_000_000)) }
    }
    return AllocationInputs(
      seed: UInt64(seed),
      institutions: institutions.map {
        AllocationInputs.Institution(
          code: $0, room: room(.institution, $0), preferences: rules.preferences(of: $0),
          behind: behind[$0] ?? 0)
      },
      products: products.map {
        AllocationInputs.Product(
          code: $0, institution: placeOfInstitution[owners[$0] ?? ""] ?? 0,
          room: room(.product, $0))
      },
      needs: pooled.map { need in
        AllocationInputs.Need(
          id: need.waiting.need, version: need.waiting.needVersion, run: need.run,
          pool: need.pool, since: need.waiting.since, offers: need.offers,
          choices: need.ranked.compactMap { one in
            placeOfProduct[one.code].map {
              AllocationInputs.Choice(
                product: $0, place: one.place, costPpm: one.costPpm,
                coveragePpm: one.coveragePpm, wasAsked: need.asked.contains(one.institution))
            }
          })
      })
  }

  private static func shares(_ plan: AllocationPlan) -> [AllocationShareRecord] {
    zip(plan.inputs.institutions, plan.fairness.lines).map { institution, line in
      AllocationShareRecord(
        institution: institution.code, room: institution.room,
        preferences: institution.preferences.map(\.rawValue), behind: institution.behind,
        suitable: line.suitable, firstChoice: line.first, planned: line.offers,
        evenShareMilli: Int64(line.evenShareMilli), turnedAway: line.turnedAway,
        depth: line.depth)
    }
  }

  /// Lines written in one statement.
  private static let linesPerStatement = 5_000

  func store(_ draft: AllocationDraft, _ session: any PostgresSession) async throws {
    let id = draft.run.id
    try await AllocationRepository.insert(draft.run, inputs: draft.inputs, session)
    try await AllocationRepository.insert(draft.needs, of: id, session)
    let inputs = draft.plan.inputs
    let lines = zip(inputs.needs, draft.plan.lines).flatMap { need, lines in
      lines.map { line in
        let product = inputs.products[line.choice.product]
        return AllocationLineRecord(
          id: ids.next(), need: need.id, place: line.choice.place, product: product.code,
          institution: inputs.institutions[product.institution].code,
          effectivePpm: line.choice.costPpm, coveragePpm: line.choice.coveragePpm,
          why: line.why.rawValue, outcome: line.why == .offered ? .planned : nil)
      }
    }
    for start in stride(from: 0, to: lines.count, by: Self.linesPerStatement) {
      let end = min(start + Self.linesPerStatement, lines.count)
      try await AllocationRepository.insert(Array(lines[start..<end]), of: id, session)
    }
    try await AllocationRepository.insert(draft.shares, of: id, session)
  }
}
