import Domain

/// One spelling for what people write in many: numbers of invoices and contracts, parties.
public enum Canonical {
  /// Longest text that is looked at, in Unicode scalars; what is longer is cut there.
  static let maximumScalars = 500
  /// Digits of the number of a paper invoice, which stands beside its code.
  static let paperNumberDigits = 8

  /// Letters and digits only: white space, invisible marks and punctuation fall away, full-width forms
  /// and digits of any script become ASCII, small letters capitals. Leading zeros fall away; a number of
  /// nothing but zeros is one `0`.
  public static func number(_ text: String) -> String {
    withoutLeadingZeros(word(text))
  }

  /// The number of an invoice: a 20-digit number (数电票) alone, or a paper invoice's code and number.
  /// The number is filled up to its eight digits before the code is set in front, so that a paper invoice
  /// typed in one piece or in two is the same.
  public static func invoice(code: String?, number: String) -> String {
    let tail = word(number)
    guard let head = code.map(word), !head.isEmpty else { return withoutLeadingZeros(tail) }
    let isDigits = tail.utf8.allSatisfy { (0x30...0x39).contains($0) }
    let missing = isDigits ? max(0, paperNumberDigits - tail.utf8.count) : 0
    return withoutLeadingZeros(head + String(repeating: "0", count: missing) + tail)
  }

  /// A USCC or another name of a party; leading zeros count.
  public static func party(_ text: String) -> String { word(text) }

  /// The number before a suffix that splits it: `…5678-1`, `…5678/2`, `…5678(A)`, `…5678之二` have the
  /// stem `…5678`. A suffix is what stands behind the last mark that is neither letter nor digit, at most
  /// ``maximumSuffix`` letters or digits, behind a stem of at least ``minimumStem``.
  public static func stem(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars.prefix(maximumScalars))
    var end = scalars.count
    // Closing marks: `(1)`.
    while end > 0, character(scalars[end - 1]) == nil { end -= 1 }
    guard let mark = scalars[..<end].lastIndex(where: { character($0) == nil || $0 == "之" })
    else { return number(text) }
    let suffix = scalars[(mark + 1)..<end].compactMap(character).joined()
    let head = scalars[..<mark].compactMap(character).joined()
    guard !suffix.isEmpty, suffix.unicodeScalars.count <= maximumSuffix,
      head.unicodeScalars.count >= minimumStem
    else { return number(text) }
    return withoutLeadingZeros(head)
  }

  /// Most letters or digits of a suffix.
  static let maximumSuffix = 2
  /// Fewest letters or digits before one.
  static let minimumStem = 6

  private static func word(_ text: String) -> String {
    text.unicodeScalars.prefix(maximumScalars).compactMap(character).joined()
  }

  private static func withoutLeadingZeros(_ word: String) -> String {
    let rest = word.drop { $0 == "0" }
    return rest.isEmpty && !word.isEmpty ? "0" : String(rest)
  }

  /// A letter or digit in its one form; nil for everything else.
  private static func character(_ scalar: Unicode.Scalar) -> String? {
    let properties = scalar.properties
    // Digits of other scripts, circled and raised ones too.
    if properties.numericType == .decimal || properties.numericType == .digit,
      let value = properties.numericValue
    {
      return String(Int(value))
    }
    var plain = scalar
    if (0xFF01...0xFF5E).contains(scalar.value),
      let narrow = Unicode.Scalar(scalar.value - 0xFEE0)
    {
      plain = narrow
    }
    guard plain.properties.isAlphabetic || plain.properties.numericType != nil else { return nil }
    return plain.properties.uppercaseMapping
  }
}
