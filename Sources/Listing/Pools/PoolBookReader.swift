import Catalog
import Domain

extension PoolBook {
  /// Most entries of a list.
  static let maximumCount = 100

  /// From a document in the form of `Schemas/listing/pools.yaml`.
  ///
  /// - Throws: every fault; besides malformed members and those of criteria `duplicate_id`, `overlap` (a
  ///   pool twice on one day), `not_for_kind` (kinds for enterprises, criteria or a pool before for
  ///   institutions), `empty` (no kinds for institutions, a rung that nothing reaches) and `unknown_pool`
  ///   (after a pool that there is not, or after itself).
  public init(json: JSON, registry: FactRegistry) throws(Faults) {
    var reader = ObjectReader(json)
    let pools = reader.requiredList("pools", maximumCount: Self.maximumCount) {
      Self.readPool(&$0, registry)
    }
    for index in Periods.overlaps(pools, name: \.code, days: \.period) {
      reader.add(.overlap("/pools/\(index)"))
    }
    for (index, pool) in pools.enumerated() {
      guard let before = pool.after else { continue }
      if before == pool.code || !pools.contains(where: { $0.code == before }) {
        reader.add(.undeclared("/pools/\(index)/after", "unknown_pool", before))
      }
    }
    let exits = reader.requiredList("leaving", maximumCount: Self.maximumCount) {
      nested -> PoolExit? in
      let code = nested.requiredName("code")
      let label = nested.requiredLabel("label")
      let isOwn = nested.boolean("own") ?? false
      guard let code, let label else { return nil }
      return PoolExit(code: code, label: label, isOwn: isOwn)
    }
    reader.add(Board.repeated(exits.map(\.code), "/leaving"))
    let rungs = reader.requiredList("rungs", maximumCount: Self.maximumCount) {
      Self.readRung(&$0, registry)
    }
    reader.add(Board.repeated(rungs.map(\.code), "/rungs"))
    let advisers = reader.requiredList("advisers", maximumCount: Self.maximumCount) {
      nested -> AdviserKind? in
      let code = nested.requiredName("code")
      let label = nested.requiredLabel("label")
      _ = nested.required("kinds")
      let kinds = nested.choices("kinds", of: DirectoryKind.self) ?? []
      let capacity = nested.requiredInteger("capacity", in: 0...10_000)
      guard let code, let label, let capacity else { return nil }
      return AdviserKind(code: code, label: label, kinds: kinds, capacity: Int(capacity))
    }
    reader.add(Board.repeated(advisers.map(\.code), "/advisers"))
    let faults = reader.finish() + Nulls.faults(in: json)
    guard faults.isEmpty else { throw Faults(faults) }
    self.pools = pools
    self.exits = exits
    ladder = GrowthLadder(rungs: rungs)
    self.advisers = advisers
  }

  private static func readPool(
    _ reader: inout ObjectReader, _ registry: FactRegistry
  ) -> PoolRules? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let period = reader.requiredPeriod()
    let members = reader.requiredChoice("members", of: PoolRules.Members.self)
    let kinds = reader.choices("kinds", of: DirectoryKind.self) ?? []
    let after = reader.optional("after") == nil ? nil : reader.requiredName("after")
    let source = reader.optional("citation")
    let citation = reader.requiredCitation()
    let gate = condition("criteria", &reader, citation == nil ? nil : source, registry)
    switch members {
    case .enterprises:
      if !kinds.isEmpty { reader.add(misplaced(reader.path("kinds"))) }
    case .institutions:
      if kinds.isEmpty { reader.add(empty(reader.path("kinds"))) }
      if after != nil { reader.add(misplaced(reader.path("after"))) }
      if gate?.criteria.isEmpty == false { reader.add(misplaced(reader.path("criteria"))) }
    case nil: break
    }
    let goals = reader.list("goals", maximumCount: maximumCount) {
      nested -> PoolRules.Goal? in
      _ = nested.required("jurisdiction")
      let jurisdiction = nested.region("jurisdiction")
      let count = nested.requiredInteger("count", in: 1...Int64(Int32.max))
      let by = nested.requiredDay("by")
      let citation = nested.requiredCitation()
      guard let jurisdiction, let count, let by, let citation else { return nil }
      return PoolRules.Goal(jurisdiction: jurisdiction, count: count, by: by, citation: citation)
    }
    guard let code, let label, let period, let members, let citation, let gate else { return nil }
    return PoolRules(
      code: code, label: label, period: period, members: members, kinds: kinds, after: after,
      gate: gate, goals: goals, citation: citation)
  }

  private static func readRung(
    _ reader: inout ObjectReader, _ registry: FactRegistry
  ) -> GrowthLadder.Rung? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let asksForClass = reader.boolean("above_scale") ?? false
    let source = reader.optional("citation")
    let citation = reader.requiredCitation()
    let inherited = citation == nil ? nil : source
    let reached = condition("reached", &reader, inherited, registry)
    let opens = condition("opens", &reader, inherited, registry)
    if reached?.criteria.isEmpty == true, !asksForClass {
      reader.add(empty(reader.path("reached")))
    }
    if opens?.criteria.isEmpty == true { reader.add(empty(reader.path("opens"))) }
    guard let code, let label, let citation, let reached, let opens else { return nil }
    return GrowthLadder.Rung(
      code: code, label: label, reached: reached, asksForClass: asksForClass, opens: opens,
      citation: citation)
  }

  /// Criteria of a member; one without a citation has that of what it stands in.
  private static func condition(
    _ member: String, _ reader: inout ObjectReader, _ inherited: JSON?, _ registry: FactRegistry
  ) -> Condition? {
    let elements = (reader.array(member, maximumCount: Criterion.maximumCount) ?? []).map {
      element -> JSON in
      guard let inherited, case .object(var members) = element, members["citation"] == nil else {
        return element
      }
      members["citation"] = inherited
      return .object(members)
    }
    var faults: [Fault] = []
    let criteria = Criterion.readAll(
      elements, at: reader.path(member), registry: registry, faults: &faults)
    reader.add(faults)
    return Condition(criteria, registry: registry)
  }

  private static func misplaced(_ pointer: String) -> Fault {
    Fault(pointer, "not_for_kind", zh: "该类储备库无此项", en: "has no use for a pool of this kind")
  }

  private static func empty(_ pointer: String) -> Fault {
    Fault(pointer, "empty", zh: "未提出任何条件", en: "asks for nothing")
  }
}
