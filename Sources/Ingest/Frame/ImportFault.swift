import Domain

/// One thing wrong with an imported file: where, which rule, and what to do about it.
public struct ImportFault: Error, Hashable, Sendable {
  /// Whether the row is refused.
  public enum Severity: String, Hashable, Sendable {
    case error
    /// The row is taken; somebody should look at it.
    case warning
  }

  /// 1-based line of the file on which the record starts; nil for the file as a whole.
  public var line: Int?
  /// Name of the column.
  public var column: String?
  /// 1-based number of the column in the file.
  public var columnNumber: Int?
  /// A stable code in snake_case.
  public var code: String
  /// One sentence in Chinese.
  public var zh: String
  /// The same sentence in English.
  public var en: String
  /// The bound that was passed, where there is one.
  public var limit: Int64?
  /// The cell, shortened and with codes masked (`ShownValue`); nil where it would not help.
  public var value: String?
  public var severity: Severity

  public init(
    line: Int? = nil, column: String? = nil, columnNumber: Int? = nil, _ code: String, zh: String,
    en: String, limit: Int64? = nil, value: String? = nil, severity: Severity = .error
  ) {
    self.line = line
    self.column = column
    self.columnNumber = columnNumber
    self.code = code
    self.zh = zh
    self.en = en
    self.limit = limit
    self.value = value
    self.severity = severity
  }

  /// The sentence in one language.
  public func message(_ language: ReportLanguage) -> String { language == .zh ? zh : en }

  /// `{line, column, column_number, code, severity, zh, en, limit, value}`, absent ones null.
  public var json: JSON {
    [
      "line": .optional(line.map(Int64.init)), "column": .optional(column),
      "column_number": .optional(columnNumber.map(Int64.init)), "code": .string(code),
      "severity": .string(severity.rawValue), "zh": .string(zh), "en": .string(en),
      "limit": .optional(limit), "value": .optional(value),
    ]
  }

  /// The same as a `Fault` for problem+json, with the pointer `/line/column`.
  public var fault: Fault {
    let place = [line.map { String($0) }, column].compactMap { $0 }
    return Fault(
      place.map { "/" + Pointer.escape($0) }.joined(), code, zh: zh, en: en, limit: limit)
  }
}

/// Why a file cannot be read at all; never empty when thrown.
public struct ImportFaults: Error, Hashable, Sendable {
  public var list: [ImportFault]
  public init(_ list: [ImportFault]) { self.list = list }
  public init(_ fault: ImportFault) { self.list = [fault] }
}

/// What a report may show of a cell.
public enum ShownValue {
  /// Most characters of a cell that are shown.
  public static let maximumCharacters = 24

  /// The cell on one line, with long codes masked down to their last four characters, and cut to
  /// `maximumCharacters`.
  ///
  /// A run of letters and digits of 15 or more that holds 6 digits or more is taken for a credit
  /// code, an identity number or an account, also when blanks or hyphens stand inside.
  public static func shortened(_ text: String) -> String {
    let plain = masked(text)
    guard plain.count > maximumCharacters else { return plain }
    return plain.prefix(maximumCharacters - 1) + "…"
  }

  /// Stars and the last four letters or digits, for a cell that is a code.
  public static func code(_ text: String) -> String {
    let characters = text.prefix(64).unicodeScalars.filter { isAlphanumeric($0) }
    guard characters.count > 4 else { return String(repeating: "*", count: characters.count) }
    return "…" + String(String.UnicodeScalarView(characters.suffix(4)))
  }

  private static func masked(_ text: String) -> String {
    // No more is ever looked at than could be shown.
    let scalars = Array(text.unicodeScalars.prefix(256))
    var result = String.UnicodeScalarView()
    var at = 0
    while at < scalars.count {
      guard isAlphanumeric(scalars[at]) else {
        result.append(isControl(scalars[at]) ? " " : scalars[at])
        at += 1
        continue
      }
      var end = at
      var next = at
      while next < scalars.count, isAlphanumeric(scalars[next]) || isJoiner(scalars[next]) {
        next += 1
        if isAlphanumeric(scalars[next - 1]) { end = next }
      }
      let run = scalars[at..<end].filter { isAlphanumeric($0) }
      if run.count >= 15, run.count(where: isDigit) >= 6 {
        result.append("…")
        result.append(contentsOf: run.suffix(4))
      } else {
        result.append(contentsOf: scalars[at..<end].map { isControl($0) ? " " : $0 })
      }
      at = end
    }
    return String(result)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .format: true
    default: false
    }
  }

  /// ASCII and full-width digits.
  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value) || (0xFF10...0xFF19).contains(scalar.value)
  }

  private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    let value =
      scalar.value >= 0xFF01 && scalar.value <= 0xFF5E ? scalar.value - 0xFEE0 : scalar.value
    return (0x30...0x39).contains(value) || (0x41...0x5A).contains(value)
      || (0x61...0x7A).contains(value)
  }

  /// Blanks, hyphens and invisible marks people put inside codes.
  private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
  }
}
