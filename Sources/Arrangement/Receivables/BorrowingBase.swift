import Domain

/// What may be advanced on the receivables of one seller.
///
///     counted of a debtor = max(0, Σ eligible faces − min(what he owes, what the seller owes him))
///     total               = Σ counted of all debtors
///     eligible of a group = min(Σ counted of its debtors, concentration × total)
///     advance             = max(0, rate × Σ eligible of the groups − reserves − outstanding)
///
/// The total is taken before anything is capped: the caps are not iterated. Every division rounds
/// down, so that a limit is never passed by a rounding.
public struct BorrowingBase: Hashable, Sendable {
  /// One debtor, or one group of debtors.
  public struct GroupLine: Hashable, Sendable {
    /// The group, or the debtor that stands alone.
    public let group: String
    /// Faces that passed the tests.
    public let eligibleFen: Int64
    /// Taken off for what the seller owes its debtors (民法典 第五百四十九条, set-off).
    public let contraFen: Int64
    /// Taken off because the group is more than its share of the total.
    public let excessFen: Int64

    public var countedFen: Int64 { eligibleFen - contraFen - excessFen }
  }

  /// What besides the receivables decides.
  public struct Terms: Hashable, Sendable {
    public let way: ReceivablePolicy.Way
    /// The institution's own rate in ppm; nil for the policy's.
    public let ratePPM: Int64?
    /// Non-cash credits of the last twelve months over gross sales.
    public let dilutionPPM: Int64
    /// What the seller owes, by debtor.
    public let payables: [String: Fen]
    /// Debtors or groups whose concentration may be greater.
    public let strong: Set<String>
    public let reserves: Fen
    public let outstanding: Fen

    public init(
      way: ReceivablePolicy.Way, ratePPM: Int64? = nil, dilutionPPM: Int64 = 0,
      payables: [String: Fen] = [:], strong: Set<String> = [], reserves: Fen, outstanding: Fen
    ) {
      self.way = way
      self.ratePPM = ratePPM
      self.dilutionPPM = dilutionPPM
      self.payables = payables
      self.strong = strong
      self.reserves = reserves
      self.outstanding = outstanding
    }
  }

  /// In the order of the names of the groups, by bytes.
  public let groups: [GroupLine]
  /// After set-off, before concentration.
  public let totalFen: Int64
  /// After concentration.
  public let eligibleFen: Int64
  /// The rate after dilution, in ppm.
  public let ratePPM: Int64
  /// What may still be advanced.
  public let advanceFen: Int64

  public init(_ eligibility: Eligibility, _ terms: Terms) {
    let policy = eligibility.policy
    ratePPM = Self.rate(policy, terms)
    var faces: [String: [String: Int64]] = [:]
    for line in eligibility.lines where line.reason == nil {
      let debtor = line.receivable.debtor
      faces[line.receivable.debtorGroup ?? debtor, default: [:]][debtor, default: 0] +=
        line.face.value
    }
    let contra = faces.mapValues { debtors in
      debtors.reduce(Int64(0)) { $0 + min($1.value, terms.payables[$1.key]?.value ?? 0) }
    }
    let whole = faces.mapValues { $0.values.reduce(0, +) }
    let total = whole.reduce(Int64(0)) { $0 + $1.value - (contra[$1.key] ?? 0) }
    groups = whole.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { group in
      let (eligible, off) = (whole[group] ?? 0, contra[group] ?? 0)
      let share =
        terms.strong.contains(group)
        ? policy.strongConcentrationPPM.value : policy.concentrationPPM.value
      let cap = Rounding.down(Int128(total) * Int128(share), over: 1_000_000)
      return GroupLine(
        group: group, eligibleFen: eligible, contraFen: off,
        excessFen: max(0, eligible - off - cap))
    }
    totalFen = total
    eligibleFen = groups.reduce(0) { $0 + $1.countedFen }
    let advance = Rounding.down(Int128(eligibleFen) * Int128(ratePPM), over: 1_000_000)
    advanceFen = max(0, advance - terms.reserves.value - terms.outstanding.value)
  }

  private static func rate(_ policy: ReceivablePolicy, _ terms: Terms) -> Int64 {
    let asked = terms.ratePPM ?? policy.advancePPM[terms.way]?.value ?? 0
    let base = min(max(0, asked), policy.advanceCeilingPPM.value)
    // What dilutes takes more off when it is rounded up.
    let off = Rounding.up(
      Int128(max(0, terms.dilutionPPM)) * Int128(policy.dilutionDeductionPPM.value),
      over: 1_000_000)
    return max(0, base - off)
  }

  /// What may be reserved on one receivable: its face at the rate, rounded down.
  public func advance(on line: Eligibility.Line) -> Int64 {
    guard line.reason == nil else { return 0 }
    return Rounding.down(Int128(line.face.value) * Int128(ratePPM), over: 1_000_000)
  }
}

extension ReceivablePolicy {
  /// The longest a financing may run, in days: to the due day and the grace, and no longer than the
  /// product. Never below 0.
  public func tenorDays(
    dueOn: LegalDate, today: LegalDate, productMaximum: Int64
  ) -> Int64 {
    let left = Int64(dueOn.daysSinceEpoch) - Int64(today.daysSinceEpoch) + graceDays.value
    return max(0, min(productMaximum, left))
  }
}
