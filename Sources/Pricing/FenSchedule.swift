import Catalog
import Domain

/// Lays the cash flows of one loan out in whole fen.
struct FenSchedule {
  let terms: AnnualisedTerms
  let term: LoanTerm
  let amountFen: Int64
  let ratePPM: Int64
  let start: LegalDate
  private(set) var flows: [CashFlow] = []

  static let lender = "lender"
  static let interestItem = "interest"
  static let principalItem = "principal"
  static let depositItem = "deposit"

  /// The sheet item of a fee, by its place in the price.
  static func feeItem(_ index: Int, _ fee: Fee) -> String { "fee_\(index + 1)_\(fee.kind)" }

  /// The sheet item of a subsidy.
  static func subsidyItem(_ line: SubsidyLine) -> String {
    line.pack.map { "subsidy_\($0)_\(line.id)" } ?? "subsidy_\(line.id)"
  }

  /// Greatest yearly rate that is laid out, in ppm: 10,000 %. With the greatest amount and tenor no sum
  /// can overflow.
  static let maximumRatePPM: Int64 = 100_000_000

  /// The loan with its fees (at their upper ends) and deposit; nil when one is not published, and
  /// beyond the greatest amount or rate.
  init?(
    _ terms: AnnualisedTerms, term: LoanTerm, amountFen: Int64, ratePPM: Int64, start: LegalDate
  ) {
    guard Fen(amountFen) != nil, (0...Self.maximumRatePPM).contains(ratePPM) else { return nil }
    self.terms = terms
    self.term = term
    self.amountFen = amountFen
    self.ratePPM = ratePPM
    self.start = start
    add(0, .disbursement, Self.lender, Self.principalItem, amountFen)
    layLoan()
    for (index, fee) in terms.fees.enumerated() {
      guard let rows = Self.rows(of: fee, amountFen: amountFen, term: term) else { return nil }
      for row in rows { add(row.index, .fee, fee.payee, Self.feeItem(index, fee), -row.fen) }
    }
    if let deposit = terms.deposit { lay(deposit) }
  }

  /// A fee's charges in fen at its upper end; nil when that is not published.
  static func rows(
    of fee: Fee, amountFen: Int64, term: LoanTerm
  ) -> [(index: Int, fen: Int64)]? {
    fee.maxPPM.map { ppm in
      term.feeDates(fee.timing).map { date in
        (
          index: date.index,
          fen: date.steps.map {
            FenMath.share(amountFen, ppm: ppm, steps: $0, perYear: term.stepsPerYear)
          } ?? FenMath.share(amountFen, ppm: ppm)
        )
      }
    }
  }

  private mutating func add(
    _ index: Int, _ kind: CashFlow.Kind, _ payee: String, _ item: String, _ fen: Int64
  ) {
    let day: LegalDate =
      switch term {
      case .months: start.adding(months: index)
      case .days: start.adding(days: index)
      }
    flows.append(
      CashFlow(step: index, day: day, kind: kind, payee: payee, item: item, amountFen: fen))
  }

  private mutating func layLoan() {
    guard case .months(let months) = term else {
      let interest = FenMath.share(
        amountFen, ppm: ratePPM, steps: term.steps, perYear: term.stepsPerYear)
      pay(term.steps, principal: amountFen, interest: interest)
      return
    }
    let instalment = FenMath.instalment(amountFen, ratePPM: ratePPM, months: months)
    var balance = amountFen
    for month in 1...months {
      let interest = FenMath.share(balance, ppm: ratePPM, perYear: 12)
      let principal: Int64 =
        if month == months { balance } else {
          switch terms.repayment {
          case .interestMonthlyBullet, .revolving: 0
          case .equalPrincipal: amountFen / Int64(months)
          case .equalInstalment: min(balance, max(0, instalment - interest))
          }
        }
      pay(month, principal: principal, interest: interest)
      balance -= principal
    }
  }

  private mutating func pay(_ index: Int, principal: Int64, interest: Int64) {
    if principal != 0 {
      add(index, .principal, Self.lender, Self.principalItem, -principal)
    }
    add(index, .interest, Self.lender, Self.interestItem, -interest)
  }

  private mutating func lay(_ deposit: Deposit) {
    let held = FenMath.share(amountFen, ppm: deposit.ppm)
    let earned = FenMath.share(
      held, ppm: deposit.ratePPM, steps: term.steps, perYear: term.stepsPerYear)
    add(0, .deposit, Self.lender, Self.depositItem, -held)
    add(term.steps, .deposit, Self.lender, Self.depositItem, held + earned)
  }

  /// Adds what a subsidy pays.
  /// - Parameter cap: greatest amount in fen, if any.
  mutating func add(_ line: SubsidyLine, cap: Int64?) {
    var left = cap ?? .max
    for row in subsidyRows(line) {
      let paid = min(left, row.fen)
      left -= paid
      add(row.index, .subsidy, Self.payer, Self.subsidyItem(line), paid)
    }
  }

  /// Who pays subsidies.
  static let payer = "government"

  /// What a subsidy pays without a cap: the base of each payday, then its share, rounded once a
  /// payday.
  private func subsidyRows(_ line: SubsidyLine) -> [(index: Int, fen: Int64)] {
    switch line.kind {
    case .interestShare:
      return shares(line) { $0.kind == .interest }
    case .feeShare:
      let items = terms.fees.enumerated()
        .filter { line.feeKinds.isEmpty || line.feeKinds.contains($0.element.kind) }
        .map { Self.feeItem($0.offset, $0.element) }
      return shares(line) { items.contains($0.item) }
    case .interestPoints: return points(line)
    case .amountShare:
      var paid: Int64 = 0
      return paydays(line).map { date in
        let due = FenMath.rounded(
          Int128(amountFen) * Int128(line.ppm) * Int128(date.until),
          over: 1_000_000 * Int128(term.steps))
        defer { paid = due }
        return (date.payday, due - paid)
      }
    }
  }

  private func shares(
    _ line: SubsidyLine, of isBase: (CashFlow) -> Bool
  ) -> [(index: Int, fen: Int64)] {
    let isAtStart = Set(
      terms.fees.enumerated().filter {
        $0.element.timing == .upfront || $0.element.timing == .yearly
      }
      .map { Self.feeItem($0.offset, $0.element) })
    var sums: [Int: Int128] = [:]
    for flow in flows
    where isBase(flow)
      && term.isWithin(line.maxMonths, index: flow.step, atStart: isAtStart.contains(flow.item))
    {
      sums[term.payday(of: flow.step, line.paid), default: 0] -= Int128(flow.amountFen)
    }
    return sums.sorted { $0.key < $1.key }.map {
      ($0.key, FenMath.rounded($0.value * Int128(line.ppm), over: 1_000_000))
    }
  }

  private func points(_ line: SubsidyLine) -> [(index: Int, fen: Int64)] {
    var balance = amountFen
    var sums: [Int: Int64] = [:]
    for step in 1...term.steps {
      let interest = -flows.filter { $0.step == step && $0.kind == .interest }
        .reduce(0) { $0 + $1.amountFen }
      let steps = if case .days(let days, _) = term { days } else { 1 }
      let point = FenMath.share(balance, ppm: line.ppm, steps: steps, perYear: term.stepsPerYear)
      if interest > 0, term.isWithin(line.maxMonths, index: step, atStart: false) {
        sums[term.payday(of: step, line.paid), default: 0] += min(interest, point)
      }
      balance += flows.filter { $0.step == step && $0.kind == .principal }
        .reduce(0) { $0 + $1.amountFen }
    }
    return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Each payday with the steps that have passed until then.
  private func paydays(_ line: SubsidyLine) -> [(payday: Int, until: Int)] {
    var dates: [Int: Int] = [:]
    for step in 1...term.steps { dates[term.payday(of: step, line.paid)] = step }
    return dates.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// All flows in the order of days, then kinds.
  var schedule: CashFlowSchedule {
    let order = Dictionary(
      uniqueKeysWithValues: CashFlow.Kind.allCases.enumerated().map { ($0.element, $0.offset) })
    let sorted = flows.enumerated().sorted {
      ($0.element.step, order[$0.element.kind] ?? 0, $0.offset)
        < ($1.element.step, order[$1.element.kind] ?? 0, $1.offset)
    }
    let step: CashFlowSchedule.Step = if case .months = term { .month } else { .day }
    return CashFlowSchedule(step: step, flows: sorted.map(\.element))
  }
}
