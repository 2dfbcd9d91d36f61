import Domain

extension PricingReader {
  /// The `fees` of an annualised price.
  func readFees(_ reader: inout ObjectReader) -> [Fee] {
    var fees: [Fee] = []
    for (index, json) in (reader.array("fees", maximumCount: Self.maximumCount) ?? []).enumerated()
    {
      var nested = ObjectReader(json, at: "\(reader.path("fees"))/\(index)")
      let kind = nested.requiredName("kind")
      let payee = nested.requiredName("payee")
      let timing = nested.requiredChoice("timing", of: Fee.Timing.self)
      let min = nested.integer("min_ppm", in: Bounds.rate)
      let max = nested.integer("max_ppm", in: Bounds.rate)
      let citation = nested.citation()
      if nested.optional("min_ppm") == nil, nested.optional("max_ppm") == nil {
        nested.add(ObjectReader.requiredFault(nested.path("max_ppm")))
      }
      if let min, let max, max < min { nested.add(.emptyRange(nested.path("max_ppm"))) }
      reader.merge(nested)
      if let kind, let payee, let timing {
        fees.append(
          Fee(
            kind: kind, payee: payee, timing: timing, minPPM: min, maxPPM: max,
            citation: citation))
      }
    }
    return fees
  }

  /// The `deposit` of an annualised price.
  func readDeposit(_ reader: inout ObjectReader) -> Deposit? {
    guard var nested = reader.object("deposit") else { return nil }
    let ppm = nested.requiredInteger("ppm", in: Bounds.share)
    let rate = nested.integer("rate_ppm", in: Bounds.rate)
    let citation = nested.requiredCitation()
    reader.merge(nested)
    guard let ppm, let citation else { return nil }
    return Deposit(ppm: ppm, ratePPM: rate ?? 0, citation: citation)
  }

  /// The `bridge` of an annualised price.
  func readBridge(_ reader: inout ObjectReader, _ repayment: Repayment?) -> Bridge? {
    guard var nested = reader.object("bridge") else { return nil }
    let count = nested.requiredInteger("day_count")
    let days = nested.integer("days", in: 1...Bridge.maximumDays)
    let dayCount = count.flatMap(DayCount.init(rawValue:))
    if count != nil, dayCount == nil {
      nested.add(
        Fault(
          nested.path("day_count"), "unknown_value", zh: "取值应为：360, 365",
          en: "must be one of: 360, 365"))
    }
    if let repayment, repayment != .interestMonthlyBullet {
      nested.add(
        Fault(
          nested.pointer, "bridge_repayment", zh: "过桥资金到期一次还本付息，还款方式应为到期还本",
          en: "a bridge is repaid in one sum: its repayment must be interest_monthly_bullet"))
    }
    reader.merge(nested)
    return dayCount.map { Bridge(dayCount: $0, days: days) }
  }
}
