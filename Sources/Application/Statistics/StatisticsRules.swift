import Domain
import Statistics

/// What published figures go by: `Schemas/statistics`.
public struct StatisticsRules: Sendable {
  let book: DefinitionBook

  /// The document that ships with the program.
  ///
  /// - Throws: `SchemaFiles.Failure`, or the faults of the document.
  static func bundled() throws -> StatisticsRules {
    StatisticsRules(
      book: try DefinitionBook(json: OfferRules.document("statistics/definitions.yaml")))
  }
}
