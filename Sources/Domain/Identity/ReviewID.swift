public enum ReviewKind: IdentifierKind { public static let prefix = "rev" }

/// A request for human review of an automated verdict.
public typealias ReviewID = Identifier<ReviewKind>
