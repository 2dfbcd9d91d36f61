import Domain

/// What may be advanced on the receivables of one seller.
///
///     counted of a debtor = max(0, Σ eligible faces − min(what he owes, what the seller owes him))
///     total               = Σ counted of all debtors
///     eligible of a group = Σ counted of its debtors under a credit line
///                         + min(Σ counted of its others, concentration × total)
///     advance             = max(0, rate × Σ eligible of the groups − reserves − outstanding)
///
/// The total is taken before anything is capped: the caps are not iterated. A debtor is under a credit line
/// where the funder has one of it, and the policy lets that stand in the place of its concentration.
/// Every division rounds down, so that a limit is never passed by a rounding.
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

  /// What keeps down what may be advanced on receivables that count.
  public enum Binding: String, CaseIterable, Hashable, Sendable {
    /// A debtor, with its group, is more than its share of the total.
    case concentration
    /// The seller owes its debtors in turn.
    case contra
    case outstanding
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
    /// Debtors of whom the funder carries no more than a credit line.
    public let lined: Set<String>
    public let reserves: Fen
    public let outstanding: Fen

    public init(
      way: ReceivablePolicy.Way, ratePPM: Int64? = nil, dilutionPPM: Int64 = 0,
      payables: [String: Fen] = [:], strong: Set<String> = [], lined: Set<String> = [],
      reserves: Fen, outstanding: Fen
    ) {
      self.way = way
      self.ratePPM = ratePPM
      self.dilutionPPM = dilutionPPM
      self.payables = payables
      self.strong = strong
      self.lined = lined
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
  /// What takes most off what may be advanced.
  public let binding: Binding

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
    let lined = policy.linedConcentration.value == .creditLine ? terms.lined : []
    let underLine = faces.mapValues { debtors in
      debtors.filter { lined.contains($0.key) }.reduce(Int64(0)) {
        $0 + $1.value - min($1.value, terms.payables[$1.key]?.value ?? 0)
      }
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
        excessFen: max(0, eligible - off - (underLine[group] ?? 0) - cap))
    }
    totalFen = total
    eligibleFen = groups.reduce(0) { $0 + $1.countedFen }
    let advance = Rounding.down(Int128(eligibleFen) * Int128(ratePPM), over: 1_000_000)
    advanceFen = max(0, advance - terms.reserves.value - terms.outstanding.value)
    let excess = Self.advanced(groups.reduce(0) { $0 + $1.excessFen }, ratePPM)
    let contraOff = Self.advanced(groups.reduce(0) { $0 + $1.contraFen }, ratePPM)
    let owed = terms.reserves.value + terms.outstanding.value
    // Of equal ones what is owed already, then what the seller owes.
    binding =
      owed >= max(excess, contraOff) ? .outstanding : contraOff >= excess ? .contra : .concentration
  }

  private static func advanced(_ fen: Int64, _ ratePPM: Int64) -> Int64 {
    Rounding.down(Int128(fen) * Int128(ratePPM), over: 1_000_000)
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
