/// Guesses about bytes that are not UTF-8, for a helpful message only; never to decode them.
enum ByteGuess {
  /// Whether every byte fits GBK's two-byte form (GB/T 2312 extended: lead 81–FE, trail 40–7E and
  /// 80–FE) and at least one pair stands in it.
  static func looksLikeGBK(_ bytes: [UInt8]) -> Bool {
    var position = 0
    var pairs = 0
    while position < bytes.count {
      let lead = bytes[position]
      if lead < 0x80 {
        position += 1
        continue
      }
      guard (0x81...0xFE).contains(lead), position + 1 < bytes.count else { return false }
      let trail = bytes[position + 1]
      guard (0x40...0xFE).contains(trail), trail != 0x7F else { return false }
      pairs += 1
      position += 2
    }
    return pairs > 0
  }

  /// UTF-8, UTF-16 or UTF-32 byte order mark.
  static func hasByteOrderMark(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFF, 0xFE])
      || bytes.starts(with: [0xFE, 0xFF])
  }

  /// Offset of the first byte that cannot stand where it is, by the table of RFC 3629 section 4.
  static func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
    var position = 0
    while position < bytes.count {
      let lead = bytes[position]
      let count: Int
      var second: ClosedRange<UInt8> = 0x80...0xBF
      switch lead {
      case 0x00...0x7F: count = 0
      case 0xC2...0xDF: count = 1
      case 0xE0: (count, second) = (2, 0xA0...0xBF)
      case 0xED: (count, second) = (2, 0x80...0x9F)
      case 0xE1...0xEF: count = 2
      case 0xF0: (count, second) = (3, 0x90...0xBF)
      case 0xF4: (count, second) = (3, 0x80...0x8F)
      case 0xF1...0xF3: count = 3
      default: return position
      }
      guard position + count < bytes.count else { return position }
      for step in 0..<count {
        let allowed = step == 0 ? second : 0x80...0xBF
        guard allowed.contains(bytes[position + step + 1]) else { return position }
      }
      position += count + 1
    }
    return nil
  }
}
