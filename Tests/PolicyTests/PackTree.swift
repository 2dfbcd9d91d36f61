import Catalog
import Policy
import Schemas

/// The catalog and packs that ship with the program.
enum PackTree {
  static func catalog() throws -> Catalog {
    try Catalog.read(
      files: SchemaFiles.texts(in: .catalog, suffix: ".yaml").map {
        SourceFile(name: $0.name, text: $0.text)
      })
  }

  static func files() throws -> [SourceFile] {
    try SchemaFiles.texts(in: .policy, suffix: ".yaml").map {
      SourceFile(name: $0.name, text: $0.text)
    }
  }

  static func policies(_ catalog: Catalog) throws -> PolicySet {
    try PolicySet.read(
      files: files(), registry: catalog.registry, families: Set(catalog.families.map(\.code)))
  }
}
