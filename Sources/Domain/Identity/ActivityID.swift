/// A roadshow, a matching event or a training.
public enum ActivityIDKind: IdentifierKind { public static let prefix = "act" }

public typealias ActivityID = Identifier<ActivityIDKind>

/// Somebody invited to an activity.
public enum ActivityGuestKind: IdentifierKind { public static let prefix = "gst" }

public typealias ActivityGuestID = Identifier<ActivityGuestKind>

/// What came of an activity for one of its guests.
public enum ActivityOutcomeKind: IdentifierKind { public static let prefix = "aoc" }

public typealias ActivityOutcomeID = Identifier<ActivityOutcomeKind>
