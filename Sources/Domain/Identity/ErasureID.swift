/// The lawful erasure of an enterprise.
public enum ErasureKind: IdentifierKind { public static let prefix = "era" }

public typealias ErasureID = Identifier<ErasureKind>
