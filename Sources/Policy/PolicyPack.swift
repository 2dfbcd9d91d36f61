import Catalog
import Domain

/// The dated, cited parameters of one jurisdiction (design section 1: 政策包).
public struct PolicyPack: Hashable, Sendable {
  /// Whose rules these are.
  public struct Jurisdiction: Hashable, Sendable {
    /// `CN`, or a six-digit administrative division code.
    public let code: String
    public let name: Label

    /// The region; nil for the whole country.
    public var region: RegionCode? { RegionCode(code) }
  }

  /// `cn`, `cn-34`, `cn-3401`, …
  public let code: String
  public let jurisdiction: Jurisdiction
  public let parameters: [PolicyParameter]
  /// The canonical document; reading it gives the pack again.
  public let json: JSON

  /// SHA-256 of the canonical document.
  public var digest: Digest { Digest(of: json) }

  /// Most parameters of a pack, and most values of one series.
  public static let maximumCount = 5_000

  /// From a document in the form of `Schemas/policy/cn.yaml`.
  /// - Throws: every fault, with pointers into the document.
  public init(json: JSON) throws(Faults) {
    let (pack, faults) = PolicyPack.read(json)
    guard let pack, faults.isEmpty else { throw Faults(faults) }
    self = pack
  }

  private init(
    code: String, jurisdiction: Jurisdiction, parameters: [PolicyParameter], json: JSON
  ) {
    self.code = code
    self.jurisdiction = jurisdiction
    self.parameters = parameters
    self.json = json
  }

  static func read(_ json: JSON) -> (PolicyPack?, [Fault]) {
    var reader = ObjectReader(json)
    let code = reader.requiredName("code", allowing: "-")
    var jurisdiction: Jurisdiction?
    if reader.required("jurisdiction") != nil, var nested = reader.object("jurisdiction") {
      jurisdiction = readJurisdiction(&nested)
      reader.merge(nested)
    }
    if reader.optional("parameters") == nil {
      reader.add(ObjectReader.requiredFault(reader.path("parameters")))
    }
    var parameters: [PolicyParameter] = []
    let elements = reader.array("parameters", maximumCount: maximumCount) ?? []
    for (index, json) in elements.enumerated() {
      var nested = ObjectReader(json, at: "\(reader.path("parameters"))/\(index)")
      if let parameter = PolicyParameter.read(&nested) {
        if parameters.contains(where: { $0.id == parameter.id }) {
          nested.add(.duplicate(nested.path("id"), parameter.id))
        }
        parameters.append(parameter)
      }
      reader.merge(nested)
    }
    let faults = reader.finish() + Nulls.faults(in: json)
    guard faults.isEmpty, let code, let jurisdiction else { return (nil, faults) }
    return (
      PolicyPack(code: code, jurisdiction: jurisdiction, parameters: parameters, json: json), []
    )
  }

  private static func readJurisdiction(_ reader: inout ObjectReader) -> Jurisdiction? {
    // A division code may stand unquoted.
    let given = reader.required("code")
    let code = given?.intValue.map { String($0) } ?? given?.stringValue ?? ""
    if given != nil, code != "CN", RegionCode(code) == nil {
      reader.add(.pattern(reader.path("code"), "CN | 340000"))
    }
    let name = reader.requiredLabel("name")
    return name.map { Jurisdiction(code: code, name: $0) }
  }
}

extension PolicyParameter {
  static func read(_ reader: inout ObjectReader) -> PolicyParameter? {
    let id = reader.requiredName("id")
    let unit = reader.requiredChoice("unit", of: FactUnit.self)
    let label = reader.requiredLabel("label")
    let citation = reader.requiredCitation()
    if reader.optional("series") == nil {
      reader.add(ObjectReader.requiredFault(reader.path("series")))
    }
    let elements = reader.array("series", maximumCount: PolicyPack.maximumCount)
    if elements?.isEmpty == true {
      reader.add(Fault(reader.path("series"), "empty", zh: "不得为空", en: "must not be empty"))
    }
    var series: [Point] = []
    for (index, json) in (elements ?? []).enumerated() {
      var nested = ObjectReader(json, at: "\(reader.path("series"))/\(index)")
      let from = nested.requiredDay("from")
      let limit = FactDefinition.magnitudeLimit
      let value = nested.requiredInteger("value", in: -limit...limit)
      if let from, let last = series.last, from <= last.from {
        nested.add(
          Fault(
            nested.path("from"), "order", zh: "日期应逐条递增", en: "days must rise"))
      }
      reader.merge(nested)
      if let from, let value { series.append(Point(from: from, value: value)) }
    }
    guard let id, let unit, let label, let citation, !series.isEmpty else { return nil }
    return PolicyParameter(id: id, unit: unit, label: label, citation: citation, series: series)
  }
}
