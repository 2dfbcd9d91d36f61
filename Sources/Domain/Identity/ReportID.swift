/// What one source says of one enterprise for one period, in one revision.
public enum ReportIDKind: IdentifierKind { public static let prefix = "rpt" }

public typealias ReportID = Identifier<ReportIDKind>

/// An enterprise's permission to take in what one source knows of it.
public enum SourceAuthorisationKind: IdentifierKind { public static let prefix = "sau" }

public typealias SourceAuthorisationID = Identifier<SourceAuthorisationKind>

/// That an enterprise is to be looked at (预警).
public enum WarningKind: IdentifierKind { public static let prefix = "wrn" }

public typealias WarningID = Identifier<WarningKind>
