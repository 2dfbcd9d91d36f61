import Domain

/// What figures of lending ask of the loans of one bank, region and period: of all of them, of those that count, and
/// of the others. Loans are added one after another and none is kept: what is kept grows with the borrowers.
public struct LoanSums: Sendable {
  /// Of one borrower.
  struct Borrower: Sendable {
    var balance: Int128 = 0
    var bad: Int128 = 0
    var granted: Int128 = 0
    /// Σ amount × rate in ppm.
    var interest: Int128 = 0
    var hasApplied = false
    var isApproved = false
  }

  /// Of some of the loans.
  struct Part: Sendable {
    private var borrowers: [String: Borrower] = [:]

    fileprivate mutating func add(_ row: LoanRow) {
      var borrower = borrowers[row.borrower] ?? Borrower()
      borrower.balance += Int128(row.balance.value)
      borrower.bad += Int128(row.bad.value)
      borrower.granted += Int128(row.granted.value)
      borrower.interest += Int128(row.granted.value) * Int128(row.ratePPM)
      if row.hasApplied { borrower.hasApplied = true }
      if row.hasApplied && row.isApproved { borrower.isApproved = true }
      borrowers[row.borrower] = borrower
    }

    /// What each borrower has of an amount, of those who have any: a line of credit that nobody drew makes no borrower.
    func each(_ amount: KeyPath<Borrower, Int128>) -> [Int128] {
      borrowers.values.map { $0[keyPath: amount] }.filter { $0 > 0 }
    }

    func sum(_ amount: KeyPath<Borrower, Int128>) -> Int128 { each(amount).reduce(0, +) }

    /// How many have any of an amount.
    func count(_ amount: KeyPath<Borrower, Int128>) -> Int { each(amount).count }

    var applicants: Int { borrowers.values.count(where: \.hasApplied) }
    var approved: Int { borrowers.values.count(where: \.isApproved) }

    var approval: Ratio? { Ratio(Int128(approved), over: Int128(applicants)) }
    /// As a share of the amount.
    var cost: Ratio? { Ratio(sum(\.interest), over: sum(\.granted) * 1_000_000) }
  }

  private(set) var all = Part()
  /// Those that count.
  private(set) var scoped = Part()
  /// Those that do not, or might.
  private(set) var others = Part()
  private let scope: LendingDefinition.Scope

  /// - Parameter scope: which loans count.
  public init(_ scope: LendingDefinition.Scope) { self.scope = scope }

  public mutating func add(_ row: LoanRow) {
    all.add(row)
    if scope.takes(row) == true { scoped.add(row) } else { others.add(row) }
  }
}
