import Catalog
import Domain

extension MatchResult {
  /// Canonical codes and values, for storage and replay; bitmaps in hexadecimal.
  public var json: JSON {
    [
      "product_count": .int(Int64(productCount)),
      "counts": [
        "considered": .int(Int64(counts.considered)), "eligible": .int(Int64(counts.eligible)),
        "ineligible": .int(Int64(counts.ineligible)),
        "needs_info": .int(Int64(counts.needsInfo)),
        "near_misses": .int(Int64(counts.nearMisses)),
      ],
      "considered": .string(Hexadecimal.text(considered)),
      "eligible": .string(Hexadecimal.text(eligible)),
      "needs_info": .string(Hexadecimal.text(needsInfo)),
      "top": .array(
        top.map {
          [
            "product": .int(Int64($0.product)), "code": .string($0.code),
            "limit_fen": .optional($0.limitFen), "cost_ppm": .optional($0.costPPM),
            "coverage_ppm": .optional($0.coveragePPM),
          ]
        }),
      "near_misses": .array(
        nearMisses.map {
          [
            "product": .int(Int64($0.product)), "code": .string($0.code),
            "rule": .string($0.ruleID), "cost_ppm": .optional($0.costPPM),
          ]
        }),
      "warnings": .array(
        warnings.map { ["code": .string($0.code), "subject": .string($0.subject)] }),
    ]
  }

  /// From `json`; `MatchResult(json: result.json) == result`.
  /// - Throws: faults with pointers, also when counts and bitmaps do not agree.
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let productCount = Int(reader.requiredInteger("product_count", in: 0...1_000_000) ?? 0)
    let counts = Self.counts(&reader)
    let considered = Self.bitmap("considered", productCount, &reader)
    let eligible = Self.bitmap("eligible", productCount, &reader)
    let needsInfo = Self.bitmap("needs_info", productCount, &reader)
    var top: [RankedProduct] = []
    Self.each("top", &reader) { nested in
      let product = nested.requiredInteger("product", in: 0...1_000_000)
      let code = nested.requiredString("code")
      let limit = nested.integer("limit_fen")
      let cost = nested.integer("cost_ppm")
      let coverage = nested.integer("coverage_ppm")
      guard let product, let code else { return }
      top.append(
        RankedProduct(
          product: Int(product), code: code, limitFen: limit, costPPM: cost,
          coveragePPM: coverage))
    }
    var nearMisses: [NearMiss] = []
    Self.each("near_misses", &reader) { nested in
      let product = nested.requiredInteger("product", in: 0...1_000_000)
      let code = nested.requiredString("code")
      let rule = nested.requiredString("rule")
      let cost = nested.integer("cost_ppm")
      guard let product, let code, let rule else { return }
      nearMisses.append(
        NearMiss(product: Int(product), code: code, ruleID: rule, costPPM: cost))
    }
    var warnings: [Warning] = []
    Self.each("warnings", &reader) { nested in
      let code = nested.requiredString("code")
      let subject = nested.requiredString("subject")
      guard let code, let subject else { return }
      warnings.append(Warning(code: code, subject: subject))
    }
    if reader.faults.isEmpty,
      (counts.considered, counts.eligible, counts.needsInfo)
        != (Bitmap.count(considered), Bitmap.count(eligible), Bitmap.count(needsInfo))
    {
      reader.add(
        Fault(
          reader.path("counts"), "inconsistent", zh: "计数与位图不符",
          en: "counts and bitmaps do not agree"))
    }
    let faults = reader.finish()
    guard faults.isEmpty else { throw Faults(faults) }
    self.init(
      productCount: productCount, counts: counts, considered: considered, eligible: eligible,
      needsInfo: needsInfo, top: top, nearMisses: nearMisses, warnings: warnings)
  }

  private static func counts(_ reader: inout ObjectReader) -> Counts {
    guard reader.required("counts") != nil, var nested = reader.object("counts") else {
      return Counts(considered: 0, eligible: 0, ineligible: 0, needsInfo: 0, nearMisses: 0)
    }
    func count(_ name: String) -> Int {
      Int(nested.requiredInteger(name, in: 0...1_000_000) ?? 0)
    }
    let counts = Counts(
      considered: count("considered"), eligible: count("eligible"),
      ineligible: count("ineligible"), needsInfo: count("needs_info"),
      nearMisses: count("near_misses"))
    if counts.eligible + counts.ineligible + counts.needsInfo != counts.considered {
      nested.add(
        Fault(
          nested.pointer, "inconsistent", zh: "各结论之和与总数不符",
          en: "the verdicts do not add up"))
    }
    reader.merge(nested)
    return counts
  }

  private static func bitmap(
    _ name: String, _ productCount: Int, _ reader: inout ObjectReader
  ) -> [UInt8] {
    let length = (productCount + 7) / 8
    // An empty catalog has empty bitmaps; ObjectReader takes no empty string for text.
    if length == 0, reader.optional(name) == "" { return [] }
    guard let text = reader.requiredString(name, maximumLength: 250_000) else { return [] }
    guard let bytes = Hexadecimal.bytes(text), bytes.count == length else {
      reader.add(.pattern(reader.path(name), "\(length * 2) × 0-9 a-f"))
      return []
    }
    return bytes
  }

  private static func each(
    _ name: String, _ reader: inout ObjectReader, _ body: (inout ObjectReader) -> Void
  ) {
    guard reader.required(name) != nil else { return }
    for (index, json) in (reader.array(name, maximumCount: 100_000) ?? []).enumerated() {
      var nested = ObjectReader(json, at: "\(reader.path(name))/\(index)")
      body(&nested)
      reader.merge(nested)
    }
  }
}
