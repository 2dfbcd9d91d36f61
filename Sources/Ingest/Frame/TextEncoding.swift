/// How the bytes of an imported file spell its characters.
public enum TextEncoding: String, Hashable, Sendable {
  case utf8 = "utf-8"
  /// UTF-8 behind a byte order mark, as spreadsheets write "CSV UTF-8".
  case utf8WithMark = "utf-8-bom"

  /// Bytes before the first character.
  var markLength: Int { self == .utf8WithMark ? 3 : 0 }

  /// The encoding of `bytes`, when it is UTF-8.
  ///
  /// Nothing is converted silently: a wrong guess would change names without anyone seeing it.
  /// - Throws: one fault `encoding_gbk`, `encoding_utf16`, `encoding_utf32`, `encoding_invalid`,
  ///   `spreadsheet` or `nul_byte`, with a hint how to convert the file.
  static func detect(_ bytes: [UInt8]) throws(ImportFault) -> TextEncoding {
    func starts(_ mark: [UInt8]) -> Bool { bytes.starts(with: mark) }
    if starts([0xFF, 0xFE, 0, 0]) || starts([0, 0, 0xFE, 0xFF]) {
      throw conversion("encoding_utf32", "UTF-32")
    }
    if starts([0xFF, 0xFE]) || starts([0xFE, 0xFF]) {
      throw conversion("encoding_utf16", "UTF-16")
    }
    if starts([0x50, 0x4B, 0x03, 0x04]) || starts([0xD0, 0xCF, 0x11, 0xE0]) {
      throw ImportFault(
        "spreadsheet", zh: "这是电子表格文件,请另存为“CSV UTF-8(逗号分隔)”后再导入",
        en: "this is a spreadsheet file; save it as \"CSV UTF-8 (comma delimited)\" first")
    }
    if let nul = bytes.firstIndex(of: 0) {
      if looksLikeUTF16(bytes) { throw conversion("encoding_utf16", "UTF-16") }
      throw ImportFault(
        line: line(of: nul, in: bytes), "nul_byte", zh: "文件含有 NUL 字节,不是文本文件",
        en: "the file holds a NUL byte and is no text file")
    }
    let audit = UTF8Audit(bytes)
    if let invalid = audit.firstInvalid {
      // Chinese in UTF-8 is sequences of three bytes; where they prevail, a few bytes are broken.
      if audit.longSequences < audit.invalidBytes, looksLikeGBK(bytes) {
        throw conversion("encoding_gbk", "GB18030")
      }
      throw ImportFault(
        line: line(of: invalid, in: bytes), "encoding_invalid",
        zh: "第 \(invalid + 1) 个字节起不是有效的 UTF-8,请另存为 UTF-8 后再导入",
        en: "not valid UTF-8 from byte \(invalid + 1) on; save the file as UTF-8 first")
    }
    return starts([0xEF, 0xBB, 0xBF]) ? .utf8WithMark : .utf8
  }

  private static func conversion(_ code: String, _ name: String) -> ImportFault {
    let shown = name == "GB18030" ? "GBK/GB18030" : name
    return ImportFault(
      code,
      zh: "文件编码是 \(shown),请转换为 UTF-8:在表格软件中另存为“CSV UTF-8(逗号分隔)”,"
        + "或运行 iconv -f \(name) -t UTF-8 原文件 > 新文件",
      en: "the file is encoded in \(shown); convert it to UTF-8: save it as \"CSV UTF-8 (comma "
        + "delimited)\", or run iconv -f \(name) -t UTF-8 OLD > NEW")
  }

  /// 1-based line of a byte.
  private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
    1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
  }

  /// UTF-16 without a mark: in text with ASCII separators every other byte is often 0.
  private static func looksLikeUTF16(_ bytes: [UInt8]) -> Bool {
    let sample = bytes.prefix(4_096)
    var zeros = [0, 0]
    for (index, byte) in sample.enumerated() where byte == 0 { zeros[index & 1] += 1 }
    return max(zeros[0], zeros[1]) * 8 > sample.count && min(zeros[0], zeros[1]) * 8 < sample.count
  }

  /// Whether every byte fits GB18030: one byte below 0x80, two (GBK), or four.
  private static func looksLikeGBK(_ bytes: [UInt8]) -> Bool {
    var at = 0
    while at < bytes.count {
      if bytes[at] < 0x80 {
        at += 1
        continue
      }
      guard bytes[at] != 0x80, bytes[at] != 0xFF, at + 1 < bytes.count else { return false }
      switch bytes[at + 1] {
      case 0x40...0x7E, 0x80...0xFE: at += 2
      case 0x30...0x39:
        guard at + 3 < bytes.count, (0x81...0xFE).contains(bytes[at + 2]),
          (0x30...0x39).contains(bytes[at + 3])
        else { return false }
        at += 4
      default: return false
      }
    }
    return true
  }
}

/// What a file's bytes are as UTF-8 (RFC 3629: no overlong forms, no surrogates).
private struct UTF8Audit {
  /// Index of the first byte that fits no sequence.
  var firstInvalid: Int?
  var invalidBytes = 0
  /// Valid sequences of three or four bytes.
  var longSequences = 0

  init(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
      var at = 0
      while at < bytes.count {
        let length = Self.sequenceLength(bytes, at)
        if length == 0 {
          firstInvalid = firstInvalid ?? at
          invalidBytes += 1
        }
        if length > 2 { longSequences += 1 }
        at += max(length, 1)
      }
    }
  }

  /// Length of the valid sequence at `at`, or 0.
  private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    func follows(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      at + offset < bytes.count && range.contains(bytes[at + offset])
    }
    switch bytes[at] {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: return follows(1) ? 2 : 0
    case 0xE0: return follows(1, 0xA0...0xBF) && follows(2) ? 3 : 0
    case 0xED: return follows(1, 0x80...0x9F) && follows(2) ? 3 : 0
    case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
    case 0xF0: return follows(1, 0x90...0xBF) && follows(2) && follows(3) ? 4 : 0
    case 0xF4: return follows(1, 0x80...0x8F) && follows(2) && follows(3) ? 4 : 0
    case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
    default: return 0
    }
  }
}
