/// Something that happened to an enterprise for which a government pays: a title, a stage, a contract.
public enum AwardEventKind: IdentifierKind { public static let prefix = "awe" }

public typealias AwardEventID = Identifier<AwardEventKind>

/// What an enterprise claims under one clause (奖补申领).
public enum ClaimKind: IdentifierKind { public static let prefix = "clm" }

public typealias ClaimID = Identifier<ClaimKind>

/// What one level of government bears of a claim.
public enum ClaimPartKind: IdentifierKind { public static let prefix = "clp" }

public typealias ClaimPartID = Identifier<ClaimPartKind>
