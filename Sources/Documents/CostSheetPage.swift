import Catalog
import Domain
import Pricing

/// What stands on a cost sheet beside the sheet itself.
public struct CostSheetNames: Hashable, Sendable {
  /// The institution's name; nil prints its code.
  public let institution: Label?
  /// The enterprise it is made for; nil leaves it out.
  public let enterprise: String?
  /// A number it can be found by, such as the need's id; nil leaves it out.
  public let reference: String?
  /// Labels of the facts a sheet may miss, by their paths.
  public let facts: [String: Label]

  public init(
    institution: Label? = nil, enterprise: String? = nil, reference: String? = nil,
    facts: [String: Label] = [:]
  ) {
    self.institution = institution
    self.enterprise = enterprise
    self.reference = reference
    self.facts = facts
  }

  /// The names a catalog knows.
  public init(
    _ sheet: CostSheet, catalog: Catalog, enterprise: String? = nil, reference: String? = nil
  ) {
    self.init(
      institution: catalog.institutions.first { $0.code == sheet.institution }?.name,
      enterprise: enterprise, reference: reference,
      facts: Dictionary(
        uniqueKeysWithValues: sheet.missing.compactMap { path in
          catalog.registry[path].map { (path, $0.label) }
        }))
  }
}

/// The cost sheet (综合融资成本清单) as a page for print, Chinese first with English beside it: one
/// document for A4, no script, nothing loaded from anywhere, every value escaped.
public struct CostSheetPage: Sendable {
  /// The whole document.
  public let html: String
  /// `Content-Security-Policy` that admits the page's own style by its hash and nothing else.
  public let contentSecurityPolicy: String

  /// - Throws: when a template is not well formed: a fault of this module that a test would show.
  public init(_ sheet: CostSheet, names: CostSheetNames = CostSheetNames()) throws {
    html = try Templates.page("cost_sheet", CostSheetValues(sheet: sheet, names: names).values)
    contentSecurityPolicy = CostSheetStyle.contentSecurityPolicy
  }
}
