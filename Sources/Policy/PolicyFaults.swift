import Catalog
import Domain

extension PolicyPack {
  /// What its subsidies say of facts and product families that are not so: unknown facts and
  /// families, operators and values that do not fit their facts.
  /// - Parameters:
  ///   - registry: nil leaves facts unchecked.
  ///   - families: codes of the families there are; nil leaves them unchecked.
  /// - Returns: faults with pointers from the pack's root.
  public func faults(against registry: FactRegistry?, families: Set<String>?) -> [Fault] {
    subsidies.enumerated().flatMap { index, subsidy in
      let pointer = "/subsidies/\(index)"
      var faults: [Fault] = []
      if let families {
        for (place, family) in subsidy.families.enumerated() where !families.contains(family) {
          faults.append(.undeclared("\(pointer)/families/\(place)", "unknown_family", family))
        }
      }
      if let registry {
        faults += subsidy.faults(against: registry, json["subsidies"], index, at: pointer)
      }
      return faults
    }
  }
}

extension PolicySubsidy {
  /// Reads its criteria once more, now that their facts are known.
  fileprivate func faults(
    against registry: FactRegistry, _ documents: JSON?, _ index: Int, at pointer: String
  ) -> [Fault] {
    var faults: [Fault] = []
    if let used {
      let definition = registry[used]
      if definition == nil {
        faults.append(.undeclared(pointer + "/used", "unknown_fact", used))
      } else if definition?.unit != .fen {
        faults.append(
          Fault(
            pointer + "/used", "type_mismatch", zh: "\(used) 应为以分为单位的金额",
            en: "\(used) must be an amount in fen"))
      }
    }
    guard let document = documents?.arrayValue?[index]["criteria"]?.arrayValue else {
      return faults
    }
    let place = pointer + "/criteria"
    var found: [Fault] = []
    let read = Criterion.readAll(document, at: place, registry: registry, faults: &found)
    faults += found
    guard found.isEmpty else { return faults }
    // Without a registry a value is taken as it looks; a code that looks like a number or a day
    // would be read as two things.
    for (index, pair) in zip(criteria, read).enumerated() where pair.0 != pair.1 {
      faults.append(
        Fault(
          "\(place)/\(index)", "type_mismatch", zh: "数值的写法与指标类型不符；代码请加引号",
          en: "a value does not look like its fact's type; quote codes"))
    }
    return faults
  }
}

extension PolicySet {
  /// What its subsidies say of facts and families that are not so.
  /// - Returns: faults with pointers into `json`, such as `/packs/0/subsidies/1/criteria/0/fact`.
  public func faults(against registry: FactRegistry, families: Set<String>) -> [Fault] {
    packs.enumerated().flatMap { index, pack in
      pack.faults(against: registry, families: families).map { $0.under("/packs/\(index)") }
    }
  }

  /// What a product's references to parameters ask that no pack of its jurisdiction has:
  /// `missing_parameter`, `type_mismatch` for another unit, `out_of_bounds` for a value that its
  /// place cannot hold.
  /// - Returns: faults with pointers into the product's document.
  public func faults(of product: Product) -> [Fault] {
    let chain = packs(in: product.jurisdiction)
    return product.references.flatMap { reference -> [Fault] in
      let found = chain.flatMap { pack in pack.parameters.filter { $0.id == reference.id } }
      guard let first = found.first else {
        return [
          Fault(
            reference.pointer, "missing_parameter", zh: "政策包缺少参数 \(reference.id)",
            en: "no policy pack of its jurisdiction has \(reference.id)")
        ]
      }
      guard first.unit == reference.unit else {
        return [
          Fault(
            reference.pointer, "type_mismatch",
            zh: "参数 \(reference.id) 以 \(first.unit.rawValue) 为单位，应为 \(reference.unit.rawValue)",
            en: "parameter \(reference.id) is in \(first.unit.rawValue), not "
              + reference.unit.rawValue)
        ]
      }
      let isWithin = found.allSatisfy { parameter in
        parameter.series.allSatisfy { reference.bounds.contains($0.value) }
      }
      guard !isWithin else { return [] }
      return [
        Fault(
          reference.pointer, "out_of_bounds",
          zh: "参数 \(reference.id) 的值应在 \(reference.bounds.lowerBound) 至 "
            + "\(reference.bounds.upperBound) 之间",
          en: "values of \(reference.id) must lie between \(reference.bounds.lowerBound) and "
            + "\(reference.bounds.upperBound)")
      ]
    }
  }
}
