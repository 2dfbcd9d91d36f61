public enum AuditKind: IdentifierKind { public static let prefix = "aud" }

/// One entry of the audit trail.
public typealias AuditID = Identifier<AuditKind>
