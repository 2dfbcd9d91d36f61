/// How many columns text takes on a terminal.
///
/// Chinese characters take two (Unicode Standard Annex 11, East Asian Width W and F); combining
/// marks and format characters take none.
enum DisplayWidth {
  /// The columns of a text without control characters.
  static func of(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  /// The columns of one character: its widest scalar decides, so that an emoji of several scalars
  /// counts once.
  static func of(_ character: Character) -> Int {
    var width = 0
    for scalar in character.unicodeScalars { width = max(width, of(scalar)) }
    return width
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return scalar.value < 0x20 || scalar.value == 0x7f ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    return isWide(scalar.value) ? 2 : 1
  }

  /// The wide and fullwidth ranges that occur in text for people; each pair is closed.
  private static let wide: [(UInt32, UInt32)] = [
    (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x25FD, 0x25FE),
    (0x2614, 0x2615), (0x26AA, 0x26AB), (0x2705, 0x2705), (0x274C, 0x274C), (0x2753, 0x2755),
    (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF),
    (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE10, 0xFE19), (0xFE30, 0xFE6F),
    (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18CFF), (0x1AFF0, 0x1B2FF),
    (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF),
    (0x20000, 0x3FFFD),
  ]

  private static func isWide(_ value: UInt32) -> Bool {
    var low = 0
    var high = wide.count
    while low < high {
      let middle = (low + high) / 2
      if value > wide[middle].1 {
        low = middle + 1
      } else if value < wide[middle].0 {
        high = middle
      } else {
        return true
      }
    }
    return false
  }

  /// Fills up with spaces, or cuts with `…`, to exactly so many columns.
  static func fit(_ text: String, columns: Int, alignedRight: Bool = false) -> String {
    let width = of(text)
    if width > columns { return cut(text, columns: columns) }
    let space = String(repeating: " ", count: columns - width)
    return alignedRight ? space + text : text + space
  }

  /// Cuts to exactly so many columns, the last one a `…`.
  private static func cut(_ text: String, columns: Int) -> String {
    guard columns > 0 else { return "" }
    var kept = ""
    var width = 0
    for character in text {
      let own = of(character)
      guard width + own <= columns - 1 else { break }
      kept.append(character)
      width += own
    }
    // A wide character that did not fit leaves a column free.
    return kept + "…" + String(repeating: " ", count: columns - 1 - width)
  }
}
