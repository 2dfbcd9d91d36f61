import Domain

/// What a plan of the way is made from: which work waits for which, and what statements and inquiries
/// demand.
public struct PlanOutline: Hashable, Sendable {
  /// The work of one stage.
  public struct Step: Hashable, Sendable {
    public let stage: String
    /// Stages whose work must be done before.
    public let after: [String]
    /// Of which review channels; empty for all.
    public let channels: Set<String>
    /// Only where the case needs it, such as `over_200_holders`; nil for always.
    public let option: String?
  }

  /// What audited statements demand (报表有效期).
  public struct Statements: Hashable, Sendable {
    /// Every how many months a period may end that is audited: 1, 3, 6 or 12.
    public let everyMonths: Int
    /// Must be done on the cut-off day at the latest: 截止日 is not before the founding of the company
    /// limited by shares.
    public let notBefore: [String]
    /// The work that audits: it begins after the cut-off.
    public let auditedIn: String
    /// The work for which the statements must still be good when it is done.
    public let goodThrough: [String]
    /// Months from the cut-off, and by how many they can be extended.
    public let months: Int
    public let extensionMonths: Int
  }

  /// Work that comes again with every round of an inquiry (问询).
  public struct Rounds: Hashable, Sendable {
    /// In their order.
    public let stages: [String]
    public let typical: Int
    public let most: Int
  }

  /// In the order of the document; what a step waits for stands before it.
  public let steps: [Step]
  public let statements: Statements?
  public let rounds: Rounds?
  /// The first stage of the review: what it takes to be listed must hold when it begins. Nil where nobody
  /// asks for that.
  public let reviewedFrom: String?
}
