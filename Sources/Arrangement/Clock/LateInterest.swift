import Catalog
import Domain

extension PaymentClock {
  /// What a late debtor owes besides (728 第十五条, 802 第十七条).
  public struct LateInterest: Hashable, Sendable {
    /// Which rate counts.
    public enum Rate: Hashable, Sendable {
      /// None was agreed: so much a day, in ppm.
      case daily(ppm: Int64)
      /// Agreed, so much a year, in ppm.
      case agreed(ppm: Int64)
      /// Less was agreed than the law allows: the one-year LPR at the signing, in ppm.
      case floor(ppm: Int64)
    }

    public let law: String
    public let rate: Rate
    /// Days late: the day after the last one is the first.
    public let days: Int64
    /// Rounded to the fen, half to even.
    public let fen: Int64
    public let citation: Citation
  }

  /// Why interest cannot be told.
  public enum InterestSilence: Error, Hashable, Sendable {
    case payment(Silence)
    /// A rate was agreed, and the LPR of the signing that it may not be below is not known.
    case floorUnknown
  }

  /// The interest on what is late, up to and with a day: simple, by days, rounded once at the end.
  ///
  /// - Parameters:
  ///   - amount: what was not paid.
  ///   - day: the day it was paid, or today.
  ///   - lprPPM: the one-year LPR on the day of signing.
  /// - Throws: `InterestSilence` where the law says nothing of the contract, or the rate is not known.
  public func lateInterest(
    on amount: Fen, of contract: PaymentContract, through day: LegalDate, lprPPM: Int64?
  ) throws(InterestSilence) -> LateInterest {
    let payment: Payment
    let law: PaymentLaw
    do throws(Silence) {
      payment = try self.payment(of: contract, on: day)
      law = try bound(contract).law
    } catch {
      throw .payment(error)
    }
    let late = max(
      0, Int64(day.daysSinceEpoch) - Int64(payment.due.day.daysSinceEpoch))
    let days = Int128(late) * Int128(amount.value)
    let rate: LateInterest.Rate
    let fen: Int64
    if let agreed = contract.agreedInterestPPM {
      guard let lprPPM else { throw .floorUnknown }
      rate = agreed < lprPPM ? .floor(ppm: lprPPM) : .agreed(ppm: agreed)
      fen = Rounding.halfEven(
        days * Int128(max(agreed, lprPPM)),
        over: Int128(PartsPerMillion.one) * Int128(law.agreedRateYearDays.value))
    } else {
      rate = .daily(ppm: law.dailyInterestPPM.value)
      fen = Rounding.halfEven(
        days * Int128(law.dailyInterestPPM.value), over: Int128(PartsPerMillion.one))
    }
    return LateInterest(
      law: law.code, rate: rate, days: late, fen: fen, citation: law.dailyInterestPPM.citation)
  }
}
