import Domain

extension PricingReader {
  /// The `subsidies` of an annualised price.
  func readSubsidies(_ reader: inout ObjectReader) -> [Subsidy] {
    var subsidies: [Subsidy] = []
    let elements = reader.array("subsidies", maximumCount: Self.maximumCount) ?? []
    for (index, json) in elements.enumerated() {
      var nested = ObjectReader(json, at: "\(reader.path("subsidies"))/\(index)")
      let id = nested.requiredName("id")
      if let id, subsidies.contains(where: { $0.id == id }) {
        nested.add(.duplicate(nested.path("id"), id))
      }
      let kind = nested.requiredChoice("kind", of: Subsidy.Kind.self)
      let ppm = nested.requiredInteger("ppm", in: Bounds.share)
      let cap = nested.integer("cap_fen", in: Bounds.fen)
      let paid = nested.requiredChoice("paid", of: Subsidy.Payment.self)
      let isCertain = nested.required("certain") == nil ? nil : nested.boolean("certain")
      var fact: FactDefinition?
      if let path = nested.string("fact") {
        var found: [Fault] = []
        fact = context.definition(path, .boolean, at: nested.path("fact"), faults: &found)
        nested.add(found)
      }
      let when = readConditions(&nested)
      let citation = nested.requiredCitation()
      reader.merge(nested)
      if let id, let kind, let ppm, let paid, let isCertain, let citation {
        subsidies.append(
          Subsidy(
            id: id, kind: kind, ppm: ppm, capFen: cap, paid: paid, isCertain: isCertain,
            fact: fact?.path, when: when, citation: citation))
      }
    }
    return subsidies
  }

  /// The conditional `subsidies` of an all-in price.
  func readAllInSubsidies(_ reader: inout ObjectReader) -> [AllInSubsidy] {
    var subsidies: [AllInSubsidy] = []
    let elements = reader.array("subsidies", maximumCount: Self.maximumCount) ?? []
    for (index, json) in elements.enumerated() {
      var nested = ObjectReader(json, at: "\(reader.path("subsidies"))/\(index)")
      let id = nested.requiredName("id")
      if let id, subsidies.contains(where: { $0.id == id }) {
        nested.add(.duplicate(nested.path("id"), id))
      }
      let ppm = nested.requiredInteger("ppm", in: Bounds.rate)
      let when = readConditions(&nested)
      let isCertain = nested.required("certain") == nil ? nil : nested.boolean("certain")
      let citation = nested.requiredCitation()
      reader.merge(nested)
      if let id, let ppm, let isCertain, let citation {
        subsidies.append(
          AllInSubsidy(id: id, ppm: ppm, when: when, isCertain: isCertain, citation: citation))
      }
    }
    return subsidies
  }

  /// The criteria `when` a subsidy is due; they have the form of a product's criteria.
  private func readConditions(_ reader: inout ObjectReader) -> [Criterion] {
    guard let elements = reader.array("when", maximumCount: CriterionReader.maximumCount) else {
      return []
    }
    var criteria = CriterionReader(context: context)
    let list = criteria.read(elements, at: reader.path("when"))
    reader.add(criteria.faults)
    return list
  }
}
