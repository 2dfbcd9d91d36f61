import Domain

/// Which industry codes a criterion's value covers, without a table at hand.
///
/// The division ranges of the sections are those of GB/T 4754-2017 (国家统计局, in force from
/// 2017-10-01); a test holds them against `Schemas/reference/industries-gbt4754-2017.csv`.
public enum IndustrySections {
  /// The section letter of a code, by its division; nil when no section has it.
  public static func section(of code: IndustryCode) -> Character? {
    if code.isSection { return code.text.first }
    guard let division = code.division.flatMap({ Int($0) }) else { return nil }
    return sections.first { $0.last >= division }?.letter
  }

  /// Whether a criterion's value (a section letter or the beginning of a code) covers a code. A
  /// code coarser than the value is not covered: it does not say so much.
  public static func covers(_ value: IndustryCode, _ code: IndustryCode) -> Bool {
    if value.isSection { return section(of: code) == value.text.first }
    return !code.isSection && code.text.utf8.starts(with: value.text.utf8)
  }

  /// Last division of each section, in rising order.
  private static let sections: [(letter: Character, last: Int)] = [
    ("A", 5), ("B", 12), ("C", 43), ("D", 46), ("E", 50), ("F", 52), ("G", 60), ("H", 62),
    ("I", 65), ("J", 69), ("K", 70), ("L", 72), ("M", 75), ("N", 79), ("O", 82), ("P", 83),
    ("Q", 85), ("R", 90), ("S", 96), ("T", 97),
  ]
}
