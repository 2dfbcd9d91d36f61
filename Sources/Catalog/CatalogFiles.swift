import Domain

extension Catalog {
  /// Greatest number of files of a catalog.
  public static let maximumFiles = 20_000

  /// Reads a catalog from its files: `facts.yaml`, `institutions.yaml`, `families.yaml` and one
  /// `products/CODE.yaml` a product.
  /// - Throws: every fault of every file, each with file, line and reason.
  public static func read(files: [SourceFile]) throws(CatalogFaults) -> Catalog {
    var faults: [CatalogFault] = []
    var documents: [String: YAMLDocument] = [:]
    for file in files.prefix(maximumFiles) {
      if documents[file.name] != nil {
        faults.append(fault(file.name, "duplicate_file", zh: "文件重复", en: "file given twice"))
      } else if !isKnown(file.name) {
        faults.append(
          fault(
            file.name, "unknown_file", zh: "不是目录数据文件", en: "no file of a catalog"))
      } else {
        let document = YAMLDocument(file)
        faults.append(contentsOf: document.faults)
        documents[file.name] = document
      }
    }
    if files.count > maximumFiles {
      faults.append(
        fault("", "too_many", zh: "文件过多", en: "more than \(maximumFiles) files"))
    }
    let names = documents.keys.filter { $0.hasPrefix("products/") }.sorted()
    for name in ["facts.yaml", "institutions.yaml", "families.yaml"] where documents[name] == nil {
      faults.append(fault(name, "missing_file", zh: "缺少文件", en: "this file is missing"))
    }
    guard let facts = documents["facts.yaml"], let institutions = documents["institutions.yaml"],
      let families = documents["families.yaml"], let factsJSON = facts.json,
      let institutionsJSON = institutions.json, let familiesJSON = families.json
    else { throw CatalogFaults(faults) }

    let reading = CatalogReading(
      facts: factsJSON, institutions: institutionsJSON, families: familiesJSON,
      products: names.compactMap { name in
        documents[name]?.json.map { (name, $0) }
      })
    faults += facts.located(reading.factFaults)
    faults += institutions.located(reading.institutionFaults)
    faults += families.located(reading.familyFaults)
    for (name, result) in reading.products {
      guard let document = documents[name] else { continue }
      faults += document.located(result.faults)
      if let code = document.json?["code"]?.stringValue, name != "products/\(code).yaml" {
        faults.append(
          document.located(
            Fault(
              "/code", "file_name", zh: "文件名应为 \(code).yaml", en: "the file must be \(code).yaml")))
      }
    }
    guard faults.isEmpty else { throw CatalogFaults(faults) }
    return Catalog(reading)
  }

  private static func isKnown(_ name: String) -> Bool {
    switch name {
    case "facts.yaml", "institutions.yaml", "families.yaml": true
    default:
      name.hasPrefix("products/") && name.hasSuffix(".yaml")
        && name.utf8.filter { $0 == UInt8(ascii: "/") }.count == 1
    }
  }

  private static func fault(
    _ file: String, _ code: String, zh: String, en: String
  ) -> CatalogFault {
    CatalogFault(file: file, line: 1, column: 1, pointer: "", code: code, zh: zh, en: en)
  }
}
