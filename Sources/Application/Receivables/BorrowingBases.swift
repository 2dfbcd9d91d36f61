import Arrangement
import Domain
import Postgres
import Store

/// What of a seller's receivables counts, and what may be advanced on it.
struct Borrowing: Sendable {
  var eligibility: Eligibility
  var base: BorrowingBase
  /// By identifiers, those that are judged.
  var receivables: [String: ReceivableRecord]
  /// Debtors that are core enterprises.
  var cores: [EnterpriseID: CoreEnterpriseRecord]
  /// Non-cash credits of the last twelve months over sales.
  var dilutionPPM: Int64
}

extension Application {
  /// Judges the open receivables of a seller.
  ///
  /// What it owes its debtors in turn is taken from the receivables that these have of it; what dilutes
  /// its sales is what was reversed or confirmed for less in the last twelve months.
  ///
  /// - Parameter institution: by whose policy; nil for the platform's.
  func borrowing(
    of seller: EnterpriseID, way: FinancingWay, by institution: String? = nil, on day: LegalDate,
    _ session: any PostgresSession
  ) async throws -> Borrowing {
    let policy = try reference.receivables.policy(of: institution, on: day)
    let records = try await ReceivableRepository.open(
      seller: seller, limit: Self.maximumOpenReceivables, session
    ).filter { !$0.isHeld }
    let debtors = Array(Set(records.map(\.debtor))).sorted()
    let cores = try await CoreEnterpriseRepository.find(debtors, session)
    let owed = try await ReceivableRepository.debts(of: seller, to: debtors, session)
    let (sales, credits) = try await ReceivableRepository.dilution(
      of: seller, since: day.adding(months: -12), session)
    let dilution =
      sales > 0
      ? min(
        PartsPerMillion.one,
        Exact.scaled(credits, by: PartsPerMillion.one, over: sales) ?? PartsPerMillion.one) : 0
    let outstanding = try await FinancingRepository.outstanding(of: seller, session)
    let eligibility = Eligibility(
      records.compactMap { $0.judged(group: cores[$0.debtor]?.group) }, by: policy, on: day)
    var strong: Set<String> = []
    for core in cores.values where core.isStrong {
      strong.insert(core.group ?? core.enterprise.text)
    }
    let lined = try await Self.lined(debtors, by: institution, session)
    let base = BorrowingBase(
      eligibility,
      BorrowingBase.Terms(
        way: way == .pledge ? .pledge : .factoring, dilutionPPM: dilution,
        payables: Dictionary(
          owed.map { ($0.key.text, Self.capped($0.value)) },
          uniquingKeysWith: { first, _ in first }),
        strong: strong, lined: lined, reserves: Self.capped(0),
        outstanding: Self.capped(outstanding)))
    return Borrowing(
      eligibility: eligibility, base: base,
      receivables: Dictionary(
        records.map { ($0.id.text, $0) }, uniquingKeysWith: { first, _ in first }), cores: cores,
      dilutionPPM: dilution)
  }

  /// Debtors of whom an institution carries no more than a credit line.
  private static func lined(
    _ debtors: [EnterpriseID], by institution: String?, _ session: any PostgresSession
  ) async throws -> Set<String> {
    guard let institution else { return [] }
    let keys = debtors.map { CreditLines.key(institution, $0) }
    let known = try await LedgerRepository.find(keys, session)
    return Set(
      debtors.filter { known[CreditLines.key(institution, $0)] != nil }.map(\.text))
  }

  /// An amount as far as amounts go.
  private static func capped(_ fen: Int64) -> Fen {
    guard let amount = Fen(min(max(0, fen), Fen.maximum)) else {
      preconditionFailure("an amount within the bounds was refused")
    }
    return amount
  }

  /// What may still be advanced on a seller's receivables: each with the first test it fails, the groups
  /// of debtors with what is taken off, and the whole.
  ///
  /// - Parameter institution: by whose policy; nil, or one without its own, for the platform's.
  /// - Throws: `.notFound` also when the caller may not see the enterprise; `.erased`.
  public func borrowingBase(
    of seller: EnterpriseID, way: FinancingWay, institution: String? = nil, actor: Actor
  ) async throws -> JSON {
    let today = clock.now().legalDate
    return try await readLogged(.receivable, as: actor) { session in
      _ = try await readable(seller, by: actor, session)
      // What others have of it counts too.
      try await actAsService(actor, session)
      let borrowing = try await borrowing(
        of: seller, way: way, by: institution, on: today, session)
      return (BorrowingView.json(borrowing, of: seller, way: way, on: today), [seller])
    }
  }

  /// Receivables that are not over by how late they are: of a seller by who owes, of a debtor by whom it
  /// owes.
  ///
  /// - Parameter isDebtor: what the enterprise owes, rather than what it is owed.
  /// - Throws: `.notFound` also when the caller may not see the enterprise; `.erased`.
  public func ageing(
    of enterprise: EnterpriseID, asDebtor isDebtor: Bool, actor: Actor
  ) async throws -> JSON {
    let today = clock.now().legalDate
    return try await readLogged(.receivable, as: actor) { session in
      _ = try await readable(enterprise, by: actor, session)
      let sums = try await ReceivableRepository.ageing(
        of: enterprise, isDebtor: isDebtor, on: today, bounds: AgeingView.bounds, session)
      return (
        AgeingView.json(sums, of: enterprise, isDebtor: isDebtor, on: today), [enterprise]
      )
    }
  }
}

/// How a borrowing base looks.
enum BorrowingView {
  static func json(
    _ borrowing: Borrowing, of seller: EnterpriseID, way: FinancingWay, on day: LegalDate
  ) -> JSON {
    let base = borrowing.base
    return [
      "enterprise_id": .string(seller.text), "way": .string(way.rawValue),
      "as_of": .string(day.text), "policy": .string(borrowing.eligibility.policy.code),
      "rate_ppm": .int(base.ratePPM), "dilution_ppm": .int(borrowing.dilutionPPM),
      "total": MoneyView.json(base.totalFen), "eligible": MoneyView.json(base.eligibleFen),
      "advance": MoneyView.json(base.advanceFen),
      "groups": .array(
        base.groups.map { group in
          [
            "group": .string(group.group), "eligible": MoneyView.json(group.eligibleFen),
            "contra": MoneyView.json(group.contraFen), "excess": MoneyView.json(group.excessFen),
            "counted": MoneyView.json(group.countedFen),
          ]
        }),
      "lines": .array(
        borrowing.eligibility.lines.map { line in
          [
            "receivable_id": .string(line.receivable.id),
            "debtor_id": .string(line.receivable.debtor),
            "face": MoneyView.json(line.face.value), "reason": .optional(line.reason?.code),
            "advance": MoneyView.json(base.advance(on: line)),
          ]
        }),
    ]
  }
}

/// How ages of receivables look.
enum AgeingView {
  /// Days past due up to which each stretch goes; the last one has no end.
  static let bounds: [Int32] = [0, 30, 60, 90]

  private static let names = ["current", "days_1_30", "days_31_60", "days_61_90", "days_over_90"]

  /// - Parameter sums: of each party and stretch, in the order of the parties.
  static func json(
    _ sums: [ReceivableAgeing], of enterprise: EnterpriseID, isDebtor: Bool, on day: LegalDate
  ) -> JSON {
    var total = Array(repeating: Int64(0), count: names.count)
    var parties: [(id: EnterpriseID, count: Int64, fen: [Int64])] = []
    for sum in sums where total.indices.contains(sum.stretch) {
      if parties.last?.id != sum.party {
        parties.append((sum.party, 0, Array(repeating: 0, count: names.count)))
      }
      parties[parties.count - 1].count += sum.count
      parties[parties.count - 1].fen[sum.stretch] += sum.fen
      total[sum.stretch] += sum.fen
    }
    func stretches(_ values: [Int64]) -> JSON {
      .object(
        Dictionary(
          zip(names, values.map { MoneyView.json($0) }), uniquingKeysWith: { first, _ in first }))
    }
    return [
      "enterprise_id": .string(enterprise.text), "as": isDebtor ? "debtor" : "seller",
      "as_of": .string(day.text), "total": stretches(total),
      "parties": .array(
        parties.map { party in
          [
            "enterprise_id": .string(party.id.text), "receivables": .int(party.count),
            "amounts": stretches(party.fen),
          ]
        }),
    ]
  }
}
