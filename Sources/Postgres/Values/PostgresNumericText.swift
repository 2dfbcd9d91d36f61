private let signPositive: UInt16 = 0x0000
private let signNegative: UInt16 = 0x4000
private let signNotANumber: UInt16 = 0xC000
private let signInfinity: UInt16 = 0xD000
private let signNegativeInfinity: UInt16 = 0xF000

/// The decimal text of a binary `numeric`: digit count, weight of the first digit, sign, number of
/// decimals, then digits in base 10 000 (server source, `numeric_send`).
func decodeNumericText(_ cell: PostgresCell) throws(PostgresError) -> String {
  guard cell.byteCount >= 8, cell.byteCount.isMultiple(of: 2) else {
    throw cell.mismatch(String.self, "broken numeric")
  }
  let words: [UInt16] = cell.withBytes { bytes in
    stride(from: 0, to: bytes.count, by: 2).map {
      UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt16.self))
    }
  }
  switch words[2] {
  case signNotANumber: return "NaN"
  case signInfinity: return "Infinity"
  case signNegativeInfinity: return "-Infinity"
  case signPositive, signNegative: break
  default: throw cell.mismatch(String.self, "broken numeric")
  }
  let digits = words.dropFirst(4)
  let weight = Int(Int16(bitPattern: words[1]))
  let decimals = Int(words[3])
  guard digits.count == Int(words[0]), decimals < 16_384 else {
    throw cell.mismatch(String.self, "broken numeric")
  }
  func digit(_ position: Int) -> String {
    let value = position >= 0 && position < digits.count ? digits[digits.startIndex + position] : 0
    let text = String(value)
    return String(repeating: "0", count: 4 - min(4, text.utf8.count)) + text
  }
  var whole = ""
  for position in stride(from: 0, through: weight, by: 1) { whole += digit(position) }
  whole = String(whole.drop { $0 == "0" })
  if whole.isEmpty { whole = "0" }
  if decimals > 0 {
    var fraction = ""
    var position = weight + 1
    while fraction.utf8.count < decimals {
      fraction += digit(position)
      position += 1
    }
    whole += "." + fraction.prefix(decimals)
  }
  return words[2] == signNegative ? "-" + whole : whole
}

/// Appends the binary `numeric` of a decimal text. Anything that is not an optional sign, digits
/// and one point becomes a form that the server refuses (SQLSTATE 22P03), never another number.
func encodeNumeric(_ text: String, into bytes: inout [UInt8]) {
  func special(_ sign: UInt16) {
    bytes.appendBigEndian(UInt16(0))
    bytes.appendBigEndian(UInt16(0))
    bytes.appendBigEndian(sign)
    bytes.appendBigEndian(UInt16(0))
  }
  switch text {
  case "NaN": return special(signNotANumber)
  case "Infinity": return special(signInfinity)
  case "-Infinity": return special(signNegativeInfinity)
  default: break
  }
  let isNegative = text.hasPrefix("-")
  let body = Array(text.utf8.dropFirst(isNegative || text.hasPrefix("+") ? 1 : 0))
  let zero = UInt8(ascii: "0")
  let point = body.firstIndex(of: UInt8(ascii: ".")) ?? body.count
  let whole: [UInt8] = Array(body[..<point].drop { $0 == zero })
  let fraction: [UInt8] = Array(body[point...].dropFirst())
  // An unknown sign: "invalid sign in external numeric value".
  let isDecimal = { (byte: UInt8) in byte >= zero && byte <= zero + 9 }
  guard body.contains(where: isDecimal), whole.allSatisfy(isDecimal),
    fraction.allSatisfy(isDecimal),
    whole.count < 131_072, fraction.count < 16_384
  else { return special(0x1234) }
  let padding = (4 - whole.count % 4) % 4
  let tail = (4 - fraction.count % 4) % 4
  var padded = [UInt8](repeating: zero, count: padding)
  padded += whole
  padded += fraction
  padded += [UInt8](repeating: zero, count: tail)
  var digits: [UInt16] = []
  for start in stride(from: 0, to: padded.count, by: 4) {
    var digit: UInt16 = 0
    for byte in padded[start..<start + 4] { digit = digit * 10 + UInt16(byte - zero) }
    digits.append(digit)
  }
  var weight = (whole.count + padding) / 4 - 1
  while let first = digits.first, first == 0 {
    digits.removeFirst()
    weight -= 1
  }
  while let last = digits.last, last == 0 { digits.removeLast() }
  bytes.appendBigEndian(UInt16(digits.count))
  bytes.appendBigEndian(Int16(digits.isEmpty ? 0 : weight))
  bytes.appendBigEndian(isNegative && !digits.isEmpty ? signNegative : signPositive)
  bytes.appendBigEndian(UInt16(fraction.count))
  for digit in digits { bytes.appendBigEndian(digit) }
}
