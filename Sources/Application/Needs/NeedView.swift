import Domain
import Store

/// How a need looks to those who may see it.
enum NeedView {
  static func json(_ need: NeedRecord, latestRun: RunID?) -> JSON {
    let state: JSON =
      switch (need.status, need.matchDueSince) {
      case ("withdrawn", _): "withdrawn"
      case (_, .some): "pending"
      case (_, nil): "decided"
      }
    return [
      "id": .string(need.id.text), "enterprise_id": .string(need.enterprise.text),
      "version": .int(Int64(need.version)), "status": .string(need.status),
      "amount": MoneyView.json(need.amountFen), "tenor_months": .int(Int64(need.tenorMonths)),
      "purpose": .string(need.purpose),
      "security": need.security.map { .array($0.map(JSON.string)) } ?? .null,
      "match": ["state": state, "run_id": .optional(latestRun?.text)],
      "created_at": .string(need.createdAt.text), "updated_at": .string(need.updatedAt.text),
    ]
  }
}

enum MoneyView {
  static func json(_ fen: Int64) -> JSON { ["fen": .int(fen), "currency": "CNY"] }
  static func json(_ fen: Int64?) -> JSON { fen.map { json($0) } ?? .null }
}

extension NeedRecord {
  /// The need as facts for the engine.
  var facts: FactSheet {
    FactSheet(
      NeedFacts.asked(
        amountFen: amountFen, tenorMonths: tenorMonths, purpose: purpose, security: security,
        at: versionCreatedAt))
  }
}

extension OpenNeed {
  /// The need as facts for the engine.
  var facts: [Fact] {
    NeedFacts.asked(
      amountFen: amountFen, tenorMonths: tenorMonths, purpose: purpose, security: security,
      at: versionCreatedAt)
  }
}

private enum NeedFacts {
  /// What is asked for is always known, but for security that was not said.
  static func asked(
    amountFen: Int64, tenorMonths: Int, purpose: String, security: [String]?, at instant: Instant
  ) -> [Fact] {
    let asOf = instant.legalDate
    func fact(_ path: String, _ value: FactValue) -> Fact {
      Fact(path: path, value: value, source: "need", asOf: asOf)
    }
    var facts = [
      fact("need.amount_fen", .integer(amountFen)),
      fact("need.tenor_months", .integer(Int64(tenorMonths))),
      fact("need.purpose", .text(purpose)),
    ]
    if let security { facts.append(fact("need.security", .set(security.sorted()))) }
    return facts
  }
}
