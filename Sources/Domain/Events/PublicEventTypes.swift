/// Which events leave the service by webhook.
extension EventType {
  /// Whether organisations may be told of it: what happens to an enterprise's needs, facts, verdicts
  /// and reviews, and everything about offers, consents, receivables, invitations, guarantees, listing cases,
  /// entitlements, claims, periodic runs, pools, advisers, activities and warnings. What only our own workers tell
  /// each other stays inside.
  public var isPublic: Bool {
    switch self {
    case .needSubmitted, .needDecided, .needWithdrawn, .factsChanged, .decisionFlipped,
      .enterpriseNewlyQualifies, .enterpriseErased, .reviewRequested, .reviewResolved,
      .allocationFinished:
      true
    default:
      [
        "offer", "consent", "receivable", "supplier", "guarantee", "listing", "entitlement",
        "claim", "pool", "adviser", "activity", "warning", "recheck",
      ].contains { rawValue.hasPrefix("cn.rongqiao.\($0).") }
    }
  }

  /// In the order of their declaration.
  public static let publicTypes = allCases.filter(\.isPublic)
}
