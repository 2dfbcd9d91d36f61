import Domain

/// A fee of the loan, as a share of the principal.
public struct Fee: Hashable, Sendable {
  /// When it is paid. Yearly and monthly fees are given per year; yearly ones are paid at the start
  /// of each year, a last year that is not full by its months.
  public enum Timing: String, CaseIterable, Hashable, Sendable {
    case upfront
    case yearly
    case monthly
    /// Once, with the last repayment.
    case atEnd = "at_end"
  }

  /// Code such as `guarantee_fee`.
  public let kind: String
  /// Code of who receives it, such as `guarantor`.
  public let payee: String
  public let timing: Timing
  public let minPPM: Int64?
  /// The upper end; it ranks. Nil when only a "from" was published.
  public let maxPPM: Int64?
  /// Its own; nil when the price's citation covers it.
  public let citation: Citation?

  public init(
    kind: String, payee: String, timing: Timing, minPPM: Int64?, maxPPM: Int64?,
    citation: Citation? = nil
  ) {
    self.kind = kind
    self.payee = payee
    self.timing = timing
    self.minPPM = minPPM
    self.maxPPM = maxPPM
    self.citation = citation
  }
}

/// A compensating or guarantee deposit: a part of the loan that stays with the lender (or lessor)
/// for the whole term and comes back with its interest at the end. It costs because the loan bears
/// interest on money that cannot be used.
public struct Deposit: Hashable, Sendable {
  /// Share of the principal, in ppm.
  public let ppm: Int64
  /// Simple yearly rate the deposit bears, in ppm; 0 when it bears nothing.
  public let ratePPM: Int64
  public let citation: Citation

  public init(ppm: Int64, ratePPM: Int64, citation: Citation) {
    self.ppm = ppm
    self.ratePPM = ratePPM
    self.citation = citation
  }
}

/// Days of the year by which a yearly rate becomes one of a day (A/360, A/365).
public enum DayCount: Int64, CaseIterable, Hashable, Sendable {
  case days360 = 360
  case days365 = 365
}

/// Bridge money for a renewal (续贷过桥, 转贷): fee = amount × yearly rate / day count × days.
public struct Bridge: Hashable, Sendable {
  public let dayCount: DayCount
  /// Days the money is used as far as published; nil: all days of the tenor asked for.
  public let days: Int64?

  /// Most days a document may name.
  public static let maximumDays: Int64 = 366

  public init(dayCount: DayCount, days: Int64? = nil) {
    self.dayCount = dayCount
    self.days = days
  }
}
