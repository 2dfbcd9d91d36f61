import Catalog
import Domain
import Ingest

/// What the texts of an entry must look like, the same in a request and in a file. The checks take a
/// text that is not empty, and their faults need no place.
enum DirectoryText {
  static let maximumName = 200
  static let maximumAddress = 300
  static let maximumIntro = 2_000
  static let maximumDocument = 1_000
  static let maximumURL = 2_000
  static let maximumWebSite = 300
  static let maximumEmail = 254
  static let maximumPhone = 40
  static let maximumRegions = 100

  /// One line of text that reads back from a file as it was: without what is not seen, and without
  /// characters that would melt into the comma or quotation mark beside them.
  static func line(_ text: String) throws(Fault) -> String {
    guard !text.unicodeScalars.contains(where: isUnseen) else {
      throw Fault(
        "", "control_character", zh: "含有控制字符或不可见字符",
        en: "holds a control character or an invisible one")
    }
    let isMelted = text.contains { character in
      let scalars = character.unicodeScalars
      return scalars.count > 1 && (scalars.first == "," || scalars.first == "\"")
    }
    guard !isMelted, ("," + text + ",").count == text.count + 2 else {
      throw Fault(
        "", "combining_character", zh: "组合字符不得独立使用",
        en: "a combining character must follow a letter")
    }
    return text
  }

  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// A text of the catalog as a line, whatever it holds: publishing must not fail for it.
  static func cleaned(_ text: String, maximum: Int, else other: String) -> String {
    let plain = String(
      String.UnicodeScalarView(text.unicodeScalars.map { isUnseen($0) ? " " : $0 }))
    let cut = trimmed(
      String(String.UnicodeScalarView(trimmed(plain).unicodeScalars.prefix(maximum))))
    guard !cut.isEmpty, let checked = try? line(cut) else { return other }
    return checked
  }

  /// Without white space at both ends.
  static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// A code as institutions of the catalog have: `^[a-z0-9][a-z0-9_-]{0,63}$`.
  static func code(_ text: String) throws(Fault) -> String {
    guard isCode(text) else {
      throw Fault(
        "", "pattern", zh: "应由小写字母、数字、_ 或 - 组成,以字母或数字开头,最多 64 个字符",
        en: "must be lower-case letters, digits, _ or -, begin with a letter or digit, and have at "
          + "most 64 characters")
    }
    return text
  }

  static func isCode(_ text: String) -> Bool {
    text.utf8.count <= 64 && Name.isValid(text, allowing: "_-")
  }

  /// A division by its six digits; one of a province the product knows must be known.
  static func region(_ text: String, _ regions: RegionTable) throws(Fault) -> String {
    guard let code = RegionCode(text) else {
      throw Fault(
        "", "region_format", zh: "行政区划代码应为六位数字", en: "a region code has six digits")
    }
    guard regions[code.province] == nil || regions[code] != nil else {
      throw Fault("", "region_unknown", zh: "未知的行政区划代码", en: "this region code is not known")
    }
    return code.text
  }

  /// The number of an office: digits with blanks, brackets, `+` and `-` between; no mobile number,
  /// which is a person's.
  static func phone(_ text: String) throws(Fault) -> String {
    let bytes = Array(text.utf8)
    let inside = Set(" ()+-".utf8)
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    guard bytes.count >= 3, bytes.count <= maximumPhone, let first = bytes.first,
      let last = bytes.last, isDigit(last),
      isDigit(first) || first == UInt8(ascii: "+") || first == UInt8(ascii: "("),
      bytes.allSatisfy({ isDigit($0) || inside.contains($0) })
    else {
      throw Fault(
        "", "phone", zh: "应为办公电话,如 0551-62646666",
        en: "must be an office number, such as 0551-62646666")
    }
    var digits = String(decoding: bytes.filter(isDigit), as: UTF8.self)
    if digits.hasPrefix("0086") {
      digits.removeFirst(4)
    } else if digits.hasPrefix("86") {
      digits.removeFirst(2)
    }
    let isMobile =
      digits.utf8.count == 11 && digits.hasPrefix("1")
      && "3456789".contains(digits.dropFirst().first ?? " ")
    guard !isMobile else {
      throw Fault(
        "", "mobile_number", zh: "不得填写手机号码,只登记机构的办公电话",
        en: "a mobile number is a person's: give the office's")
    }
    return text
  }

  /// An address of the World Wide Web in ASCII.
  static func webSite(_ text: String) throws(Fault) -> String {
    func fault() -> Fault {
      Fault(
        "", "web_site", zh: "应为 http:// 或 https:// 开头的网址", en: "must begin with http:// or https://"
      )
    }
    let scheme = ["https://", "http://"].first { text.hasPrefix($0) }
    guard let scheme, text.utf8.count <= maximumWebSite else { throw fault() }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }
    let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let isHost =
      !parts[0].isEmpty
      && parts[0].utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2E || $0 == 0x2D }
    let isPort =
      parts.count == 1
      || ((1...5).contains(parts[1].utf8.count)
        && parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) })
    let isPath = rest.dropFirst(authority.count).utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard isHost, isPort, isPath else { throw fault() }
    return text
  }

  /// The mailbox of an office.
  static func email(_ text: String) throws(Fault) -> String {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let extra = Set("._%+-".utf8)
    let isMailbox =
      parts.count == 2 && text.utf8.count <= maximumEmail && (1...64).contains(parts[0].utf8.count)
      && parts[0].utf8.first.map(isLetterOrDigit) == true
      && parts[0].utf8.allSatisfy { isLetterOrDigit($0) || extra.contains($0) }
    let labels =
      parts.count == 2 ? parts[1].split(separator: ".", omittingEmptySubsequences: false) : []
    let isDomain =
      labels.count >= 2
      && labels.allSatisfy { label in
        !label.isEmpty && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D }
      }
    guard isMailbox, isDomain else {
      throw Fault("", "email", zh: "应为机构的电子邮箱", en: "must be an e-mail address of the institution")
    }
    return text
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// One of the tags a citation may have.
  static func tag(_ text: String) throws(Fault) -> String {
    guard SourceTag(rawValue: text) != nil else {
      let known = SourceTag.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault("", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
    }
    return text
  }

  /// A day that has come.
  static func observed(_ day: LegalDate, today: LegalDate) throws(Fault) -> LegalDate {
    guard day <= today else {
      throw Fault("", "future", zh: "不得晚于今天", en: "must not lie in the future")
    }
    return day
  }
}
