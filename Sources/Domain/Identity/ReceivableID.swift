/// A claim of a seller on a debtor (应收账款).
public enum ReceivableKind: IdentifierKind { public static let prefix = "rcv" }

public typealias ReceivableID = Identifier<ReceivableKind>

/// Money advanced on one, or on a part of it.
public enum ReceivableFinancingKind: IdentifierKind { public static let prefix = "rfn" }

public typealias ReceivableFinancingID = Identifier<ReceivableFinancingKind>

/// A core enterprise asks a supplier to bring its claims.
public enum SupplierInvitationKind: IdentifierKind { public static let prefix = "inv" }

public typealias SupplierInvitationID = Identifier<SupplierInvitationKind>
