/// An industry by its code in GB/T 4754-2017: a section letter (A to T), or two to four digits for
/// the division, group or class.
public struct IndustryCode: Hashable, Comparable, Sendable {
  /// The letter or the digits.
  public let text: String

  /// From one letter A to T, or two to four ASCII digits above 00; nil for anything else.
  ///
  /// Only the shape is checked: `IndustryTable` knows which divisions exist.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    switch bytes.count {
    case 1: guard (UInt8(ascii: "A")...UInt8(ascii: "T")).contains(bytes[0]) else { return nil }
    case 2...4:
      guard bytes.allSatisfy({ (0x30...0x39).contains($0) }), bytes[0] + bytes[1] > 0x60 else {
        return nil
      }
    default: return nil
    }
    self.text = text
  }

  /// Whether this is a section letter.
  public var isSection: Bool { text.utf8.count == 1 }

  /// The two digits of the division; nil for a section.
  public var division: String? { isSection ? nil : String(text.prefix(2)) }

  /// By bytes.
  public static func < (left: IndustryCode, right: IndustryCode) -> Bool { left.text < right.text }
}

extension IndustryCode: CustomStringConvertible {
  /// The letter or the digits.
  public var description: String { text }
}

/// The sections and divisions of GB/T 4754-2017, read from
/// `Schemas/reference/industries-gbt4754-2017.csv` (columns `section,division,name`).
///
/// Copies of the standard in circulation are mostly the 2011 edition, whose divisions from 79 on
/// are shifted by one: keep the edition beside a stored code.
public struct IndustryTable: Sendable {
  /// The edition of the codes.
  public static let edition = "GB/T 4754-2017"

  /// One division (大类).
  public struct Division: Hashable, Sendable {
    public let code: IndustryCode
    public let section: IndustryCode
    public let name: String
  }

  /// All divisions in the order of their codes.
  public let divisions: [Division]
  private let byDivision: [String: Division]
  private let sections: Set<IndustryCode>

  /// - Parameter text: the CSV file.
  /// - Throws: faults with the pointer `/line/column`: `header`, `columns`, `industry`, `duplicate`.
  public init(csv text: String) throws(Faults) {
    let table = try ReferenceRows(text, columns: ["section", "division", "name"])
    var faults: [Fault] = []
    var byDivision: [String: Division] = [:]
    for row in table.rows {
      guard let section = IndustryCode(row.text("section")), section.isSection,
        let code = IndustryCode(row.text("division")), code.text.utf8.count == 2,
        !row.text("name").isEmpty
      else {
        faults.append(
          row.fault(
            "division", "industry", zh: "应为门类字母、两位大类代码和名称",
            en: "must be a section letter, a two-digit division and a name"))
        continue
      }
      let division = Division(code: code, section: section, name: row.text("name"))
      guard byDivision.updateValue(division, forKey: code.text) == nil else {
        faults.append(row.fault("division", "duplicate", zh: "大类重复", en: "given twice"))
        continue
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    divisions = byDivision.values.sorted { $0.code < $1.code }
    self.byDivision = byDivision
    sections = Set(divisions.map(\.section))
  }

  /// The code of an industry as text.
  ///
  /// The table holds sections and divisions; the third and fourth digits are taken as they are.
  /// - Throws: a fault with the code `industry_format` or `industry_unknown`.
  public func industry(_ text: String) throws(Fault) -> IndustryCode {
    guard let code = IndustryCode(text) else {
      throw Fault(
        "", "industry_format", zh: "行业代码应为门类字母或二至四位数字(GB/T 4754-2017)",
        en: "an industry code is a section letter or two to four digits (GB/T 4754-2017)")
    }
    guard section(of: code) != nil else {
      throw Fault(
        "", "industry_unknown", zh: "未知的行业代码(GB/T 4754-2017)",
        en: "this industry code is not in GB/T 4754-2017")
    }
    return code
  }

  /// The section a code belongs to (or is); nil when the table does not know it.
  public func section(of code: IndustryCode) -> IndustryCode? {
    if code.isSection { return sections.contains(code) ? code : nil }
    return code.division.flatMap { byDivision[$0]?.section }
  }

  /// The division a code belongs to; nil for a section or an unknown code.
  public func division(of code: IndustryCode) -> Division? {
    code.division.flatMap { byDivision[$0] }
  }

  /// Whether `code` lies within `pattern`: its section is the pattern's letter, or its digits begin
  /// with the pattern's (`39` holds `3911`).
  ///
  /// A code coarser than the pattern (`C` against `39`) does not match: it does not say so much.
  public func matches(_ code: IndustryCode, within pattern: IndustryCode) -> Bool {
    if pattern.isSection { return section(of: code) == pattern }
    return !code.isSection && code.text.utf8.starts(with: pattern.text.utf8)
  }
}
