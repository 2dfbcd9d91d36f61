import Domain

/// One typed column: its name in the header, and how a cell becomes a value.
public struct Column<Value: Sendable>: Sendable {
  /// Name in the header, in snake_case.
  public let name: String
  /// The Chinese name, which the header may use instead.
  public let title: String
  /// Most characters (Unicode scalars) of a cell.
  public let maximumCharacters: Int
  /// Whether a cell is a code that faults may show only by its last four characters.
  public let isCode: Bool
  /// Reads a cell that is not empty, blanks around it removed; its faults need no place.
  public let read: @Sendable (String) throws(Fault) -> Value

  public init(
    _ name: String, title: String, maximumCharacters: Int = 1_000, isCode: Bool = false,
    read: @escaping @Sendable (String) throws(Fault) -> Value
  ) {
    self.name = name
    self.title = title
    self.maximumCharacters = maximumCharacters
    self.isCode = isCode
    self.read = read
  }
}

extension Column where Value == String {
  /// Text as it is.
  ///
  /// A cell that begins like a formula (`=`, `+`, `-`, `@`) is the fault `formula`: it would run in
  /// the spreadsheet of whoever opens a list with it later.
  public static func text(_ name: String, title: String, maximumCharacters: Int) -> Column {
    Column(name, title: title, maximumCharacters: maximumCharacters) { cell throws(Fault) in
      if let first = cell.unicodeScalars.first, "=+-@".unicodeScalars.contains(first) {
        throw Fault(
          "", "formula", zh: "不得以 = + - @ 开头", en: "must not begin with = + - or @")
      }
      if cell.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        throw Fault("", "control_character", zh: "含有控制字符", en: "holds a control character")
      }
      return cell
    }
  }

  /// A word of lowercase letters, digits, underscores and, when `dotted`, dots.
  public static func word(
    _ name: String, title: String, maximumCharacters: Int = 64, dotted: Bool = false
  ) -> Column {
    Column(name, title: title, maximumCharacters: maximumCharacters) { cell throws(Fault) in
      let isWord = cell.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
          || (dotted && byte == UInt8(ascii: "."))
      }
      guard isWord else {
        throw Fault(
          "", "word", zh: "只能用小写字母、数字\(dotted ? "、点" : "")和下划线",
          en: "only lowercase letters, digits\(dotted ? ", dots" : "") and underscores")
      }
      return cell
    }
  }
}

extension Column where Value == USCC {
  /// A unified social credit code.
  /// - Parameter admitted: normalised codes whose wrong check character an audited override admits.
  public static func uscc(admitting admitted: Set<String> = []) -> Column {
    Column("uscc", title: "统一社会信用代码", maximumCharacters: 64, isCode: true) {
      cell throws(Fault) in
      if admitted.contains(USCC.normalised(cell)) { return try USCC(legacyOverride: cell) }
      return try USCC(cell)
    }
  }
}

extension Column where Value == LegalDate {
  /// A day as `YYYY-MM-DD`, not after `latest` where that is given.
  public static func day(_ name: String, title: String, latest: LegalDate? = nil) -> Column {
    Column(name, title: title, maximumCharacters: 32) { cell throws(Fault) in
      guard let day = LegalDate(cell) else {
        throw Fault(
          "", "date", zh: "日期格式应为 YYYY-MM-DD", en: "must be a day as YYYY-MM-DD")
      }
      if let latest, day > latest {
        throw Fault(
          "", "future", zh: "日期不得晚于 \(latest.text)", en: "must not be after \(latest.text)")
      }
      return day
    }
  }
}

extension Column where Value == Int64 {
  /// A whole number of ASCII digits within `range`.
  public static func integer(
    _ name: String, title: String, in range: ClosedRange<Int64>
  ) -> Column {
    Column(name, title: title, maximumCharacters: 32) { cell throws(Fault) in
      guard let first = cell.utf8.first,
        first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
        let number = Int64(cell)
      else {
        throw Fault("", "integer", zh: "应为整数", en: "must be a whole number")
      }
      return try bounded(number, range)
    }
  }

  static func bounded(_ number: Int64, _ range: ClosedRange<Int64>) throws(Fault) -> Int64 {
    guard number >= range.lowerBound else {
      throw Fault(
        "", "below_min", zh: "不得小于 \(range.lowerBound)",
        en: "must be at least \(range.lowerBound)", limit: range.lowerBound)
    }
    guard number <= range.upperBound else {
      throw Fault(
        "", "above_max", zh: "不得大于 \(range.upperBound)",
        en: "must be at most \(range.upperBound)", limit: range.upperBound)
    }
    return number
  }
}

extension Column where Value == Bool {
  /// `true`/`false`, `1`/`0`, `yes`/`no`, `是`/`否`.
  public static func boolean(_ name: String, title: String) -> Column {
    Column(name, title: title, maximumCharacters: 16) { cell throws(Fault) in
      switch cell.lowercased() {
      case "true", "1", "yes", "是": return true
      case "false", "0", "no", "否": return false
      default:
        throw Fault("", "boolean", zh: "应为 是 或 否", en: "must be true or false")
      }
    }
  }
}

extension Column where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of a closed list of words.
  public static func choice(_ name: String, title: String) -> Column {
    Column(name, title: title, maximumCharacters: 64) { cell throws(Fault) in
      try parsed(cell)
    }
  }

  static func parsed(_ word: String) throws(Fault) -> Value {
    guard let value = Value(rawValue: word) else {
      let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault("", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
    }
    return value
  }

  /// A set of words of a closed list, separated by semicolons; a word given twice is a fault.
  public static func list(_ name: String, title: String) -> Column<[Value]> {
    Column<[Value]>(name, title: title, maximumCharacters: 1_000) { cell throws(Fault) in
      var values: [Value] = []
      for part in cell.split(whereSeparator: { $0 == ";" || $0 == "\u{FF1B}" }) {
        let value = try parsed(String(part).trimmed)
        guard !values.contains(where: { $0.rawValue == value.rawValue }) else {
          throw Fault("", "duplicate_value", zh: "取值重复", en: "a value is given twice")
        }
        values.append(value)
      }
      guard !values.isEmpty else {
        throw Fault("", "empty", zh: "不得为空", en: "must not be empty")
      }
      return values
    }
  }
}
