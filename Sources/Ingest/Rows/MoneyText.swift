import Domain

/// Amounts as people and spreadsheets write them, read exactly: no floating point on the way.
public enum MoneyText {
  /// Fen from an amount in yuan such as `3000000`, `3,000,000.00` or `0.5`.
  /// - Throws: a fault with the code `number`, `exponent`, `decimals`, `negative`, `amount_unit` or
  ///   `above_max`.
  public static func fen(yuan text: String) throws(Fault) -> Fen {
    let bytes = Array(text.utf8)
    if bytes.first == UInt8(ascii: "-") {
      throw Fault("", "negative", zh: "金额不得为负", en: "an amount is not negative")
    }
    if text.contains(where: { "万亿千百元\u{A5}\u{FFE5}".contains($0) }) {
      throw Fault(
        "", "amount_unit", zh: "金额以元为单位,只写数字", en: "write the amount in yuan, digits only")
    }
    if let first = bytes.first, (0x30...0x39).contains(first),
      bytes.contains(where: { $0 | 0x20 == UInt8(ascii: "e") })
    {
      throw Fault(
        "", "exponent", zh: "请勿使用科学计数法,将单元格设为文本或数值后重新导出",
        en: "no scientific notation; format the column as a number and export again")
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let yuan = whole(parts[0]) else { throw notANumber }
    var fen: Int64 = 0
    if parts.count == 2 {
      let decimals = Array(parts[1].utf8)
      guard !decimals.isEmpty, decimals.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw notANumber
      }
      guard decimals.count <= 2 else {
        throw Fault(
          "", "decimals", zh: "金额最多两位小数", en: "an amount has at most two decimals", limit: 2)
      }
      fen = Int64(decimals[0] - 0x30) * 10
      if decimals.count == 2 { fen += Int64(decimals[1] - 0x30) }
    }
    guard yuan <= Fen.maximum / 100, let amount = Fen(yuan * 100 + fen) else {
      throw Fault(
        "", "above_max", zh: "不得大于 \(Fen.maximum / 100) 元",
        en: "must be at most \(Fen.maximum / 100) yuan", limit: Fen.maximum)
    }
    return amount
  }

  private static var notANumber: Fault {
    Fault("", "number", zh: "应为数字,如 3000000.00", en: "must be a number such as 3000000.00")
  }

  /// Digits, in groups of three when there are commas; too many digits give a number above every
  /// amount.
  private static func whole(_ text: Substring) -> Int64? {
    let groups = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let first = groups.first, !first.isEmpty,
      groups.count == 1
        || (first.utf8.count <= 3 && groups.dropFirst().allSatisfy { $0.utf8.count == 3 })
    else { return nil }
    var number: Int64 = 0
    for byte in groups.joined().utf8 {
      guard (0x30...0x39).contains(byte) else { return nil }
      number = min(number * 10 + Int64(byte - 0x30), Fen.maximum)
    }
    return number
  }
}
