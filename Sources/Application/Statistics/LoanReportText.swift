import Catalog
import Domain
import Statistics
import Store

/// How reports of loans and their figures look.
enum LoanReportText {
  static func json(_ report: LoanReportRecord, rows: Int) -> JSON {
    [
      "id": .string(report.id.text), "institution": .string(report.institution),
      "region": .string(report.region), "year": .int(Int64(report.year)),
      "version": .int(Int64(report.version)), "rows": .int(Int64(rows)),
      "reported_at": .string(report.reportedAt.text),
    ]
  }

  static func loan(_ row: LoanRowRecord) throws -> LoanRow {
    guard let balance = Fen(row.balanceFen), let bad = Fen(row.badFen),
      let granted = Fen(row.grantedFen)
    else { throw StoredDataError(what: "loan") }
    return LoanRow(
      key: row.key, borrower: row.borrower,
      size: row.size.flatMap { BorrowerSize(rawValue: $0) },
      credit: row.creditFen.flatMap { Fen($0) }, balance: balance, bad: bad, granted: granted,
      ratePPM: row.ratePPM, hasApplied: row.hasApplied, isApproved: row.isApproved)
  }

  static func json(
    _ indicator: LendingDefinition.Indicator, _ figure: LendingFigure
  ) -> JSON {
    let (outcome, reason) = outcome(figure.outcome)
    return [
      "code": .string(indicator.code), "kind": .string(indicator.kind.rawValue),
      "label": indicator.label.json, "outcome": .string(outcome), "reason": .optional(reason),
      "unit": .string(figure.kind == .borrowers ? "borrowers" : "ppm"),
      "reached": .optional(figure.reached.map { value($0, figure.kind) }),
      "bound": .optional(figure.bound.map { value($0, figure.kind) }),
      "rows": .int(Int64(figure.rows.count)),
      "rows_before": .int(Int64(figure.rowsBefore.count)),
    ]
  }

  /// What became of an indicator, and why there is nothing to say of it.
  static func outcome(_ outcome: LendingFigure.Outcome) -> (outcome: String, reason: String?) {
    switch outcome {
    case .met: ("met", nil)
    case .missed: ("missed", nil)
    case .undefined(let reason): ("undefined", reason.rawValue)
    }
  }

  /// Borrowers are counted; all else is a rate or a share in ppm.
  private static func value(_ ratio: Ratio, _ kind: LendingDefinition.Kind) -> Int64 {
    kind == .borrowers ? ratio.ppm / PartsPerMillion.one : ratio.ppm
  }

  /// A row with the definitions that count it, and those that might.
  static func json(_ row: LoanRowRecord, _ definitions: [LendingDefinition]) -> JSON {
    let loan = try? Self.loan(row)
    func codes(_ verdict: Bool?) -> JSON {
      .array(
        definitions.filter { definition in
          loan.map { definition.scope.takes($0) == verdict } ?? false
        }.map { .string($0.code) })
    }
    return [
      "id": .string(row.id.text), "key": .string(row.key), "borrower": .string(row.borrower),
      "size": .optional(row.size), "credit_fen": .optional(row.creditFen),
      "balance_fen": .int(row.balanceFen), "bad_fen": .int(row.badFen),
      "granted_fen": .int(row.grantedFen), "rate_ppm": .int(row.ratePPM),
      "applied": .bool(row.hasApplied), "approved": .bool(row.isApproved),
      "counted_by": codes(true), "unclear_to": codes(nil),
    ]
  }
}
