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

  private init(packs: [PolicyPack]) {
    self.packs = packs.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
    json = ["packs": .array(self.packs.map(\.json))]
  }

  /// From the canonical document; `PolicySet(json: set.json).json == set.json`.
  /// - Throws: every fault, with pointers into `json`.
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    if reader.optional("packs") == nil {
      reader.add(ObjectReader.requiredFault(reader.path("packs")))
    }
    let elements = reader.array("packs", maximumCount: Self.maximumPacks) ?? []
    var packs: [PolicyPack] = []
    for (index, element) in elements.enumerated() {
      let (pack, faults) = PolicyPack.read(element)
      let place = "\(reader.path("packs"))/\(index)"
      reader.add(faults.map { $0.under(place) })
      guard let pack else { continue }
      reader.add(Self.conflicts(of: pack, with: packs).map { $0.under(place) })
      packs.append(pack)
    }
    let faults = reader.finish()
    guard faults.isEmpty else { throw Faults(faults) }
    self.init(packs: packs)
  }

  /// Reads the packs from their files, one `CODE.yaml` each.
  /// - Throws: every fault of every file, each with file, line and reason.
  public static func read(files: [SourceFile]) throws(CatalogFaults) -> PolicySet {
    var faults: [CatalogFault] = []
    var packs: [PolicyPack] = []
    for file in files.prefix(maximumPacks) {
      let document = YAMLDocument(file)
      faults += document.faults
      guard let json = document.json else { continue }
      let (pack, found) = PolicyPack.read(json)
      faults += document.located(found)
      if let code = json["code"]?.stringValue, file.name != "\(code).yaml" {
        faults.append(
          document.located(
            Fault(
              "/code", "file_name", zh: "文件名应为 \(code).yaml", en: "the file must be \(code).yaml")))
      }
      guard let pack else { continue }
      faults += document.located(conflicts(of: pack, with: packs))
      packs.append(pack)
    }
    if files.count > maximumPacks {
      faults.append(
        CatalogFault(
          file: files[maximumPacks].name, line: 1, column: 1, pointer: "", code: "too_many",
          zh: "文件过多", en: "more than \(maximumPacks) files"))
    }
    guard faults.isEmpty else { throw CatalogFaults(faults) }
    return PolicySet(packs: packs)
  }

  private static func conflicts(of pack: PolicyPack, with others: [PolicyPack]) -> [Fault] {
    var faults: [Fault] = []
    if others.contains(where: { $0.code == pack.code }) {
      faults.append(.duplicate("/code", pack.code))
    }
    // Two packs of one jurisdiction would leave open whose value counts.
    if others.contains(where: { $0.jurisdiction.code == pack.jurisdiction.code }) {
      faults.append(.duplicate("/jurisdiction/code", pack.jurisdiction.code))
    }
    return faults
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
    var best: (prefixLength: Int, value: ParameterValue)?
    for pack in packs {
      var prefixLength = 0
      if let packRegion = pack.jurisdiction.region {
        guard let region, packRegion.contains(region) else { continue }
        prefixLength = packRegion.prefix.utf8.count
      }
      if let best, best.prefixLength >= prefixLength { continue }
      guard let found = pack.parameters.first(where: { $0.id == parameter })?.value(on: day) else {
        continue
      }
      best = (prefixLength, found)
    }
    return best?.value
  }
}
