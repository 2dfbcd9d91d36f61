/// A periodic referral run (定期推介): needs and institutions allocated to each other together.
public enum AllocationKind: IdentifierKind { public static let prefix = "alc" }

public typealias AllocationID = Identifier<AllocationKind>

/// One product that one need of such a run qualifies for.
public enum AllocationLineKind: IdentifierKind { public static let prefix = "aln" }

public typealias AllocationLineID = Identifier<AllocationLineKind>
