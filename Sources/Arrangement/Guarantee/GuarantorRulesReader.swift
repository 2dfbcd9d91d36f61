import Catalog
import Domain

extension GuarantorRules {
  /// Most periods.
  static let maximumCount = 100
  /// Greatest multiple of net assets, in thousandths.
  static let maximumMilli: Int64 = 1_000_000

  /// From a document in the form of `Schemas/arrangement/guarantors.yaml`.
  ///
  /// - Throws: every fault, with pointers; besides malformed members `duplicate_id` (a kind twice),
  ///   `missing_kind` (a kind without a weight), `order` (a weight that falls with the amount, a group
  ///   limit below the single one, 15× below 10×) and `overlap`.
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let limits = reader.requiredList(
      "limits", maximumCount: Self.maximumCount, Self.readLimits)
    var faults = reader.finish() + Nulls.faults(in: json)
    if faults.isEmpty {
      faults = Periods.overlaps(limits, name: { _ in "" }, days: \.period).map {
        .overlap("/limits/\($0)")
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.limits = limits
  }

  private static func readLimits(_ reader: inout ObjectReader) -> GuarantorLimits? {
    let share = 0...PartsPerMillion.one
    let period = reader.requiredPeriod()
    let leverage = readRule("leverage", "milli", 0...maximumMilli, &reader)
    let small = readRule("small_leverage", "milli", 0...maximumMilli, &reader)
    let single = readRule("single", "ppm", share, &reader)
    let group = readRule("group", "ppm", share, &reader)
    let controller = reader.requiredCitation("controller")
    let base = reader.requiredSetting("weight_base", of: GuarantorLimits.WeightBase.self)
    let weights = readWeights(&reader)
    let amount = readRule("mainly_small_amount", "ppm", share, &reader)
    let clients = readRule("mainly_small_clients", "ppm", share, &reader)
    if let leverage, let small, small.value < leverage.value {
      reader.add(order(reader.path("small_leverage")))
    }
    if let single, let group, group.value < single.value {
      reader.add(order(reader.path("group")))
    }
    guard let period, let leverage, let small, let single, let group, let controller, let base,
      let amount, let clients
    else { return nil }
    return GuarantorLimits(
      period: period, leverageMilli: leverage, smallLeverageMilli: small, singlePPM: single,
      groupPPM: group, controller: controller, weightBase: base, weights: weights,
      mainlySmallAmountPPM: amount, mainlySmallClientsPPM: clients)
  }

  private static func order(_ pointer: String) -> Fault {
    Fault(pointer, "order", zh: "不得小于前一档", en: "is below the step before it")
  }

  private static func readRule(
    _ member: String, _ name: String, _ range: ClosedRange<Int64>, _ reader: inout ObjectReader
  ) -> GuarantorLimits.Rule? {
    guard reader.required(member) != nil, var nested = reader.object(member) else { return nil }
    let value = nested.requiredInteger(name, in: range)
    let citation = nested.requiredCitation()
    reader.merge(nested)
    guard let value, let citation else { return nil }
    return GuarantorLimits.Rule(value: value, citation: citation)
  }

  private static func readWeights(_ reader: inout ObjectReader) -> [GuarantorLimits.Weight] {
    let place = reader.path("weights")
    let weights = reader.requiredList("weights", maximumCount: ExposureKind.allCases.count) {
      nested -> GuarantorLimits.Weight? in
      let kind = nested.requiredChoice("kind", of: ExposureKind.self)
      let upTo = nested.fen("up_to_fen")
      let ppm = nested.requiredShare("ppm")
      let above = upTo == nil ? ppm : nested.requiredShare("above_ppm")
      let citation = nested.requiredCitation()
      guard let kind, let ppm, let above, let citation else { return nil }
      // The headroom is searched for: the liability must not fall when a balance rises.
      if above < ppm { nested.add(order(nested.path("above_ppm"))) }
      return GuarantorLimits.Weight(
        kind: kind, upTo: upTo, ppm: ppm, abovePPM: above, citation: citation)
    }
    var seen: Set<ExposureKind> = []
    for weight in weights where !seen.insert(weight.kind).inserted {
      reader.add(.duplicate(place, weight.kind.rawValue))
    }
    for kind in ExposureKind.allCases where !seen.contains(kind) && !weights.isEmpty {
      reader.add(.undeclared(place, "missing_kind", kind.rawValue))
    }
    return weights
  }
}
