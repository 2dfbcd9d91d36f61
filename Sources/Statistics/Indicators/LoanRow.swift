import Domain

/// What a bank had with one borrower at the end of a period, and did in it.
public struct LoanRow: Hashable, Sendable {
  /// Under what it is stored: figures name the rows behind them.
  public let key: String
  /// Who borrows; a household counts once, however many rows it has.
  public let borrower: String
  /// Nil while nobody said.
  public let size: BorrowerSize?
  /// Credit line of the borrower at this bank (单户授信); nil while nobody said.
  public let credit: Fen?
  /// Still owed at the end, and what of it is bad (不良).
  public let balance: Fen
  public let bad: Fen
  /// Lent in the period, and at which all-in annual rate.
  public let granted: Fen
  public let ratePPM: Int64
  /// Asked for a loan in the period, and got one.
  public let hasApplied: Bool
  public let isApproved: Bool

  public init(
    key: String, borrower: String, size: BorrowerSize?, credit: Fen?, balance: Fen, bad: Fen,
    granted: Fen, ratePPM: Int64, hasApplied: Bool, isApproved: Bool
  ) {
    self.key = key
    self.borrower = borrower
    self.size = size
    self.credit = credit
    self.balance = balance
    self.bad = bad
    self.granted = granted
    self.ratePPM = ratePPM
    self.hasApplied = hasApplied
    self.isApproved = isApproved
  }
}

extension LendingDefinition.Scope {
  /// Whether a row counts; nil when what decides it was not said.
  public func takes(_ row: LoanRow) -> Bool? {
    let hasSize = row.size.map(sizes.contains)
    let isSmallEnough: Bool? =
      creditUpTo.map { limit in row.credit.map { $0 <= limit } } ?? true
    if hasSize == false || isSmallEnough == false { return false }
    return hasSize == nil || isSmallEnough == nil ? nil : true
  }
}
