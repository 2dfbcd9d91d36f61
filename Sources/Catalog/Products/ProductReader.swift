import Domain

/// Reads one product document.
struct ProductReader {
  let context: ProductContext
  private(set) var faults: [Fault] = []
  private var references: [ParameterReference] = []

  /// Most criteria and notes of a product.
  static let maximumNotes = 50

  init(context: ProductContext) { self.context = context }

  mutating func read(_ json: JSON, at pointer: String = "") -> Product? {
    let before = faults.count
    faults.append(
      contentsOf: Nulls.faults(in: json, at: pointer) { Self.isGradeMultiple($0) })
    var reader = ObjectReader(json, at: pointer)
    let code = readCode(&reader)
    let name = reader.requiredLabel("name")
    let institution = reference("institution", "unknown_institution", context.institutions, &reader)
    let family = reference("family", "unknown_family", context.families, &reader)
    let jurisdiction = readJurisdiction(&reader)
    let effective = readEffective(&reader)
    let source = readSource(&reader)
    let amount = readAmount(&reader)
    let tenor = readTenor(&reader)
    let coverage = reader.integer("min_coverage_ppm", in: 1...PartsPerMillion.one)
    let criteria = readCriteria(&reader)
    let limit = readLimit(&reader)
    let pricing = readPricing(&reader, tenor)
    let capacity = readCapacity(&reader)
    let advertised = readAdvertised(&reader)
    let notes = readNotes(&reader)
    let distinct = distinctReferences()
    faults.append(contentsOf: reader.finish())
    guard faults.count == before, let code, let name, let institution, let family, let effective,
      let source
    else { return nil }
    return Product(
      code: code, name: name, institution: institution, family: family,
      jurisdiction: jurisdiction, effective: effective, source: source, amount: amount,
      tenor: tenor,
      minCoveragePPM: coverage ?? Product.defaultMinCoveragePPM, criteria: criteria, limit: limit,
      pricing: pricing, capacity: capacity, advertised: advertised, notes: notes,
      references: distinct, json: json)
  }

  /// `null` says something only as a multiple by grade: `…/limit/N/milli/GRADE`.
  private static func isGradeMultiple(_ pointer: String) -> Bool {
    let tokens = pointer.split(separator: "/")
    return tokens.count >= 4 && tokens[tokens.count - 4] == "limit"
      && tokens[tokens.count - 2] == "milli"
  }

  private func readCode(_ reader: inout ObjectReader) -> String? {
    guard let code = reader.requiredString("code", maximumLength: 64) else { return nil }
    guard code.utf8.count >= 3, Name.isValid(code, allowing: "-") else {
      reader.add(.pattern(reader.path("code"), "^[a-z0-9][a-z0-9-]{2,63}$"))
      return nil
    }
    return code
  }

  private func reference(
    _ member: String, _ fault: String, _ known: Set<String>, _ reader: inout ObjectReader
  ) -> String? {
    guard let code = reader.requiredString(member) else { return nil }
    guard known.contains(code) else {
      reader.add(.undeclared(reader.path(member), fault, code))
      return nil
    }
    return code
  }

  private func readJurisdiction(_ reader: inout ObjectReader) -> RegionCode? {
    // A division code may stand unquoted.
    guard let json = reader.optional("jurisdiction") else { return nil }
    let text = json.intValue.map { String($0) } ?? json.stringValue ?? ""
    let region = RegionCode(text)
    if region == nil, text != "CN" {
      reader.add(.pattern(reader.path("jurisdiction"), "CN | 340000"))
    }
    return region
  }

  /// What the document takes from parameters; a parameter has one unit wherever it stands.
  private mutating func distinctReferences() -> [ParameterReference] {
    var byID: [String: ParameterReference] = [:]
    for found in references {
      guard let known = byID[found.id] else {
        byID[found.id] = found
        continue
      }
      if known.unit == found.unit {
        byID[found.id] = ParameterReference(
          id: found.id, unit: found.unit, bounds: known.bounds.clamped(to: found.bounds),
          pointer: known.pointer)
      } else {
        faults.append(
          Fault(
            found.pointer, "type_mismatch",
            zh: "\(found.id) 在别处以 \(known.unit.rawValue) 为单位，此处应为 \(found.unit.rawValue)",
            en: "\(found.id) is read in \(known.unit.rawValue) elsewhere, in "
              + "\(found.unit.rawValue) here"))
      }
    }
    references = []
    return byID.values.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  private func readEffective(_ reader: inout ObjectReader) -> EffectivePeriod? {
    guard reader.required("effective") != nil, var nested = reader.object("effective") else {
      return nil
    }
    let from = nested.requiredDay("from")
    let to = nested.day("to")
    if let from, let to, to < from { nested.add(.emptyRange(nested.path("to"))) }
    reader.merge(nested)
    return from.map { EffectivePeriod(from: $0, to: to) }
  }

  private func readSource(_ reader: inout ObjectReader) -> Product.Source? {
    guard reader.required("source") != nil, var nested = reader.object("source") else { return nil }
    let url = nested.requiredString("url", maximumLength: 2_000)
    let tag = nested.requiredChoice("tag", of: SourceTag.self)
    let observedOn = nested.requiredDay("observed_on")
    reader.merge(nested)
    guard let url, let tag, let observedOn else { return nil }
    return Product.Source(url: url, tag: tag, observedOn: observedOn)
  }

  private mutating func readAmount(_ reader: inout ObjectReader) -> Product.AmountRange {
    guard var nested = reader.object("amount") else {
      return Product.AmountRange(minFen: nil, max: nil, citation: nil)
    }
    let min = nested.integer("min_fen", in: Bounds.fen)
    let max = nested.quantity("max_fen", .fen, in: Bounds.fen, references: &references)
    let citation = nested.citation()
    if let min, let max = max?.number, max < min { nested.add(.emptyRange(nested.path("max_fen"))) }
    reader.merge(nested)
    return Product.AmountRange(minFen: min, max: max, citation: citation)
  }

  private func readTenor(_ reader: inout ObjectReader) -> Product.TenorRange {
    guard var nested = reader.object("tenor") else {
      return Product.TenorRange(minMonths: nil, maxMonths: nil, citation: nil)
    }
    let min = nested.integer("min_months", in: Bounds.months)
    let max = nested.integer("max_months", in: Bounds.months)
    let citation = nested.citation()
    if let min, let max, max < min { nested.add(.emptyRange(nested.path("max_months"))) }
    reader.merge(nested)
    return Product.TenorRange(minMonths: min, maxMonths: max, citation: citation)
  }

  private mutating func readCriteria(_ reader: inout ObjectReader) -> [Criterion] {
    guard
      let elements = reader.array("criteria", maximumCount: CriterionReader.maximumCount)
    else { return [] }
    var criteria = CriterionReader(context: context, admitsParameters: true)
    let list = criteria.read(elements, at: reader.path("criteria"))
    faults.append(contentsOf: criteria.faults)
    references += criteria.references
    return list
  }

  private mutating func readLimit(_ reader: inout ObjectReader) -> [LimitTerm]? {
    guard let elements = reader.array("limit", maximumCount: LimitReader.maximumCount) else {
      return nil
    }
    if elements.isEmpty {
      reader.add(
        Fault(
          reader.path("limit"), "empty", zh: "未公布额度时请删去该字段",
          en: "leave it out when no limit is published"))
    }
    var limit = LimitReader(context: context)
    let terms = limit.read(elements, at: reader.path("limit"))
    faults.append(contentsOf: limit.faults)
    references += limit.references
    return terms
  }

  private mutating func readPricing(
    _ reader: inout ObjectReader, _ tenor: Product.TenorRange
  ) -> PricingTerms? {
    guard let json = reader.optional("pricing") else { return nil }
    let low = tenor.minMonths ?? Bounds.months.lowerBound
    let high = max(low, tenor.maxMonths ?? Bounds.months.upperBound)
    var pricing = PricingReader(context: context, tenor: low...high)
    let terms = pricing.read(json, at: reader.path("pricing"))
    faults.append(contentsOf: pricing.faults)
    return terms
  }

  private func readCapacity(_ reader: inout ObjectReader) -> Product.Capacity? {
    guard var nested = reader.object("capacity") else { return nil }
    let amount = nested.integer("amount_fen", in: Bounds.fen)
    let count = nested.integer("count", in: 0...1_000_000_000)
    reader.merge(nested)
    return Product.Capacity(amountFen: amount, count: count)
  }

  private func readAdvertised(_ reader: inout ObjectReader) -> Product.Advertised? {
    guard var nested = reader.object("advertised") else { return nil }
    let days = nested.integer("working_days", in: 0...1_000)
    let granted = nested.integer("granted_ppm", in: 0...PartsPerMillion.one)
    reader.merge(nested)
    return Product.Advertised(workingDays: days, grantedPPM: granted)
  }

  private func readNotes(_ reader: inout ObjectReader) -> [Label] {
    let elements = reader.array("notes", maximumCount: Self.maximumNotes) ?? []
    var found: [Fault] = []
    let notes = elements.enumerated().compactMap {
      Label.read($0.element, at: "\(reader.path("notes"))/\($0.offset)", faults: &found)
    }
    reader.add(found)
    return notes
  }
}
