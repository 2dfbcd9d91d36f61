import Catalog
import Decision
import Domain
import Market
import Postgres
import Store
import Workflow

/// What came of looking for institutions for a need.
struct DispatchOutcome {
  /// The offers that were made.
  var offers: [OfferRecord] = []
  /// The need has no run for its latest version yet.
  var waitsForRun = false
}

extension OfferDesk {
  /// Puts a need before as many more institutions as it wants (精准派单), or before all that have room
  /// (抢单), by the ranking of its newest run, and notes when to look again. One that waits for a
  /// periodic run only takes its place in the line.
  mutating func dispatch(
    _ need: NeedRecord, _ referral: inout ReferralRecord
  ) async throws -> DispatchOutcome {
    var outcome = DispatchOutcome()
    guard need.status == "submitted", referral.isActive else { return outcome }
    let before = try await OfferRepository.list(need: need.id, session)
    let live = before.filter(\.isLive)
    let taken = live.filter { $0.state != "offered" }.count
    let missing =
      switch referral.mode {
      case .dispatch: referral.wanted - live.count
      case .open: taken >= referral.wanted ? 0 : rules.openInstitutionsMaximum - live.count
      case .periodic: referral.wanted - live.count
      }
    if missing > 0, referral.mode != .periodic {
      outcome = try await dispatch(need, referral, missing, before)
    }
    let satisfied =
      switch referral.mode {
      case .dispatch: outcome.offers.count >= missing
      case .open: missing <= 0 || !(live + outcome.offers).isEmpty
      case .periodic: missing <= 0
      }
    let isInLine = outcome.waitsForRun || referral.mode == .periodic
    referral.dueAt =
      satisfied
      ? nil : isInLine ? now : now.adding(milliseconds: Int64(rules.retryHours) * 3_600_000)
    referral.updatedAt = max(now, referral.updatedAt)
    try await ReferralRepository.save(referral, session)
    return outcome
  }

  private mutating func dispatch(
    _ need: NeedRecord, _ referral: ReferralRecord, _ count: Int, _ before: [OfferRecord]
  ) async throws -> DispatchOutcome {
    guard need.matchDueSince == nil,
      let id = try await RunRepository.latest(needs: [need.id], session)[need.id],
      let run = try await RunRepository.find(id, session), run.needVersion == need.version
    else { return DispatchOutcome(waitsForRun: true) }
    let loaded = try await application.catalogs.catalog(run.catalogVersion, session)
    let paused = try await application.pausedProducts(session)
    let ranked = try MatchResult(stored: run.result).top.enumerated().compactMap {
      place, product -> Ranked? in
      let found = loaded.catalog.products[product.product]
      guard paused.pause(product: found.code, institution: found.institution) == nil else {
        return nil
      }
      return Ranked(
        place: place + 1, index: product.product, code: found.code,
        institution: found.institution, costPpm: product.costPPM,
        coveragePpm: Int(product.coveragePPM ?? 0))
    }
    let accounts = try await LedgerRepository.lock(
      Set(ranked.flatMap(\.keys)).sorted(), session)
    let behind = try await application.offersBehind(
      ranked.map(\.institution), at: now, session)
    let asked = Set(before.map(\.institution))
    func room(_ key: LedgerAccount.Key) -> Int {
      accounts[key].map { Int(clamping: $0.room) } ?? .max
    }
    let dispatch = Dispatch(
      of: need.id,
      among: ranked.map { one in
        DispatchCandidate(
          Candidate(
            product: one.index, institution: one.institution, costPpm: one.costPpm,
            coveragePpm: one.coveragePpm, behind: behind[one.institution] ?? 0),
          productRoom: room(one.keys[0]), institutionRoom: room(one.keys[1]),
          wasAsked: asked.contains(one.institution))
      }, offers: count, by: ChoiceOrder(seed: rules.seed))
    var outcome = DispatchOutcome()
    for line in dispatch.offered {
      guard let one = ranked.first(where: { $0.index == line.product }) else { continue }
      let offer = OfferRecord(
        id: application.ids.next(), need: need.id, needVersion: need.version,
        enterprise: need.enterprise, run: run.id, productCode: one.code,
        institution: one.institution, mode: referral.mode, place: one.place,
        state: rules.machine.initial,
        why: Self.why(
          one, room: one.keys.map(room), behind: behind[one.institution] ?? 0, dispatch.lines,
          loaded.catalog), at: now)
      try await make(offer, holding: one.keys.filter { accounts[$0] != nil })
      outcome.offers.append(offer)
    }
    return outcome
  }

  /// An eligible product of a run whose institution could be asked.
  private struct Ranked {
    var place: Int
    var index: Int
    var code: String
    var institution: String
    var costPpm: Int64?
    var coveragePpm: Int

    var keys: [LedgerAccount.Key] { [.init(.product, code), .init(.institution, institution)] }
  }

  /// Why an institution was asked, and why the others were not.
  private static func why(
    _ one: Ranked, room: [Int], behind: Int, _ lines: [Dispatch.Line], _ catalog: Catalog
  ) -> JSON {
    [
      "place": .int(Int64(one.place)), "behind": .int(Int64(behind)),
      "effective_ppm": .optional(one.costPpm), "coverage_ppm": .int(Int64(one.coveragePpm)),
      "room": .optional(room.min().flatMap { $0 == .max ? nil : Int64($0) }),
      "lines": .array(lines.map { line($0, catalog) }),
    ]
  }

  /// What became of one product of the ranking.
  private static func line(_ line: Dispatch.Line, _ catalog: Catalog) -> JSON {
    let why =
      switch line.why {
      case .offered: "offered"
      case .askedBefore: "asked_before"
      case .productFull: "product_full"
      case .institutionFull: "institution_full"
      case .betterProduct: "better_product"
      case .enough: "enough"
      }
    return [
      "product": .string(catalog.products[line.product].code),
      "institution": .string(line.institution), "why": .string(why),
    ]
  }
}

extension Application {
  /// How many offers each institution is behind the mean of all of them.
  func offersBehind(
    _ institutions: [String], at now: Instant, _ session: any PostgresSession
  ) async throws -> [String: Int] {
    let codes = Set(institutions)
    guard !codes.isEmpty else { return [:] }
    let days = Int64(reference.offers.shareDays)
    let counts = try await OfferRepository.counts(
      of: codes.sorted(), since: now.adding(milliseconds: -days * 86_400_000), session)
    let mean = counts.values.reduce(0, +) / codes.count
    return Dictionary(uniqueKeysWithValues: codes.map { ($0, mean - (counts[$0] ?? 0)) })
  }
}
