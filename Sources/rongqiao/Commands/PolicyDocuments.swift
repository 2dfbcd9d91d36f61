import Application
import Catalog
import Decision
import Domain
import Foundation
import Policy
import Schemas

/// Reads catalogs and packs for the `policy` commands, and says what is wrong with them.
enum PolicyDocuments {
  /// A catalog and the files it was read from; none when it was read from elsewhere.
  struct CatalogFolder {
    let catalog: Catalog
    let files: [SourceFile]
  }

  /// The packs of a folder, or those that ship, checked against a catalog and compiled with it.
  /// - Parameter catalog: its folder; nil for the one that ships.
  /// - Throws: `CommandFailure` after every fault was printed.
  static func checked(
    _ directory: String?, catalog: String?, asJSON: Bool
  ) throws -> PolicySet {
    try checked(directory, against: self.catalog(catalog, asJSON: asJSON), asJSON: asJSON)
  }

  /// - Parameter products: nil checks the packs by their form and against each other only.
  static func checked(
    _ directory: String?, against products: CatalogFolder?, asJSON: Bool
  ) throws -> PolicySet {
    let files = try directory.map { try DocumentFolder.files($0) } ?? shipped(.policy)
    let policies = try reporting(asJSON: asJSON) {
      try PolicySet.read(
        files: files, registry: products?.catalog.registry,
        families: products.map { Set($0.catalog.families.map(\.code)) })
    }
    let faults = products.map { Self.faults(of: policies, $0) } ?? []
    guard faults.isEmpty else { throw report(CatalogFaults(faults), asJSON: asJSON) }
    return policies
  }

  static func catalog(_ directory: String?, asJSON: Bool) throws -> CatalogFolder {
    let files = try directory.map { try DocumentFolder.files($0) } ?? shipped(.catalog)
    let catalog = try reporting(asJSON: asJSON) { try Catalog.read(files: files) }
    return CatalogFolder(catalog: catalog, files: files)
  }

  private static func shipped(_ folder: SchemaFiles.Folder) throws -> [SourceFile] {
    try SchemaFiles.texts(in: folder, suffix: ".yaml").map {
      SourceFile(name: $0.name, text: $0.text)
    }
  }

  /// What the products ask of the packs and do not get, in the files of the products.
  private static func faults(of policies: PolicySet, _ products: CatalogFolder) -> [CatalogFault] {
    let catalog = products.catalog
    var found: [(product: Int?, fault: Fault)] = catalog.products.enumerated().flatMap {
      index, product in
      policies.faults(of: product).map { (index, $0) }
    }
    if found.isEmpty {
      do throws(Faults) {
        _ = try Engine(catalog: catalog, policies: policies)
      } catch {
        found = error.list.map { place($0, in: catalog) }
      }
    }
    return found.map { index, fault in
      let name = index.map { "products/\(catalog.products[$0].code).yaml" }
      guard let name, let file = products.files.first(where: { $0.name == name }) else {
        return CatalogFault(
          file: name ?? "", line: 1, column: 1, pointer: fault.pointer, code: fault.code,
          zh: fault.zh, en: fault.en)
      }
      return YAMLDocument(file).located(fault)
    }
  }

  /// The product a pointer `/products/N/…` of the engine is in, and the fault seen from there.
  private static func place(
    _ fault: Fault, in catalog: Catalog
  ) -> (product: Int?, fault: Fault) {
    let tokens = fault.pointer.split(separator: "/", maxSplits: 2)
    guard tokens.count >= 2, tokens[0] == "products", let index = Int(tokens[1]),
      catalog.products.indices.contains(index)
    else { return (nil, fault) }
    var inside = fault
    inside.pointer = tokens.count > 2 ? "/" + tokens[2] : ""
    return (index, inside)
  }

  static func reporting<Value>(asJSON: Bool, _ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch let faults as CatalogFaults {
      throw report(faults, asJSON: asJSON)
    }
  }

  /// Prints the faults and gives the failure to end with.
  private static func report(_ faults: CatalogFaults, asJSON: Bool) -> CommandFailure {
    if asJSON {
      Terminal.output(JSON.array(faults.list.map(json)).canonicalText)
    } else {
      for fault in faults.list {
        Terminal.output(
          "\(fault.file):\(fault.line):\(fault.column): \(fault.code): \(fault.zh) · \(fault.en)"
            + (fault.pointer.isEmpty ? "" : " (\(fault.pointer))"))
      }
    }
    return CommandFailure(.data, "\(faults.list.count) 处错误 faults")
  }

  private static func json(_ fault: CatalogFault) -> JSON {
    [
      "file": .string(fault.file), "line": .int(Int64(fault.line)),
      "column": .int(Int64(fault.column)), "pointer": .string(fault.pointer),
      "code": .string(fault.code), "zh": .string(fault.zh), "en": .string(fault.en),
    ]
  }
}

/// A set of packs as the command line names it.
enum PolicySource {
  case directory(String)
  case seed
  /// A published version; nil for the latest.
  case published(Int?)

  /// - Throws: `CommandFailure` for what is none of these.
  init(_ text: String) throws(CommandFailure) {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: text, isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      self = .directory(text)
    } else if text == "seed" {
      self = .seed
    } else if text == "latest" {
      self = .published(nil)
    } else if let version = Int(text), version > 0 {
      self = .published(version)
    } else {
      throw CommandFailure(
        .data, "\(text): 不是目录、版本号、latest 或 seed no directory, version, latest or seed")
    }
  }

  private var needsDatabase: Bool { if case .published = self { true } else { false } }

  /// The sets in the order of their sources; the database is asked only when one is published.
  static func read(_ sources: [PolicySource], asJSON: Bool) async throws -> [PolicySet] {
    guard sources.contains(where: \.needsDatabase) else {
      return try sources.map { try $0.documents(asJSON: asJSON) }
    }
    let frame = try await ProcessFrame.open()
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    return try await composition.withPool {
      var sets: [PolicySet] = []
      for source in sources {
        if case .published(let version) = source {
          sets.append(
            try await composition.application.publishedPolicies(version: version).policies)
        } else {
          sets.append(try source.documents(asJSON: asJSON))
        }
      }
      return sets
    }
  }

  private func documents(asJSON: Bool) throws -> PolicySet {
    switch self {
    case .directory(let path):
      try PolicyDocuments.checked(path, against: nil, asJSON: asJSON)
    case .seed, .published: try PolicyDocuments.checked(nil, against: nil, asJSON: asJSON)
    }
  }
}
