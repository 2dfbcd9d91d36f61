/// A sweep: one change of catalog or policies, carried to the needs it touches.
public enum SweepKind: IdentifierKind { public static let prefix = "swp" }

public typealias SweepID = Identifier<SweepKind>

/// One flipped verdict.
public enum FlipKind: IdentifierKind { public static let prefix = "flip" }

public typealias FlipID = Identifier<FlipKind>
