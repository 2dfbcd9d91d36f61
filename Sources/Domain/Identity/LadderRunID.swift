/// A yearly run of a ladder of growing enterprises.
public enum LadderRunKind: IdentifierKind { public static let prefix = "lrn" }

public typealias LadderRunID = Identifier<LadderRunKind>
