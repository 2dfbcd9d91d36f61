import Catalog

/// What a 结果告知书 says: one need, one run, on one page for print. All values are worded already;
/// the page only puts them in their places.
public struct Notice: Sendable {
  /// An eligible product, best first.
  public struct Product: Sendable {
    public var name: Label
    public var institution: Label
    /// What can be lent; "ask the institution" where it is not published.
    public var limit: Label
    /// All-in effective yearly cost.
    public var cost: Label

    public init(name: Label, institution: Label, limit: Label, cost: Label) {
      self.name = name
      self.institution = institution
      self.limit = limit
      self.cost = cost
    }
  }

  /// A fact to supply.
  public struct Missing: Sendable {
    public var label: Label
    /// Who has it; nil when the registry names nobody.
    public var department: Label?

    public init(label: Label, department: Label?) {
      self.label = label
      self.department = department
    }
  }

  /// What would make the enterprise fit.
  public struct Path: Sendable {
    /// The changes in words.
    public var changes: Label
    /// Typical days; nil when the registry does not say.
    public var days: Int64?
    /// Departments that can help, each once.
    public var departments: [Label]

    public init(changes: Label, days: Int64?, departments: [Label]) {
      self.changes = changes
      self.days = days
      self.departments = departments
    }
  }

  /// A product that does not fit, with why and what to do.
  public struct Refusal: Sendable {
    public var name: Label
    public var institution: Label
    /// At most four principal reasons, each with its source.
    public var reasons: [Label]
    public var paths: [Path]
    /// The day from which it fits if nothing else changes, as `YYYY-MM-DD`.
    public var qualifyOn: String?
    /// What a person found on review, where somebody asked for one.
    public var review: Label?

    public init(
      name: Label, institution: Label, reasons: [Label], paths: [Path], qualifyOn: String?,
      review: Label?
    ) {
      self.name = name
      self.institution = institution
      self.reasons = reasons
      self.paths = paths
      self.qualifyOn = qualifyOn
      self.review = review
    }
  }

  /// One line of what the run is pinned to.
  public struct Pin: Sendable {
    public var label: Label
    public var value: String

    public init(label: Label, value: String) {
      self.label = label
      self.value = value
    }
  }

  public var enterprise: String
  /// Amount, tenor and purpose in words.
  public var need: Label
  public var needID: String
  public var runID: String
  /// The legal date of the run, `YYYY-MM-DD`.
  public var decidedOn: String
  public var products: [Product]
  /// Eligible products beyond those listed.
  public var furtherProducts: Int
  public var missing: [Missing]
  public var refusals: [Refusal]
  public var pins: [Pin]
  public var receiptID: String

  public init(
    enterprise: String, need: Label, needID: String, runID: String, decidedOn: String,
    products: [Product], furtherProducts: Int, missing: [Missing], refusals: [Refusal],
    pins: [Pin], receiptID: String
  ) {
    self.enterprise = enterprise
    self.need = need
    self.needID = needID
    self.runID = runID
    self.decidedOn = decidedOn
    self.products = products
    self.furtherProducts = furtherProducts
    self.missing = missing
    self.refusals = refusals
    self.pins = pins
    self.receiptID = receiptID
  }
}
