/// How an institution decides of enterprises of one kind, to be held against how it decides of others.
///
/// Of few cases nothing is said: a count under the threshold is not told, and a share or a median takes the least
/// number of cases.
public struct Fairness: Hashable, Sendable {
  /// Decided offers: granted, declined, or left without an answer; nil under the threshold.
  public let cases: Int64?
  /// Of these in ppm; nil of too few.
  public let declinedPPM: Int64?
  public let unansweredPPM: Int64?
  /// First answers, claim or refusal; nil under the threshold.
  public let answers: Int64?
  /// Until then, in thousandths of a working day; nil of too few.
  public let medianMilliDays: Int64?

  /// - Parameters:
  ///   - least: from how many cases on shares and medians are told.
  ///   - threshold: counts below it are held back.
  public init(
    granted: Int64, declined: Int64, unanswered: Int64, answerDays: DayHistogram, least: Int64,
    threshold: Int64
  ) {
    let decided = granted + declined + unanswered
    let answered = answerDays.cases
    func share(_ count: Int64) -> Int64? {
      decided >= max(least, threshold)
        ? Ratio(Int128(count), over: Int128(decided))?.ppm : nil
    }
    cases = decided >= threshold ? decided : nil
    declinedPPM = share(declined)
    unansweredPPM = share(unanswered)
    answers = answered >= threshold ? answered : nil
    medianMilliDays = answered >= max(least, threshold) ? answerDays.medianMilliDays : nil
  }
}
