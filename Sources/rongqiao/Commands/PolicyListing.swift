import Catalog
import Domain
import Policy

/// What packs say on one day, as tables and as JSON.
struct PolicyListing {
  /// A parameter of a pack with its value on the day.
  private struct ParameterRow {
    let pack: PolicyPack
    let parameter: PolicyParameter
    let value: ParameterValue?
  }

  private let policies: PolicySet
  private let day: LegalDate
  private let parameters: [ParameterRow]
  private let subsidies: [ApplicableSubsidy]

  init(_ policies: PolicySet, on day: LegalDate) {
    self.policies = policies
    self.day = day
    parameters = policies.packs.flatMap { pack in
      pack.parameters.map {
        ParameterRow(pack: pack, parameter: $0, value: $0.value(on: day))
      }
    }
    subsidies = policies.packs.flatMap { pack in
      pack.subsidies.map {
        ApplicableSubsidy(
          pack: pack.code, jurisdiction: pack.jurisdiction.region, subsidy: $0)
      }
    }
  }

  /// Values and subsidies that are not verified, also of other days.
  private var unverifiedCount: Int {
    parameters.reduce(0) { $0 + $1.parameter.values.count(where: { !$0.isVerified }) }
      + subsidies.count(where: { !$0.subsidy.citation.verified })
  }

  /// `{day, packs, parameters, subsidies, unverified}`; every value of a parameter in `values`.
  var json: JSON {
    [
      "day": .string(day.text), "packs": .array(policies.packs.map { .string($0.code) }),
      "parameters": .array(parameters.map(json)), "subsidies": .array(subsidies.map(json)),
      "unverified": .int(Int64(unverifiedCount)),
    ]
  }

  private func json(_ row: ParameterRow) -> JSON {
    [
      "pack": .string(row.pack.code), "id": .string(row.parameter.id),
      "label": row.parameter.label.json, "unit": .string(row.parameter.unit.rawValue),
      "value": .optional(row.value?.value),
      "carried_past_end": .bool(row.value?.carriedPastEnd ?? false),
      "values": .array(
        row.parameter.values.map { value in
          [
            "from": .string(value.from.text), "to": .optional(value.to?.text),
            "value": .int(value.value), "verified": .bool(value.isVerified),
            "citation": value.citation.json,
          ]
        }),
    ]
  }

  private func json(_ item: ApplicableSubsidy) -> JSON {
    let subsidy = item.subsidy
    return [
      "pack": .string(item.pack), "id": .string(subsidy.id), "label": subsidy.label.json,
      "families": .array(subsidy.families.map(JSON.string)),
      "kind": .string(subsidy.kind.rawValue), "ppm": .int(subsidy.ppm),
      "cap_fen": .optional(subsidy.capFen), "cap_firm_fen": .optional(subsidy.capFirmFen),
      "certain": .bool(subsidy.isCertain), "group": .optional(subsidy.group),
      "from": .string(subsidy.effective.from.text),
      "to": .optional(subsidy.effective.to?.text),
      "in_force": .bool(subsidy.effective.contains(day)),
      "verified": .bool(subsidy.citation.verified), "citation": subsidy.citation.json,
    ]
  }

  func print() {
    parameterTable.print(asJSON: false)
    if !subsidies.isEmpty { subsidyTable.print(asJSON: false) }
    Terminal.output(
      "\(policies.packs.count) 个政策包 packs,\(parameters.count) 项参数 parameters,"
        + "\(subsidies.count) 项补贴 subsidies;? 未核实 not verified: \(unverifiedCount)")
  }

  private var parameterTable: Table {
    var table = Table([
      .init(heading: "政策包 pack", name: "pack"), .init(heading: "参数 parameter", name: "parameter"),
      .init(heading: "\(day.text)", name: "value", isAlignedRight: true),
      .init(heading: "起 from", name: "from"), .init(heading: "止 to", name: "to"),
      .init(heading: "依据 source", name: "source"),
    ])
    for row in parameters {
      table.add([
        row.pack.code, row.parameter.id,
        row.value.map { value in
          (value.isVerified ? "" : "? ") + QuantityText.text(value.value, value.unit)
        } ?? "–",
        row.value?.from.text ?? "", row.value?.to?.text ?? "",
        Self.text((row.value?.citation ?? row.parameter.citation)),
      ])
    }
    return table
  }

  private var subsidyTable: Table {
    var table = Table([
      .init(heading: "政策包 pack", name: "pack"), .init(heading: "补贴 subsidy", name: "subsidy"),
      .init(heading: "比例 share", name: "share", isAlignedRight: true),
      .init(heading: "上限 cap", name: "cap", isAlignedRight: true),
      .init(heading: "确定 certain", name: "certain"),
      .init(heading: "起 from", name: "from"), .init(heading: "止 to", name: "to"),
      .init(heading: "依据 source", name: "source"),
    ])
    for item in subsidies {
      let subsidy = item.subsidy
      table.add([
        item.pack, subsidy.id,
        (subsidy.citation.verified ? "" : "? ") + "\(PartsPerMillion(subsidy.ppm).percentText) "
          + subsidy.kind.rawValue,
        (subsidy.capFen ?? subsidy.capFirmFen).map(Fen.chineseText) ?? "",
        subsidy.isCertain ? "是 yes" : "否 no", subsidy.effective.from.text,
        subsidy.effective.to?.text ?? "", Self.text(subsidy.citation),
      ])
    }
    return table
  }

  private static func text(_ citation: Citation) -> String {
    "\(citation.document)\(citation.clause ?? "") [\(citation.tag.rawValue)]"
  }
}

/// What changed between two sets of packs, as tables and as JSON.
struct PolicyDiffListing {
  private let diff: PolicyDiff
  /// Codes of the products a decision may differ on; nil when there was no catalog to ask.
  private let products: [String]?

  init(_ diff: PolicyDiff, products: [String]? = nil) {
    self.diff = diff
    self.products = products
  }

  /// The difference with `products`.
  var json: JSON {
    var members = diff.json.objectValue ?? [:]
    if let products { members["products"] = .array(products.map(JSON.string)) }
    return .object(members)
  }

  func print() {
    guard !diff.isEmpty else { return Terminal.output("没有差异 no difference") }
    if !diff.parameters.isEmpty { parameterTable.print(asJSON: false) }
    if !diff.subsidies.isEmpty { subsidyTable.print(asJSON: false) }
    if !diff.restated.isEmpty {
      let texts = diff.restated.map { $0.pack + ($0.id.map { "/\($0)" } ?? "") }
      Terminal.output("仅文字变化 in other words only: " + texts.joined(separator: ", "))
    }
    if let products {
      Terminal.output(
        "可能受影响的产品 products that may be touched: \(products.count)"
          + (products.isEmpty ? "" : " (\(products.joined(separator: ", ")))"))
    }
  }

  private var parameterTable: Table {
    var table = Table([
      .init(heading: "政策包 pack", name: "pack"), .init(heading: "参数 parameter", name: "parameter"),
      .init(heading: "起 from", name: "from"), .init(heading: "止 to", name: "to"),
      .init(heading: "原 before", name: "before", isAlignedRight: true),
      .init(heading: "新 after", name: "after", isAlignedRight: true),
    ])
    for change in diff.parameters {
      func text(_ value: Int64?) -> String {
        value.map { QuantityText.text($0, change.unit) } ?? "–"
      }
      table.add([
        change.pack, change.id, change.from.text, change.to?.text ?? "", text(change.before),
        text(change.after),
      ])
    }
    return table
  }

  private var subsidyTable: Table {
    var table = Table([
      .init(heading: "政策包 pack", name: "pack"), .init(heading: "补贴 subsidy", name: "subsidy"),
      .init(heading: "变化 change", name: "change"),
      .init(heading: "产品类别 families", name: "families"),
    ])
    for change in diff.subsidies {
      table.add([
        change.pack, change.id, change.kind,
        change.families?.sorted().joined(separator: ", ") ?? "全部 all",
      ])
    }
    return table
  }
}

/// A number of a policy in its unit.
enum QuantityText {
  static func text(_ value: Int64, _ unit: FactUnit) -> String {
    switch unit {
    case .fen: Fen.chineseText(value)
    case .ppm: PartsPerMillion(value).percentText
    case .milli: thousandths(value) + "×"
    case .count, .points: "\(value)"
    case .months: "\(value) 个月 months"
    case .days: "\(value) 天 days"
    case .persons: "\(value) 人 persons"
    case .year: "\(value) 年 years"
    }
  }
  /// `5`, `1.3`, `0.075`.
  private static func thousandths(_ value: Int64) -> String {
    var decimals = String(value.magnitude % 1_000 + 1_000).dropFirst()
    while decimals.hasSuffix("0") { decimals.removeLast() }
    let whole = (value < 0 ? "-" : "") + String(value.magnitude / 1_000)
    return decimals.isEmpty ? whole : "\(whole).\(decimals)"
  }
}
