/// Listings told of as a number.
public enum ListingCountKind: IdentifierKind { public static let prefix = "lct" }

public typealias ListingCountID = Identifier<ListingCountKind>

/// What an operator tells of a task of a government.
public enum TaskReportKind: IdentifierKind { public static let prefix = "trp" }

public typealias TaskReportID = Identifier<TaskReportKind>
