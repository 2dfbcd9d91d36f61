import Catalog
import Domain
import Policy

/// What a subsidy is counted on.
public enum SubsidyKind: String, CaseIterable, Hashable, Sendable {
  /// A share of the interest.
  case interestShare = "interest_share"
  /// Points a year off the rate, on what is owed; never more than the interest.
  case interestPoints = "interest_points"
  /// A share of the fees.
  case feeShare = "fee_share"
  /// A share of the amount financed.
  case amountShare = "amount_share"
}

/// A subsidy of a price made ready, whether the product or a policy pack names it.
struct SubsidyLine: Sendable {
  let id: String
  /// Code of the policy pack; nil for a subsidy of the product itself.
  var pack: String?
  var label: Label?
  let kind: SubsidyKind
  let ppm: Int64
  var capFen: Int64?
  /// Greatest amount per firm over all its loans, and the fact that tells what it already had.
  var firmCapFen: Int64?
  var usedFact: String?
  /// Only what falls in the first months counts.
  var maxMonths: Int64?
  var minTenorMonths: Int64?
  /// Fees it is a share of; empty for all.
  var feeKinds: Set<String> = []
  let paid: Subsidy.Payment
  let isCertain: Bool
  /// Of several subsidies of one group only one counts.
  var group: String?
  let citation: Citation
  let gate: Gate
  /// Where it is paid; nil for everywhere.
  var place: ApplicableSubsidy?

  /// Its share of a base, unrounded.
  func share(of base: Double) -> Double { base * Double(ppm) / 1_000_000 }

  /// Whether what it pays can hang on the amount.
  var hasCap: Bool { capFen != nil || firmCapFen != nil }

  /// All comparisons that decide whether it is paid.
  var tests: [FactTest] { gate.tests + placeTests }

  private var placeTests: [FactTest] {
    guard let place else { return [] }
    let inside = place.jurisdiction.map { [$0] } ?? []
    return [inside, place.overriddenIn].filter { !$0.isEmpty }.map { regions in
      FactTest(
        fact: ApplicableSubsidy.regionFact, op: .withinRegion,
        operand: .list(regions.map { .text($0.text) }))
    }
  }

  /// A subsidy of the product itself.
  init(_ subsidy: Subsidy, registry: FactRegistry?) {
    id = subsidy.id
    kind =
      switch subsidy.kind {
      case .interestShare: .interestShare
      case .feeShare: .feeShare
      }
    ppm = subsidy.ppm
    capFen = subsidy.capFen
    paid = subsidy.paid
    isCertain = subsidy.isCertain
    citation = subsidy.citation
    gate = Gate(fact: subsidy.fact, criteria: subsidy.when, registry: registry)
  }

  /// A subsidy of a policy pack; nil for one of a jurisdiction when nobody can know where a firm is.
  init?(_ applicable: ApplicableSubsidy, registry: FactRegistry?) {
    let subsidy = applicable.subsidy
    let knowsRegion = registry?[ApplicableSubsidy.regionFact] != nil
    if applicable.jurisdiction != nil, !knowsRegion { return nil }
    id = subsidy.id
    pack = applicable.pack
    label = subsidy.label
    kind =
      switch subsidy.kind {
      case .interestShare: .interestShare
      case .interestPoints: .interestPoints
      case .feeShare: .feeShare
      case .amountShare: .amountShare
      }
    ppm = subsidy.ppm
    capFen = subsidy.capFen
    firmCapFen = subsidy.capFirmFen
    usedFact = subsidy.used
    maxMonths = subsidy.maxMonths
    minTenorMonths = subsidy.minTenorMonths
    feeKinds = Set(subsidy.fees ?? [])
    paid =
      switch subsidy.paid {
      case .atEnd: .atEnd
      case .yearly: .yearly
      }
    isCertain = subsidy.isCertain
    group = subsidy.group
    citation = subsidy.citation
    gate = Gate(criteria: subsidy.criteria, registry: registry)
    place = applicable.dependsOnRegion && knowsRegion ? applicable : nil
  }
}
