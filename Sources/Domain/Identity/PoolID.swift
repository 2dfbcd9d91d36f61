/// A membership in a pool (储备库, 后备库, 专家团).
public enum PoolMemberKind: IdentifierKind { public static let prefix = "pml" }

public typealias PoolMemberID = Identifier<PoolMemberKind>

/// What facts propose: that an enterprise enters a pool, or is helped to the next rung.
public enum PoolProposalKind: IdentifierKind { public static let prefix = "ppr" }

public typealias PoolProposalID = Identifier<PoolProposalKind>

/// An adviser of a member of a pool.
public enum AdviserAssignmentKind: IdentifierKind { public static let prefix = "adv" }

public typealias AdviserAssignmentID = Identifier<AdviserAssignmentKind>
