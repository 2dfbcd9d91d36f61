import Catalog
import Domain

/// A fund that bridges the days between the payoff of a loan and its renewal (续贷过桥), as data
/// (`Schemas/arrangement/bridge.yaml`).
public struct BridgeFund: Hashable, Sendable {
  /// What must hold before money is lent.
  public enum Gate: String, CaseIterable, Hashable, Sendable {
    /// The lender does not renew without repayment (无还本续贷), which comes first.
    case noDirectRenewal = "no_direct_renewal"
    /// The lender has committed itself in writing to renew.
    case commitment
    /// It is the lender whose loan is paid off.
    case sameLender = "same_lender"
    /// It renews at least what is bridged.
    case renewalAmount = "renewal_amount"
    /// It confirms that it is processing the payoff.
    case inProcess = "in_process"
    /// The loan falls due within the window.
    case maturity
    case noOverdue = "no_overdue"
    /// Taxes are paid.
    case taxesPaid = "taxes_paid"
    /// The firm is registered where the fund is.
    case local
    /// Not more than the fund lends one firm.
    case singleMaximum = "single_maximum"
    /// Not longer than it lends.
    case days
  }

  public struct GateRule: Hashable, Sendable {
    public let gate: Gate
    public let citation: Citation
  }

  public let code: String
  public let label: Label
  public let period: EffectivePeriod
  public let jurisdiction: RegionCode
  public let capital: Setting<Int64>
  public let singleMaximumFen: Setting<Int64>
  /// The rate is so many thousandths of the one-year LPR.
  public let lprMultipleMilli: Setting<Int64>
  /// Days of a year for the fee.
  public let yearDays: Setting<Int64>
  public let maximumDays: Setting<Int64>
  /// A loan is bridged when it falls due at most so many days after the bridge begins.
  public let windowDays: Setting<Int64>
  /// In the order in which they are looked at.
  public let gates: [GateRule]

  /// What the bridge costs: for the days used, simple, rounded to the fen, half to even.
  ///
  /// - Parameters:
  ///   - lprPPM: the one-year LPR on the day it begins.
  ///   - days: below 0 counts as 0.
  public func feeFen(on amount: Fen, lprPPM: Int64, days: Int64) -> Int64 {
    Rounding.halfEven(
      Int128(amount.value) * Int128(max(0, lprPPM)) * Int128(lprMultipleMilli.value)
        * Int128(max(0, days)),
      over: Int128(PartsPerMillion.one) * 1_000 * Int128(yearDays.value))
  }
}

/// The funds there are.
public struct BridgeFunds: Hashable, Sendable {
  public let funds: [BridgeFund]

  /// The version of a fund that holds on a day.
  public func fund(_ code: String, on day: LegalDate) -> BridgeFund? {
    funds.first { $0.code == code && $0.period.contains(day) }
  }
}

extension BridgeFunds {
  /// Most funds.
  static let maximumCount = 1_000
  /// Longest bridge or window, in days.
  static let maximumDays: Int64 = 366
  /// Greatest multiple of the LPR, in thousandths.
  static let maximumMilli: Int64 = 10_000

  /// From a document in the form of `Schemas/arrangement/bridge.yaml`.
  ///
  /// - Throws: every fault, with pointers; besides malformed members `duplicate_id` (a gate twice) and
  ///   `overlap`.
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let funds = reader.requiredList("funds", maximumCount: Self.maximumCount, Self.readFund)
    var faults = reader.finish() + Nulls.faults(in: json)
    if faults.isEmpty {
      faults = Periods.overlaps(funds, name: \.code, days: \.period).map {
        .overlap("/funds/\($0)")
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.funds = funds
  }

  private static func readFund(_ reader: inout ObjectReader) -> BridgeFund? {
    let code = reader.requiredName("code", allowing: "-")
    let label = reader.requiredLabel("label")
    let period = reader.requiredPeriod()
    let place = reader.requiredString("jurisdiction", maximumLength: 6)
    let jurisdiction = place.flatMap { RegionCode($0) }
    if place != nil, jurisdiction == nil {
      reader.add(.pattern(reader.path("jurisdiction"), "340800"))
    }
    let capital = reader.requiredSetting("capital_fen", in: 0...Fen.maximum)
    let single = reader.requiredSetting("single_maximum_fen", in: 0...Fen.maximum)
    let multiple = reader.requiredSetting("lpr_multiple_milli", in: 0...maximumMilli)
    let year = reader.requiredSetting("year_days", in: 360...366)
    let days = reader.requiredSetting("maximum_days", in: 1...maximumDays)
    let window = reader.requiredSetting("window_days", in: 0...maximumDays)
    let rules = reader.requiredList("gates", maximumCount: BridgeFund.Gate.allCases.count) {
      nested -> BridgeFund.GateRule? in
      let gate = nested.requiredChoice("gate", of: BridgeFund.Gate.self)
      let citation = nested.requiredCitation()
      guard let gate, let citation else { return nil }
      return BridgeFund.GateRule(gate: gate, citation: citation)
    }
    var seen: Set<BridgeFund.Gate> = []
    for rule in rules where !seen.insert(rule.gate).inserted {
      reader.add(.duplicate(reader.path("gates"), rule.gate.rawValue))
    }
    guard let code, let label, let period, let jurisdiction, let capital, let single,
      let multiple, let year, let days, let window
    else { return nil }
    return BridgeFund(
      code: code, label: label, period: period, jurisdiction: jurisdiction, capital: capital,
      singleMaximumFen: single, lprMultipleMilli: multiple, yearDays: year, maximumDays: days,
      windowDays: window, gates: rules)
  }
}
