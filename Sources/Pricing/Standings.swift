import Catalog
import Domain
import Policy

/// What becomes of each subsidy of a price for one need: which are paid for sure, which perhaps.
struct Standings {
  /// By the place of the subsidy; nil for one of a jurisdiction the firm is not in.
  private(set) var statuses: [CostOutcome.SubsidyUse.Status?]
  /// Greatest amount each can pay, as far as it is known; nil without a cap.
  private(set) var caps: [Int64?]
  /// Whether each would be paid if all that is uncertain came true.
  private(set) var isPaidIfAll: [Bool]
  /// Unknown facts that would settle more.
  private(set) var missing: Set<String> = []

  /// - Parameter fact: the state of a fact by its path.
  init(_ lines: [SubsidyLine], tenorMonths: Int64, fact: (String) -> FactState) {
    statuses = []
    caps = []
    statuses.reserveCapacity(lines.count)
    caps.reserveCapacity(lines.count)
    isPaidIfAll = [Bool](repeating: false, count: lines.count)
    var open: [(line: Int, facts: Set<String>)] = []
    for (index, line) in lines.enumerated() {
      var cap = line.capFen
      var missing: Set<String> = []
      statuses.append(
        Self.status(line, tenorMonths: tenorMonths, cap: &cap, missing: &missing, fact: fact))
      caps.append(cap)
      if !missing.isEmpty { open.append((index, missing)) }
    }
    for index in lines.indices {
      isPaidIfAll[index] = statuses[index] == .netted || statuses[index] == .apart
    }
    excludeWithinGroups(lines)
    for (index, facts) in open where statuses[index] == .apart { missing.formUnion(facts) }
  }

  private static func status(
    _ line: SubsidyLine, tenorMonths: Int64, cap: inout Int64?, missing: inout Set<String>,
    fact: (String) -> FactState
  ) -> CostOutcome.SubsidyUse.Status? {
    let region = line.place?.regionResult(fact(ApplicableSubsidy.regionFact)) ?? .pass
    if region == .fail { return nil }
    if let least = line.minTenorMonths, tenorMonths < least { return .notApplicable }
    let gate = line.gate.result(fact)
    if gate == .fail { return .notApplicable }
    var isOpen = false
    if region == .unknown || gate == .unknown {
      if region == .unknown { missing.insert(ApplicableSubsidy.regionFact) }
      missing.formUnion(line.gate.missing(fact))
      isOpen = true
    }
    if let most = line.firmCapFen {
      if let path = line.usedFact {
        if let used = fact(path).integer {
          let left = max(0, most - max(0, used))
          // What a firm has used up must not stand in the way of another of its group.
          cap = min(cap ?? .max, left)
          if left == 0 { return .notApplicable }
        } else {
          missing.insert(path)
          isOpen = true
          cap = min(cap ?? .max, most)
        }
      } else {
        cap = min(cap ?? .max, most)
      }
    }
    return line.isCertain && !isOpen ? .netted : .apart
  }

  /// Of several subsidies of one group only the first counts (不重复享受): the lines are in the order
  /// of `ApplicableSubsidy.precedes`.
  private mutating func excludeWithinGroups(_ lines: [SubsidyLine]) {
    var settled: Set<String> = []
    var seen: Set<String> = []
    for (index, line) in lines.enumerated() where isPaidIfAll[index] {
      guard let group = line.group else { continue }
      if !seen.insert(group).inserted { isPaidIfAll[index] = false }
      if settled.contains(group) {
        statuses[index] = .excluded
      } else if statuses[index] == .netted {
        settled.insert(group)
      }
    }
  }

  func isNetted(_ index: Int) -> Bool { statuses[index] == .netted }

  /// Bit i: subsidy i is netted. Nil for more subsidies than bits.
  var nettedMask: UInt64? {
    guard statuses.count <= 64 else { return nil }
    var mask: UInt64 = 0
    for index in statuses.indices where isNetted(index) { mask |= 1 << index }
    return mask
  }
}
