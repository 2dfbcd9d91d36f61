import Catalog
import Domain

/// What changed between two policy sets: values of parameters by day, and subsidies. Packs are
/// compared by their jurisdictions, so a pack that was only renamed changes nothing.
public struct PolicyDiff: Hashable, Sendable {
  /// A parameter has another value on a run of days.
  public struct ParameterChange: Hashable, Sendable {
    /// Code of the pack, in the later set unless it is gone there.
    public let pack: String
    /// Where the value counts; nil for the whole country.
    public let jurisdiction: RegionCode?
    public let id: String
    public let label: Label
    public let unit: FactUnit
    /// First and last day of the change; nil: it has no last day.
    public let from: LegalDate
    public let to: LegalDate?
    /// In `unit`; nil where there was or is no value.
    public let before: Int64?
    public let after: Int64?
  }

  /// A subsidy is new, gone, or pays otherwise.
  public struct SubsidyChange: Hashable, Sendable {
    /// Code of the pack, in the later set unless it is gone there.
    public let pack: String
    /// Whose enterprises it concerns; nil for the whole country.
    public let jurisdiction: RegionCode?
    public let before: PolicySubsidy?
    public let after: PolicySubsidy?
    /// Families whose costs it may change, those of subsidies it overrides included; nil for all.
    public let families: Set<String>?

    public var id: String { (after ?? before)?.id ?? "" }
  }

  /// Something reads differently and means the same: a label, a citation, a mark.
  public struct Restatement: Hashable, Sendable {
    public let pack: String
    /// Of the parameter or subsidy; nil for the pack itself.
    public let id: String?
  }

  /// Sorted by pack, id and day.
  public let parameters: [ParameterChange]
  /// Sorted by pack and id.
  public let subsidies: [SubsidyChange]
  /// Sorted by pack and id.
  public let restated: [Restatement]

  /// Compares two sets.
  public init(from old: PolicySet, to new: PolicySet) {
    var comparison = PolicyComparison(old: old, new: new)
    comparison.run()
    self.init(
      parameters: comparison.parameters, subsidies: comparison.subsidies,
      restated: comparison.restated)
  }

  private init(
    parameters: [ParameterChange], subsidies: [SubsidyChange], restated: [Restatement]
  ) {
    self.parameters = parameters
    self.subsidies = subsidies
    self.restated = restated
  }

  /// Whether the two sets say the same in the same words.
  public var isEmpty: Bool { parameters.isEmpty && subsidies.isEmpty && restated.isEmpty }

  /// Whether no decision can differ.
  public var changesNothing: Bool { parameters.isEmpty && subsidies.isEmpty }

  /// The part of it that counts on one day.
  public func on(_ day: LegalDate) -> PolicyDiff {
    PolicyDiff(
      parameters: parameters.filter { EffectivePeriod(from: $0.from, to: $0.to).contains(day) },
      subsidies: subsidies.filter { change in
        [change.before, change.after].contains { $0?.effective.contains(day) ?? false }
      },
      restated: restated)
  }

  /// Ids of the parameters whose values changed.
  public var touchedParameters: Set<String> { Set(parameters.map(\.id)) }

  /// Families whose costs the changed subsidies may change; nil for all.
  public var touchedFamilies: Set<String>? {
    var families: Set<String> = []
    for change in subsidies {
      guard let own = change.families else { return nil }
      families.formUnion(own)
    }
    return families
  }

  /// Whether a decision on the product may differ: it refers to a changed parameter, prices by a
  /// changed LPR, or has a price and is of a family whose subsidies changed.
  public func touches(_ product: Product) -> Bool {
    let parameters = touchedParameters
    if !product.parameterReferences.isDisjoint(with: parameters) { return true }
    guard let pricing = product.pricing else { return false }
    if case .annualised(let terms) = pricing, terms.usesLPR,
      LPRTenor.allCases.contains(where: { parameters.contains($0.parameter) })
    {
      return true
    }
    return touchedFamilies?.contains(product.family) ?? true
  }

  /// Codes of the products a decision may differ on, in the order of the catalog.
  public func touchedProducts(of catalog: Catalog) -> [String] {
    catalog.products.filter(touches).map(\.code)
  }
}

extension LPRTenor {
  /// Id of the parameter that holds this rate.
  public var parameter: String { "lpr_\(rawValue)" }
}

extension PolicyDiff {
  /// `{parameters, subsidies, restated, touched: {parameters, families}}`; families null: all.
  public var json: JSON {
    func sorted(_ texts: Set<String>) -> JSON { .array(texts.sorted().map(JSON.string)) }
    return [
      "parameters": .array(parameters.map(\.json)), "subsidies": .array(subsidies.map(\.json)),
      "restated": .array(
        restated.map { ["pack": .string($0.pack), "id": .optional($0.id)] }),
      "touched": [
        "parameters": sorted(touchedParameters),
        "families": touchedFamilies.map(sorted) ?? .null,
      ],
    ]
  }
}

extension PolicyDiff.ParameterChange {
  /// `{pack, id, label, unit, from, to, before, after}`.
  public var json: JSON {
    [
      "pack": .string(pack), "id": .string(id), "label": label.json,
      "unit": .string(unit.rawValue), "from": .string(from.text), "to": .optional(to?.text),
      "before": .optional(before), "after": .optional(after),
    ]
  }
}

extension PolicyDiff.SubsidyChange {
  /// `added`, `removed` or `changed`.
  public var kind: String {
    before == nil ? "added" : after == nil ? "removed" : "changed"
  }

  /// `{pack, id, label, change, families}`; families null: all.
  public var json: JSON {
    [
      "pack": .string(pack), "id": .string(id),
      "label": (after ?? before)?.label.json ?? .null, "change": .string(kind),
      "families": families.map { .array($0.sorted().map(JSON.string)) } ?? .null,
    ]
  }
}
