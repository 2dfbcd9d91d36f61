/// Whole fen handed out by claims that are no whole fen: the method of the largest remainder (Hamilton;
/// A. Balinski and H. P. Young, Fair Representation, 1982).
///
/// Everybody gets the whole part of his claim; what is left goes fen by fen to the largest remainders,
/// of equal ones to the first place.
public enum Apportionment {
  /// - Parameters:
  ///   - total: what is handed out, at least 0; the claims sum to it.
  ///   - claims: numerators over `divisor`. A negative one stands for somebody who is ahead: he gets
  ///     nothing.
  ///   - divisor: above 0.
  /// - Returns: parts that are never negative and sum to `total`.
  public static func parts(of total: Int64, claims: [Int128], over divisor: Int128) -> [Int64] {
    var parts: [Int64] = []
    var rests: [Int128] = []
    for claim in claims {
      let part = max(0, Rounding.floored(claim, divisor).quotient)
      parts.append(Int64(clamping: part))
      rests.append(claim - part * divisor)
    }
    var left = total - parts.reduce(0, +)
    if left > 0 {
      let order = parts.indices.sorted { (rests[$0], $1) > (rests[$1], $0) }
      var place = 0
      while left > 0, !order.isEmpty {
        parts[order[place % order.count]] += 1
        left -= 1
        place += 1
      }
    }
    // Somebody is ahead, so that the whole parts of the others are too many: the smallest remainders
    // wait, of equal ones the last place.
    while left < 0 {
      let paid = parts.indices.filter { parts[$0] > 0 }
        .sorted { (rests[$0], $1) < (rests[$1], $0) }
      guard !paid.isEmpty else { break }
      for index in paid where left < 0 {
        parts[index] -= 1
        rests[index] += divisor
        left += 1
      }
    }
    return parts
  }
}
