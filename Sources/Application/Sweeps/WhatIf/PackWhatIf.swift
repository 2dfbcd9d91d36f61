import Catalog
import Decision
import Domain
import Policy
import Postgres
import Pricing
import Store

extension Application {
  /// The needs a draft pack is tried on: submitted within so many days before the clock.
  public static let whatIfPackDays: Int64 = 365

  /// What draft policy packs would do to last year's needs, in figures that tell of no single firm.
  ///
  /// Each need in its latest version, with the firm's facts as they are, is matched with the drafts in place of
  /// the packs of the same code. `subsidised` are firms that a new or changed subsidy of the drafts
  /// would certainly pay on their best product, with what it pays: the budget. `possible` is the
  /// same for subsidies that are not certain, or hang on a fact that is not known. `gained` and
  /// `lost` are firms that qualify for some product only with, or only without, the drafts.
  ///
  /// - Parameters:
  ///   - documents: packs in the form of their files.
  /// - Throws: `.invalid` with pointers that begin with the draft's number (`/0/…`); `.forbidden` for
  ///   anyone but operators (over their region) and this service; `.conflict` `too_many_needs`
  ///   and `nothing_published`.
  public func whatIf(
    packs documents: [JSON], byCounty: Bool = false, actor: Actor,
    progress: @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) async throws -> JSON {
    guard [.operator, .service].contains(actor.role) else {
      throw ApplicationError.forbidden(
        zh: "仅运营角色可以试算政策包", en: "only operators may try a policy pack")
    }
    let now = clock.now()
    let (pins, before) = try await read { session in
      let pins = try await requirePublished(session)
      return (pins, try await catalogs.engine(pins, session))
    }
    let policies = try Self.merged(documents, into: before.policies)
    let draft: Engine
    do {
      draft = try Engine(catalog: before.catalog, policies: policies)
    } catch {
      throw ApplicationError.invalid(
        Self.located(error.list, documents, in: policies.packs.map(\.json)))
    }
    let subsidies = Self.changedSubsidies(before.policies, policies)
    var tally = WhatIfTally()
    let unreadable = try await forEachNeed(
      WhatIfQuestion(actor, draft: .array(documents)),
      since: now.adding(milliseconds: -Self.whatIfPackDays * 86_400_000),
      regionPrefix: whatIfPrefix(actor), registry: before.catalog.registry, at: now,
      progress: progress
    ) { asked, input in
      let enterprise = asked.need.enterprise
      tally.consider(enterprise, region: asked.region)
      let old = before.match(input, topLimit: 1)
      let new = draft.match(input, topLimit: 1)
      switch (old.top.first, new.top.first) {
      case (nil, let best?): tally.add(best.fen(input), to: "gained", of: enterprise)
      case (let best?, nil): tally.add(best.fen(input), to: "lost", of: enterprise)
      default: break
      }
      guard let best = new.top.first, !subsidies.isEmpty else { return }
      let uses = draft.decide(input, product: best.code)?.cost?.subsidies ?? []
      for use in uses where use.pack.map({ subsidies.contains(SubsidyName($0, use.id)) }) ?? false {
        guard let fen = use.amountFen, fen > 0 else { continue }
        switch use.status {
        case .netted: tally.add(fen, to: "subsidised", of: enterprise)
        case .apart: tally.add(fen, to: "possible", of: enterprise)
        case .notApplicable, .excluded: break
        }
      }
    }
    var members = whatIfFrame(pins, at: now)
    members["unreadable_needs"] = .int(unreadable)
    members["packs"] = .array(
      documents.map { .optional($0["code"]?.stringValue) })
    members["subsidies"] = .array(
      subsidies.sorted().map { ["pack": .string($0.pack), "id": .string($0.id)] })
    members.merge(
      tally.json(
        ["subsidised", "possible", "gained", "lost"], byCounty: byCounty, names: reference.regions)
    ) { own, _ in own }
    return .object(members)
  }

  /// The packs in force with the drafts in place of those of the same code, or beside them.
  private static func merged(
    _ documents: [JSON], into policies: PolicySet
  ) throws(ApplicationError) -> PolicySet {
    let codes = Set(documents.compactMap { $0["code"]?.stringValue })
    let packs = policies.packs.filter { !codes.contains($0.code) }.map(\.json) + documents
    do {
      return try PolicySet(json: ["packs": .array(packs)])
    } catch {
      throw .invalid(located(error.list, documents, in: packs))
    }
  }

  /// Faults of a set of packs with pointers into the drafts.
  private static func located(_ faults: [Fault], _ documents: [JSON], in packs: [JSON]) -> [Fault] {
    faults.map { fault in
      for (index, pack) in packs.enumerated() {
        let prefix = "/packs/\(index)"
        guard fault.pointer == prefix || fault.pointer.hasPrefix(prefix + "/"),
          let number = documents.firstIndex(where: { $0["code"] == pack["code"] })
        else { continue }
        var own = fault
        own.pointer = "/\(number)" + own.pointer.dropFirst(prefix.utf8.count)
        return own
      }
      return fault
    }
  }

  /// The subsidies that are new or changed.
  private static func changedSubsidies(_ from: PolicySet, _ to: PolicySet) -> Set<SubsidyName> {
    Set(
      PolicyDiff(from: from, to: to).subsidies.compactMap { change in
        change.after.map { SubsidyName(change.pack, $0.id) }
      })
  }
}

/// A subsidy by its pack and id.
private struct SubsidyName: Hashable, Comparable {
  var pack: String
  var id: String

  init(_ pack: String, _ id: String) {
    self.pack = pack
    self.id = id
  }

  static func < (left: SubsidyName, right: SubsidyName) -> Bool {
    (left.pack, left.id) < (right.pack, right.id)
  }
}

extension MatchResult.RankedProduct {
  /// The lesser of limit and amount asked; 0 without a published limit.
  fileprivate func fen(_ input: DecisionInput) -> Int64 {
    limitFen.map { min($0, input.askedFen) } ?? 0
  }
}
