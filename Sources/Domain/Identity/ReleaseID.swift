/// A release of official figures.
public enum ReleaseKind: IdentifierKind { public static let prefix = "rel" }

public typealias ReleaseID = Identifier<ReleaseKind>
