import Catalog
import Policy
import Schemas

/// The catalog and policy packs that ship with the program.
public enum SeedCatalog {
  /// - Throws: `CatalogFaults` when a document is wrong, `SchemaFiles.Failure`.
  public static func catalog() throws -> Catalog {
    try Catalog.read(
      files: SchemaFiles.texts(in: .catalog, suffix: ".yaml").map {
        SourceFile(name: $0.name, text: $0.text)
      })
  }

  public static func policies() throws -> PolicySet {
    try PolicySet.read(
      files: SchemaFiles.texts(in: .policy, suffix: ".yaml").map {
        SourceFile(name: $0.name, text: $0.text)
      })
  }
}
