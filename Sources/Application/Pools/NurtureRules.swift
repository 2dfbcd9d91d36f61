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
  var registry: FactRegistry { standards.registry }

  /// The documents that ship with the program.
  ///
  /// - Parameter listing: whose boards and standards these go by.
  /// - Throws: `SchemaFiles.Failure`, or the faults of a document.
  static func bundled(_ listing: ListingRules) throws -> NurtureRules {
    let documents = try shipped.get()
    let registry = listing.standards.registry
    return NurtureRules(
      book: try PoolBook(json: documents.pools, registry: registry),
      standards: listing.standards, plans: try TaskPlan.plans(json: documents.tasks),
      ladders: try documents.ladders.map { try Ladder(json: $0, registry: registry) },
      adviserMachine: try StateMachine(json: documents.advisers), boards: listing.boards)
  }

  private struct Documents: Sendable {
    let pools: JSON
    let tasks: JSON
    let ladders: [JSON]
    let advisers: JSON
  }

  /// Read once in a process: the files stay as they are.
  private static let shipped = Result {
    try Documents(
      pools: OfferRules.document("listing/pools.yaml"),
      tasks: OfferRules.document("listing/tasks.yaml"),
      ladders: SchemaFiles.names(in: .listing).filter { $0.hasPrefix("ladders/") }.map {
        try OfferRules.document("listing/\($0)")
      }, advisers: OfferRules.document("workflow/adviser.yaml"))
  }

  /// Codes of the boards, whatever their days.
  var boardCodes: Set<String> { Set(boards.boards.map(\.code)) }
}
