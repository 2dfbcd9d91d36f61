/// A guarantee of one need, from the reservation of headroom to the end of the liability.
public enum GuaranteeKind: IdentifierKind { public static let prefix = "gua" }

public typealias GuaranteeID = Identifier<GuaranteeKind>

/// One round of what came back after a compensation.
public enum RecoveryKind: IdentifierKind { public static let prefix = "rcy" }

public typealias RecoveryID = Identifier<RecoveryKind>

/// One movement of a fund.
public enum FundEntryKind: IdentifierKind { public static let prefix = "fde" }

public typealias FundEntryID = Identifier<FundEntryKind>
