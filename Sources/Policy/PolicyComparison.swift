import Catalog
import Domain

/// The work behind `PolicyDiff`.
struct PolicyComparison {
  let old: PolicySet
  let new: PolicySet
  private(set) var parameters: [PolicyDiff.ParameterChange] = []
  private(set) var subsidies: [PolicyDiff.SubsidyChange] = []
  private(set) var restated: [PolicyDiff.Restatement] = []

  init(old: PolicySet, new: PolicySet) {
    self.old = old
    self.new = new
  }

  mutating func run() {
    let before = Self.byJurisdiction(old)
    let after = Self.byJurisdiction(new)
    for jurisdiction in Set(before.keys).union(after.keys) {
      compare(before[jurisdiction], after[jurisdiction])
    }
    parameters.sort {
      ($0.pack, $0.id, $0.from, $0.before == nil ? 1 : 0)
        < ($1.pack, $1.id, $1.from, $1.before == nil ? 1 : 0)
    }
    subsidies.sort { ($0.pack, $0.id) < ($1.pack, $1.id) }
    restated.sort { ($0.pack, $0.id ?? "") < ($1.pack, $1.id ?? "") }
  }

  private static func byJurisdiction(_ set: PolicySet) -> [String: PolicyPack] {
    Dictionary(
      set.packs.map { ($0.jurisdiction.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private mutating func compare(_ before: PolicyPack?, _ after: PolicyPack?) {
    guard let pack = after ?? before else { return }
    if before?.code != after?.code || before?.overrides != after?.overrides
      || before?.jurisdiction != after?.jurisdiction
    {
      restated.append(PolicyDiff.Restatement(pack: pack.code, id: nil))
    }
    let oldParameters = Dictionary(
      (before?.parameters ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let newParameters = Dictionary(
      (after?.parameters ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for id in Set(oldParameters.keys).union(newParameters.keys) {
      compare(oldParameters[id], newParameters[id], in: pack)
    }
    let oldSubsidies = Dictionary(
      (before?.subsidies ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let newSubsidies = Dictionary(
      (after?.subsidies ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for id in Set(oldSubsidies.keys).union(newSubsidies.keys) {
      compare(oldSubsidies[id], newSubsidies[id], id, in: pack)
    }
  }

  private mutating func compare(
    _ before: PolicyParameter?, _ after: PolicyParameter?, in pack: PolicyPack
  ) {
    guard let parameter = after ?? before, before != after else { return }
    if let before, let after, before.unit != after.unit {
      // Numbers in different units do not compare: one ends, another begins.
      parameters += changes(before, nil, before, pack) + changes(nil, after, after, pack)
      return
    }
    let found = changes(before, after, parameter, pack)
    if found.isEmpty {
      restated.append(PolicyDiff.Restatement(pack: pack.code, id: parameter.id))
    }
    parameters += found
  }

  /// Runs of days on which the values differ.
  private func changes(
    _ before: PolicyParameter?, _ after: PolicyParameter?, _ parameter: PolicyParameter,
    _ pack: PolicyPack
  ) -> [PolicyDiff.ParameterChange] {
    let days = Set((before?.changeDays ?? []) + (after?.changeDays ?? [])).sorted()
    var runs: [(from: LegalDate, before: Int64?, after: Int64?)] = []
    for day in days {
      let values = (before?.value(on: day)?.value, after?.value(on: day)?.value)
      if let last = runs.last, last.before == values.0, last.after == values.1 { continue }
      runs.append((day, values.0, values.1))
    }
    return runs.enumerated().filter { $1.before != $1.after }.map { index, run in
      PolicyDiff.ParameterChange(
        pack: pack.code, jurisdiction: pack.jurisdiction.region, id: parameter.id,
        label: parameter.label, unit: parameter.unit, from: run.from,
        to: index + 1 < runs.count ? runs[index + 1].from.adding(days: -1) : nil,
        before: run.before, after: run.after)
    }
  }

  private mutating func compare(
    _ before: PolicySubsidy?, _ after: PolicySubsidy?, _ id: String, in pack: PolicyPack
  ) {
    guard before != after else { return }
    if let before, let after, before.meaning == after.meaning {
      restated.append(PolicyDiff.Restatement(pack: pack.code, id: id))
      return
    }
    // One that comes or goes uncovers or covers those of its id above it.
    let above = (old.packs + new.packs).filter { $0.jurisdiction.isAbove(pack.jurisdiction) }
      .flatMap { $0.subsidies.filter { $0.id == id } }
    let concerned = [before, after].compactMap(\.self) + above
    subsidies.append(
      PolicyDiff.SubsidyChange(
        pack: pack.code, jurisdiction: pack.jurisdiction.region, before: before, after: after,
        families: concerned.contains { $0.families.isEmpty }
          ? nil : concerned.reduce(into: Set()) { $0.formUnion($1.families) }))
  }
}

extension PolicyParameter {
  /// Days on which its value may begin, change or end.
  fileprivate var changeDays: [LegalDate] {
    series.flatMap { [$0.from] + ($0.to.map { [$0.adding(days: 1)] } ?? []) }
  }
}

extension PolicySubsidy {
  /// What it pays and to whom, without the words about it.
  fileprivate var meaning: PolicySubsidy {
    let citation = Citation(document: "", tag: .uncertain)
    return PolicySubsidy(
      id: id, label: Label(zh: "", en: ""), families: families.sorted(), kind: kind,
      fees: fees?.sorted(), ppm: ppm, capFen: capFen, capFirmFen: capFirmFen, used: used,
      maxMonths: maxMonths, minTenorMonths: minTenorMonths,
      criteria: criteria.map { $0.cited(by: citation) }, isCertain: isCertain, paid: paid,
      group: group, effective: effective, citation: citation)
  }
}

extension Criterion {
  fileprivate func cited(by citation: Citation) -> Criterion {
    let body: Body =
      switch self.body {
      case .test: self.body
      case .anyOf(let members): .anyOf(members.map { $0.cited(by: citation) })
      case .allOf(let members): .allOf(members.map { $0.cited(by: citation) })
      }
    return Criterion(id: id, body: body, reason: reason, citation: citation)
  }
}
