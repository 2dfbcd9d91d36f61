/// The way of one enterprise to one board (挂牌进程), by the version of its rules on the day it set out.
public enum ListingCaseKind: IdentifierKind { public static let prefix = "lst" }

public typealias ListingCaseID = Identifier<ListingCaseKind>

/// Something that a case was told to be at risk of.
public enum ListingAlertKind: IdentifierKind { public static let prefix = "lsa" }

public typealias ListingAlertID = Identifier<ListingAlertKind>
