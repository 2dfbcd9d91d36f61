import Catalog
import Domain

/// The dated, cited parameters and subsidies of one jurisdiction (design section 1: 政策包).
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
  /// Code of the pack of the nearest jurisdiction above, whose values it overrides; nil for the
  /// national pack, and for packs that say nothing about it.
  public let overrides: String?
  public let jurisdiction: Jurisdiction
  public let parameters: [PolicyParameter]
  public let subsidies: [PolicySubsidy]
  /// The canonical document; reading it gives the pack again.
  public let json: JSON

  /// SHA-256 of the canonical document.
  public var digest: Digest { Digest(of: json) }

  /// Most parameters and most subsidies of a pack, and most values of one series.
  public static let maximumCount = 5_000

  /// From a document in the form of `Schemas/policy/cn.yaml`. What it says of facts, families and
  /// other packs is not checked here.
  /// - Throws: every fault, with pointers into the document.
  public init(json: JSON) throws(Faults) {
    let (pack, faults) = PolicyPack.read(json)
    guard let pack, faults.isEmpty else { throw Faults(faults) }
    self = pack
  }

  private init(
    code: String, overrides: String?, jurisdiction: Jurisdiction, parameters: [PolicyParameter],
    subsidies: [PolicySubsidy], json: JSON
  ) {
    self.code = code
    self.overrides = overrides
    self.jurisdiction = jurisdiction
    self.parameters = parameters
    self.subsidies = subsidies
    self.json = json
  }

  static func read(_ json: JSON) -> (PolicyPack?, [Fault]) {
    var reader = ObjectReader(json)
    let code = reader.requiredName("code", allowing: "-")
    let overrides = reader.name("overrides", allowing: "-")
    var jurisdiction: Jurisdiction?
    if reader.required("jurisdiction") != nil, var nested = reader.object("jurisdiction") {
      jurisdiction = readJurisdiction(&nested)
      reader.merge(nested)
    }
    if reader.optional("parameters") == nil {
      reader.add(ObjectReader.requiredFault(reader.path("parameters")))
    }
    let parameters = readList("parameters", &reader, PolicyParameter.read)
    let subsidies = readList("subsidies", &reader, PolicySubsidy.read)
    let faults = reader.finish() + Nulls.faults(in: json)
    guard faults.isEmpty, let code, let jurisdiction else { return (nil, faults) }
    return (
      PolicyPack(
        code: code, overrides: overrides, jurisdiction: jurisdiction, parameters: parameters,
        subsidies: subsidies, json: json), []
    )
  }

  private static func readList<Element>(
    _ member: String, _ reader: inout ObjectReader,
    _ read: (inout ObjectReader) -> Element?
  ) -> [Element] {
    var list: [Element] = []
    var ids: Set<String> = []
    let elements = reader.array(member, maximumCount: maximumCount) ?? []
    for (index, json) in elements.enumerated() {
      var nested = ObjectReader(json, at: "\(reader.path(member))/\(index)")
      let element = read(&nested)
      // Also of an element that is at fault otherwise.
      if let id = nested.optional("id")?.stringValue, !ids.insert(id).inserted {
        nested.add(.duplicate(nested.path("id"), id))
      }
      if let element { list.append(element) }
      reader.merge(nested)
    }
    return list
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
