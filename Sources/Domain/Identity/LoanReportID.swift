/// What a bank reports of its loans in a region and year.
public enum LoanReportKind: IdentifierKind { public static let prefix = "lnr" }

public typealias LoanReportID = Identifier<LoanReportKind>

/// One loan of such a report.
public enum LoanRowKind: IdentifierKind { public static let prefix = "lnw" }

public typealias LoanRowID = Identifier<LoanRowKind>
