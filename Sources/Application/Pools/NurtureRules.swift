import Catalog
import Domain
import Listing
import Schemas
import Workflow

/// What the way to a board goes by before there is a case: pools, the ladder, advisers, and the tasks of
/// governments. All of it is data of `Schemas/listing` and `Schemas/workflow`.
public struct NurtureRules: Sendable {
  let book: PoolBook
  let standards: StandardBook
  let plans: [TaskPlan]
  /// Ladders of growing enterprises in all their versions.
  let ladders: [Ladder]
  /// The way of an adviser.
  let adviserMachine: StateMachine
  /// Boards that targets are set for.
  let boards: BoardBook
  /// The facts that all of it speaks of.
  let registry: FactRegistry

  /// The documents that ship with the program.
  ///
  /// - Throws: `SchemaFiles.Failure`, or the faults of a document.
  static func bundled() throws -> NurtureRules {
    let registry = try FactRegistry(json: OfferRules.document("catalog/facts.yaml"))
    return NurtureRules(
      book: try PoolBook(json: OfferRules.document("listing/pools.yaml"), registry: registry),
      standards: try StandardBook(documents(in: "standards/"), registry: registry),
      plans: try TaskPlan.plans(json: OfferRules.document("listing/tasks.yaml")),
      ladders: try documents(in: "ladders/").map { try Ladder(json: $0.json, registry: registry) },
      adviserMachine: try StateMachine(json: OfferRules.document("workflow/adviser.yaml")),
      boards: try BoardBook(documents(in: "boards/")), registry: registry)
  }

  private static func documents(
    in folder: String
  ) throws -> [(name: String, json: JSON)] {
    try SchemaFiles.names(in: .listing).filter { $0.hasPrefix(folder) }.map {
      ($0, try OfferRules.document("listing/\($0)"))
    }
  }

  /// Codes of the boards, whatever their days.
  var boardCodes: Set<String> { Set(boards.boards.map(\.code)) }
}
