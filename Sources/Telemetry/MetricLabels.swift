/// Names and labels in the Prometheus text exposition format 0.0.4 (Prometheus documentation,
/// "Exposition formats").
enum MetricText {
  /// `name` with every character outside `[a-zA-Z0-9_:]` turned into `_`, and no digit in front.
  static func metricName(_ name: String) -> String { sanitised(name, colons: true) }

  /// Like `metricName`, without colons, which label names may not hold.
  static func labelName(_ name: String) -> String { sanitised(name, colons: false) }

  private static func sanitised(_ name: String, colons: Bool) -> String {
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      let isLetter = (0x41...0x5A).contains(byte & 0xDF) && byte < 0x80
      let isDigit = (0x30...0x39).contains(byte)
      if isDigit, bytes.isEmpty { bytes.append(UInt8(ascii: "_")) }
      let isKept = isLetter || isDigit || (colons && byte == UInt8(ascii: ":"))
      bytes.append(isKept ? byte : UInt8(ascii: "_"))
    }
    return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
  }

  /// Backslash, quotation mark and line feed escaped; cut to `maximumBytes` at a character.
  static func labelValue(_ value: String, maximumBytes: Int) -> String {
    var text = ""
    var size = 0
    for character in value {
      size += character.utf8.count
      if size > maximumBytes { break }
      switch character {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n", "\r\n": text += "\\n"
      default: text.append(character)
      }
    }
    return text
  }

  /// `a="1",b="2"` sorted by name, so that equal label sets are equal text.
  static func labels(_ dimensions: [(String, String)], maximumValueBytes: Int) -> String {
    dimensions.map { (labelName($0.0), labelValue($0.1, maximumBytes: maximumValueBytes)) }
      .sorted { $0.0 < $1.0 }
      .map { "\($0.0)=\"\($0.1)\"" }
      .joined(separator: ",")
  }

  /// One sample line. `labels` is what stands between the braces.
  static func sample(_ name: String, _ labels: String, _ value: String) -> String {
    labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
  }

  /// A float as the format writes it.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return String(value)
  }
}
