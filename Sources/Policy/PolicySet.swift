import Catalog
import Domain

/// All policy packs in force at one version; lower jurisdictions override higher ones.
public struct PolicySet: Sendable {
  /// Sorted by the bytes of their codes.
  public let packs: [PolicyPack]
  /// `{packs: […]}`.
  public let json: JSON

  /// SHA-256 of the canonical document.
  public var digest: Digest { Digest(of: json) }

  /// Most packs of a set.
  public static let maximumPacks = 5_000

  init(packs: [PolicyPack]) {
    self.packs = packs.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
    json = ["packs": .array(self.packs.map(\.json))]
  }

  /// From the canonical document; `PolicySet(json: set.json).json == set.json`. What it says of
  /// facts and families is not checked here (`faults(against:families:)`).
  /// - Throws: every fault, with pointers into `json`.
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    if reader.optional("packs") == nil {
      reader.add(ObjectReader.requiredFault(reader.path("packs")))
    }
    let elements = reader.array("packs", maximumCount: Self.maximumPacks) ?? []
    var checks = PackChecks()
    for (index, element) in elements.enumerated() {
      let (pack, faults) = PolicyPack.read(element)
      let place = "\(reader.path("packs"))/\(index)"
      reader.add(faults.map { $0.under(place) })
      checks.add(pack, element, at: index)
    }
    for (index, fault) in checks.faults {
      reader.add(fault.under("\(reader.path("packs"))/\(index)"))
    }
    let faults = reader.finish()
    guard faults.isEmpty else { throw Faults(faults) }
    self.init(packs: checks.packs.map(\.pack))
  }

  /// Reads the packs from their files, one `CODE.yaml` each.
  /// - Parameters:
  ///   - registry: what the criteria of subsidies are checked against; without one only their form
  ///     is.
  ///   - families: codes of the product families subsidies may name; nil when there is no catalog to
  ///     ask.
  /// - Throws: every fault of every file, each with file, line and reason.
  public static func read(
    files: [SourceFile], registry: FactRegistry? = nil, families: Set<String>? = nil
  ) throws(CatalogFaults) -> PolicySet {
    var faults: [CatalogFault] = []
    var documents: [YAMLDocument] = []
    var checks = PackChecks()
    for file in files.prefix(maximumPacks) {
      let document = YAMLDocument(file)
      faults += document.faults
      guard let json = document.json else { continue }
      var (pack, found) = PolicyPack.read(json)
      if let pack { found += pack.faults(against: registry, families: families) }
      if let code = json["code"]?.stringValue, file.name != "\(code).yaml" {
        found.append(
          Fault(
            "/code", "file_name", zh: "文件名应为 \(code).yaml", en: "the file must be \(code).yaml"))
      }
      faults += document.located(found)
      checks.add(pack, json, at: documents.count)
      documents.append(document)
    }
    for (index, fault) in checks.faults { faults += documents[index].located([fault]) }
    if files.count > maximumPacks {
      faults.append(
        CatalogFault(
          file: files[maximumPacks].name, line: 1, column: 1, pointer: "", code: "too_many",
          zh: "文件过多", en: "more than \(maximumPacks) files"))
    }
    guard faults.isEmpty else { throw CatalogFaults(faults) }
    return PolicySet(packs: checks.packs.map(\.pack))
  }

  /// The pack `code`; nil when there is none.
  public subscript(_ code: String) -> PolicyPack? { packs.first { $0.code == code } }

  /// The packs that count in a region, the lowest jurisdiction first; without a region only the
  /// national one.
  public func packs(in region: RegionCode?) -> [PolicyPack] {
    packs.filter { $0.jurisdiction.holds(region) }.sorted {
      $0.jurisdiction.depth > $1.jurisdiction.depth
    }
  }

  /// The value of a parameter on a day.
  /// - Parameters:
  ///   - parameter: such as `lpr_1y`.
  ///   - region: the enterprise's region. Packs of regions that do not hold it are left aside;
  ///     among the others the lowest jurisdiction that has a value on that day wins. Without a
  ///     region only national packs count.
  /// - Returns: nil when no pack has a value on that day.
  public func value(
    _ parameter: String, on day: LegalDate, in region: RegionCode? = nil
  ) -> ParameterValue? {
    var best: (depth: Int, value: ParameterValue)?
    for pack in packs where pack.jurisdiction.holds(region) {
      let depth = pack.jurisdiction.depth
      if let best, best.depth >= depth { continue }
      guard let found = pack.parameters.first(where: { $0.id == parameter })?.value(on: day) else {
        continue
      }
      best = (depth, found)
    }
    return best?.value
  }
}

extension PolicyPack.Jurisdiction {
  /// How far down it is: 0 for the country, else the digits that matter.
  var depth: Int { region?.prefix.utf8.count ?? 0 }

  /// Whether its rules count in a region: the country's do everywhere.
  func holds(_ other: RegionCode?) -> Bool {
    guard let region else { return true }
    return other.map(region.contains) ?? false
  }
}
