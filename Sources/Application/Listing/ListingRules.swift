import Catalog
import Domain
import Listing
import Schemas

/// What listing cases go by: boards, what it takes to be listed or in a layer, and how plans are counted. All
/// of it is data of `Schemas/listing`.
public struct ListingRules: Sendable {
  let boards: BoardBook
  let standards: StandardBook
  let planner: Planner
  /// How net assets become shares.
  let shareReform: ShareReformRules
  /// In which roles of a board its sponsor acts.
  let sponsorRoles: Set<String>
  /// Slack under which the first work of a plan is at risk.
  let warnSlackWorkingDays: Int
  /// How long before its end a hold is at risk.
  let warnHoldDays: Int
  /// How long before their end the statements are at risk that a case was filed with.
  let warnStatementDays: Int

  /// - Parameters:
  ///   - cases: `cases.yaml`.
  ///   - shareReform: `share-reform.yaml`.
  /// - Throws: every fault of one of those documents.
  init(
    boards: BoardBook, standards: StandardBook, cases: JSON, shareReform: JSON,
    calendar: WorkingCalendar
  ) throws(Faults) {
    self.boards = boards
    self.standards = standards
    self.shareReform = try ShareReformRules(json: shareReform)
    planner = Planner(calendar)
    var reader = ObjectReader(cases)
    _ = reader.required("cases")
    var nested = reader.object("cases") ?? ObjectReader([:], at: "/cases")
    sponsorRoles = Set(nested.texts("sponsor_roles") ?? [])
    warnSlackWorkingDays = Int(
      nested.requiredInteger("warn_slack_working_days", in: 0...366) ?? 0)
    warnHoldDays = Int(nested.requiredInteger("warn_hold_days", in: 0...366) ?? 0)
    warnStatementDays = Int(nested.requiredInteger("warn_statement_days", in: 0...366) ?? 0)
    _ = nested.requiredCitation()
    reader.merge(nested)
    let faults = reader.finish()
    guard faults.isEmpty else { throw Faults(faults) }
  }

  /// The documents that ship with the program.
  ///
  /// - Throws: `SchemaFiles.Failure`, or the faults of a document.
  static func bundled(calendar: WorkingCalendar) throws -> ListingRules {
    let books = try shipped.get()
    return try ListingRules(
      boards: books.boards, standards: books.standards,
      cases: OfferRules.document("listing/cases.yaml"),
      shareReform: OfferRules.document("listing/share-reform.yaml"), calendar: calendar)
  }

  private struct Books: Sendable {
    let boards: BoardBook
    let standards: StandardBook
  }

  /// Read once in a process: the files are many, and stay as they are.
  private static let shipped = Result {
    try Books(
      boards: BoardBook(documents("boards/")),
      standards: StandardBook(
        documents("standards/"),
        registry: FactRegistry(json: OfferRules.document("catalog/facts.yaml"))))
  }

  private static func documents(_ prefix: String) throws -> [(name: String, json: JSON)] {
    try SchemaFiles.names(in: .listing).filter { $0.hasPrefix(prefix) }.map {
      ($0, try OfferRules.document("listing/\($0)"))
    }
  }

  /// Whether a step in a role of a board tells more than the enterprise and its sponsor say themselves: one
  /// of an exchange, a bureau, a regulator.
  func confirms(_ role: String) -> Bool {
    role != Role.enterprise.rawValue && !sponsorRoles.contains(role)
  }

  /// Boards that have layers, sorted.
  var layeredBoards: Set<String> {
    Set(standards.standards.filter { $0.kind == .layer }.compactMap(\.board))
  }
}
