import Catalog
import Domain

extension LoanSchedule {
  /// What a subsidy pays on this loan, as parts of the principal, by the steps it is paid at.
  /// - Parameters:
  ///   - cap: greatest amount in fen, if any.
  ///   - amountFen: the loan.
  func payments(
    of line: SubsidyLine, cap: Int64?, amountFen: Int64
  ) -> [(index: Int, amount: Double)] {
    let rows = paydays(of: line)
    guard let cap else { return rows }
    let most = Double(cap) / Double(amountFen)
    guard most < rows.reduce(0, { $0 + $1.amount }) else { return rows }
    var left = most
    return rows.map { row in
      let paid = Swift.min(row.amount, left)
      left -= paid
      return (row.index, paid)
    }
  }

  /// What it would pay without a cap, by the steps it is paid at.
  func paydays(of line: SubsidyLine) -> [(index: Int, amount: Double)] {
    if line.paid == .atEnd { return [(term.steps, total(of: line))] }
    var sums: [Int: Double] = [:]
    for row in accruals(of: line) {
      sums[term.payday(of: row.index, line.paid), default: 0] += row.amount
    }
    return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func total(of line: SubsidyLine) -> Double {
    let isWhole = term.isWithin(line.maxMonths, index: term.steps, atStart: false)
    switch line.kind {
    case .interestShare where isWhole: return line.share(of: interest)
    case .feeShare where isWhole && line.feeKinds.isEmpty: return line.share(of: fees)
    case .amountShare: return line.share(of: 1)
    case .interestShare, .interestPoints, .feeShare:
      return accruals(of: line).reduce(0) { $0 + $1.amount }
    }
  }

  /// By the steps the subsidised interest or fee falls due.
  private func accruals(of line: SubsidyLine) -> [(index: Int, amount: Double)] {
    switch line.kind {
    case .interestShare, .interestPoints:
      return dues.filter { term.isWithin(line.maxMonths, index: $0.index, atStart: false) }.map {
        let paid =
          line.kind == .interestShare
          ? line.share(of: $0.interest)
          : Swift.min($0.interest, line.share(of: $0.balance * $0.years))
        return ($0.index, paid)
      }
    case .feeShare:
      return charges.filter { line.feeKinds.isEmpty || line.feeKinds.contains($0.kind) }.flatMap {
        charge in
        charge.rows.filter {
          term.isWithin(line.maxMonths, index: $0.index, atStart: charge.isAtStart)
        }.map { ($0.index, line.share(of: $0.amount)) }
      }
    case .amountShare:
      guard case .months(let months) = term else { return [(term.steps, line.share(of: 1))] }
      return (1...months).map { ($0, line.share(of: 1) / Double(months)) }
    }
  }
}
