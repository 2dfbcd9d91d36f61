/// The way of one enterprise to one board (挂牌进程), by the version of its rules on the day it set out.
public enum ListingCaseKind: IdentifierKind { public static let prefix = "lst" }

public typealias ListingCaseID = Identifier<ListingCaseKind>
