/// A system of an institution that asks for access tokens by itself.
public enum ClientKind: IdentifierKind { public static let prefix = "cli" }

public typealias ClientID = Identifier<ClientKind>

/// One secret of such a system: what names it, not what it says.
public enum ClientSecretKind: IdentifierKind { public static let prefix = "sec" }

public typealias ClientSecretID = Identifier<ClientSecretKind>
