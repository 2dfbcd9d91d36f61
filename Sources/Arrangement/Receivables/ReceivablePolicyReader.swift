import Catalog
import Domain

extension ReceivablePolicies {
  /// Most policies of a document.
  static let maximumCount = 1_000
  /// Longest time a setting gives, in days.
  static let maximumDays: Int64 = 3_650
  /// Greatest multiple of a term.
  static let maximumMultiple: Int64 = 100

  /// From a document in the form of `Schemas/arrangement/receivables.yaml`.
  ///
  /// - Throws: every fault, with pointers; besides malformed members `duplicate_id` (a flag twice),
  ///   `order` (an advance rate above its ceiling, or a ceiling below what it bounds) and `overlap`.
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let policies = reader.requiredList(
      "policies", maximumCount: Self.maximumCount, Self.readPolicy)
    var faults = reader.finish() + Nulls.faults(in: json)
    if faults.isEmpty {
      faults = Periods.overlaps(policies, name: \.code, days: \.period).map {
        .overlap("/policies/\($0)")
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.policies = policies
  }

  private static func readPolicy(_ reader: inout ObjectReader) -> ReceivablePolicy? {
    let days = 0...maximumDays
    let share = 0...PartsPerMillion.one
    let code = reader.requiredName("code", allowing: "-")
    let period = reader.requiredPeriod()
    let face = reader.requiredSetting("face", of: ReceivablePolicy.Face.self)
    let flags = readFlags(&reader)
    let confirmation = reader.requiredSetting(
      "confirmation", of: ReceivablePolicy.Confirmation.self)
    let related = reader.requiredSetting(
      "related_party", of: ReceivablePolicy.Treatment.self)
    let invoiceDays = reader.requiredSetting("invoice_days", in: days)
    let multiple = reader.requiredSetting("term_multiple", in: 0...maximumMultiple)
    let ceiling = reader.requiredSetting("invoice_days_ceiling", in: days)
    let pastDue = reader.requiredSetting("past_due_days", in: days)
    // Nothing would count at 0, not even what is on time.
    let cross = reader.requiredSetting("cross_aging_ppm", in: 1...PartsPerMillion.one)
    let concentration = reader.requiredSetting("concentration_ppm", in: share)
    let strong = reader.requiredSetting("strong_concentration_ppm", in: share)
    let lined = reader.requiredSetting(
      "lined_concentration", of: ReceivablePolicy.LinedConcentration.self)
    let dilution = reader.requiredSetting(
      "dilution_deduction_ppm", in: 0...(maximumMultiple * PartsPerMillion.one))
    let advance = readAdvance(&reader)
    let advanceCeiling = reader.requiredSetting("advance_ceiling_ppm", in: share)
    let near = reader.requiredSetting("near_days", in: 1...maximumDays)
    let tolerance = reader.requiredSetting("split_tolerance_fen", in: 0...Fen.maximum)
    let query = reader.requiredSetting("registry_query_days", in: days)
    guard let code, let period, let face, let confirmation, let related, let invoiceDays,
      let multiple, let ceiling, let pastDue, let cross, let concentration, let strong,
      let lined, let dilution, let advanceCeiling, let near, let tolerance, let query
    else { return nil }
    if ceiling.value < invoiceDays.value { reader.add(order(reader.path("invoice_days_ceiling"))) }
    if strong.value < concentration.value {
      reader.add(order(reader.path("strong_concentration_ppm")))
    }
    if advance.values.contains(where: { $0.value > advanceCeiling.value }) {
      reader.add(order(reader.path("advance_ceiling_ppm")))
    }
    return ReceivablePolicy(
      code: code, period: period, face: face, flags: flags, confirmation: confirmation,
      relatedParty: related, invoiceDays: invoiceDays, termMultiple: multiple,
      invoiceDaysCeiling: ceiling, pastDueDays: pastDue, crossAgingPPM: cross,
      concentrationPPM: concentration, strongConcentrationPPM: strong,
      linedConcentration: lined, dilutionDeductionPPM: dilution, advancePPM: advance,
      advanceCeilingPPM: advanceCeiling,
      nearDays: near, splitToleranceFen: tolerance,
      registryQueryDays: query)
  }

  private static func order(_ pointer: String) -> Fault {
    Fault(
      pointer, "order", zh: "上限不得小于其所限制的值", en: "a ceiling is below what it bounds")
  }

  private static func readFlags(_ reader: inout ObjectReader) -> [ReceivablePolicy.FlagRule] {
    let place = reader.path("flags")
    let rules = reader.requiredList("flags", maximumCount: Receivable.Flag.allCases.count) {
      nested -> ReceivablePolicy.FlagRule? in
      let flag = nested.requiredChoice("flag", of: Receivable.Flag.self)
      let treatment = nested.requiredChoice("treatment", of: ReceivablePolicy.Treatment.self)
      let basis = nested.requiredChoice("basis", of: Basis.self)
      let citation = nested.requiredCitation()
      guard let flag, let treatment, let basis, let citation else { return nil }
      return ReceivablePolicy.FlagRule(
        flag: flag, treatment: treatment, basis: basis, citation: citation)
    }
    var seen: Set<Receivable.Flag> = []
    for rule in rules where !seen.insert(rule.flag).inserted {
      reader.add(.duplicate(place, rule.flag.rawValue))
    }
    return rules
  }

  private static func readAdvance(
    _ reader: inout ObjectReader
  ) -> [ReceivablePolicy.Way: Setting<Int64>] {
    var rates: [ReceivablePolicy.Way: Setting<Int64>] = [:]
    guard reader.required("advance_ppm") != nil, var nested = reader.object("advance_ppm") else {
      return rates
    }
    for way in ReceivablePolicy.Way.allCases {
      rates[way] = nested.requiredSetting(way.rawValue, in: 0...PartsPerMillion.one)
    }
    reader.merge(nested)
    return rates
  }
}
