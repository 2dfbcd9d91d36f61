/// A bridge (续贷过桥) from the payoff of a loan to its renewal.
public enum BridgeKind: IdentifierKind { public static let prefix = "brg" }

public typealias BridgeID = Identifier<BridgeKind>
