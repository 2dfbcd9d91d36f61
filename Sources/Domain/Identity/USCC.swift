/// A unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters that name one
/// registered organisation for life.
///
/// The code is never shown whole by accident: `description`, string interpolation and `dump` give
/// `masked`; ask for `text` where the whole code is meant.
public struct USCC: Hashable, Comparable, Sendable {
  /// The 18 characters, normalised: ASCII digits and capitals.
  public let text: String

  /// Number of characters of a code.
  public static let length = 18

  /// Reads and checks a code as people write it; see `normalised(_:)`.
  /// - Throws: one fault with the code `length`, `alphabet` or `checksum`; no fault repeats the code.
  public init(_ input: String) throws(Fault) {
    let code = try Self.shape(input)
    guard code.last == Self.checkCharacter(code.dropLast()) else {
      throw Fault(
        "", "checksum", zh: "统一社会信用代码的校验位不符,请核对是否有误输",
        en: "the check character does not match; compare the code for a typing error")
    }
    text = String(decoding: code, as: UTF8.self)
  }

  /// Admits a code whose check character does not match.
  ///
  /// Codes issued in an early pilot fail the mod-31 check for good. Use this only where the
  /// override is asked for and audited, and to read back what was so admitted. Length and alphabet
  /// are checked all the same.
  /// - Throws: one fault with the code `length` or `alphabet`.
  public init(legacyOverride input: String) throws(Fault) {
    text = String(decoding: try Self.shape(input), as: UTF8.self)
  }

  /// Whether the check character matches; false only for codes admitted by override.
  public var hasValidChecksum: Bool {
    let code = Array(text.utf8)
    return code.last == Self.checkCharacter(code.dropLast())
  }

  /// The registration authority and kind: characters 1 and 2, such as `91` for a company.
  public var registration: String { String(text.prefix(2)) }

  /// The division of the *registration authority*, characters 3 to 8.
  ///
  /// Not where the enterprise is: provincial registrations carry `340000`, and abolished divisions
  /// stay in the code for life.
  public var registeredDivision: String { String(text.dropFirst(2).prefix(6)) }

  /// The organisation code (GB 11714), characters 9 to 17, without its hyphen.
  public var organisationCode: String { String(text.dropFirst(8).prefix(9)) }

  /// The warning `organisation_check` when the organisation code inside does not check (GB 11714),
  /// else nil. Independent of the checksum, and never a reason to refuse.
  public var organisationCheckWarning: Fault? {
    let code = Array(organisationCode.utf8)
    guard code.last != OrganisationCode.checkCharacter(code.dropLast()) else { return nil }
    return Fault(
      "", "organisation_check", zh: "其中的组织机构代码校验位不符(GB 11714),请核对",
      en: "the organisation code inside does not check (GB 11714); please compare it")
  }

  /// Stars and the last four characters, for logs and lists.
  public var masked: String { "**************" + text.suffix(4) }

  /// By bytes.
  public static func < (left: USCC, right: USCC) -> Bool { left.text < right.text }

  /// Removes white space and invisible marks, turns full-width characters into ASCII, and
  /// lowercase letters into capitals. Nothing else: a hyphen or an `O` for a `0` stays and is
  /// refused by the checks.
  public static func normalised(_ input: String) -> String {
    // Nearly every code comes as it should be; the scan of bytes is what bulk imports pay.
    let isNormal = input.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
    }
    if isNormal { return input }
    var result = String.UnicodeScalarView()
    for scalar in input.unicodeScalars {
      if scalar.properties.isWhitespace || invisible.contains(scalar) { continue }
      var value = scalar.value
      if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
      if (0x61...0x7A).contains(value) { value -= 0x20 }
      result.append(Unicode.Scalar(value) ?? scalar)
    }
    return String(result)
  }

  /// Makes a valid code for samples and tests, with both check characters computed.
  /// - Parameters:
  ///   - registration: two characters, such as `91`.
  ///   - division: six digits.
  ///   - organisationBody: eight characters of the code's alphabet, without the check character.
  /// - Returns: nil when a part has another length or other characters.
  public static func make(
    registration: String, division: String, organisationBody: String
  ) -> USCC? {
    let parts = [Array(registration.utf8), Array(division.utf8), Array(organisationBody.utf8)]
    guard parts.map(\.count) == [2, 6, 8], parts[1].allSatisfy({ (0x30...0x39).contains($0) }),
      let organisationCheck = OrganisationCode.checkCharacter(parts[2][...])
    else { return nil }
    let code = parts.flatMap { $0 } + [organisationCheck]
    guard let check = checkCharacter(code[...]) else { return nil }
    return try? USCC(String(decoding: code + [check], as: UTF8.self))
  }

  /// Zero-width and byte-order marks that spreadsheets and web pages leave behind.
  private static let invisible: Set<Unicode.Scalar> = [
    "\u{200B}", "\u{200C}", "\u{200D}", "\u{FEFF}",
  ]

  /// GB 32100-2015 table 1: no I, O, S, V, Z; a character's value is its index.
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

  /// 3^(i−1) mod 31 for the places 1 to 17.
  private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

  /// Values of ASCII bytes in the alphabet, −1 for all others.
  private static let values: [Int] = {
    var values = Array(repeating: -1, count: 256)
    for (value, byte) in alphabet.enumerated() { values[Int(byte)] = value }
    return values
  }()

  private static func shape(_ input: String) throws(Fault) -> [UInt8] {
    // A bound before the work: no spelling of 18 characters needs more than this.
    guard input.utf8.count <= 512 else { throw lengthFault }
    let normal = normalised(input)
    guard normal.unicodeScalars.count == length else { throw lengthFault }
    for (index, scalar) in normal.unicodeScalars.enumerated() {
      guard scalar.isASCII, values[Int(scalar.value)] >= 0 else {
        throw Fault(
          "", "alphabet", zh: "第 \(index + 1) 位不是统一社会信用代码可用的字符(不用 I、O、S、V、Z)",
          en: "character \(index + 1) is not used in these codes (there is no I, O, S, V, Z)")
      }
    }
    return Array(normal.utf8)
  }

  private static var lengthFault: Fault {
    Fault(
      "", "length", zh: "统一社会信用代码应为 18 位", en: "the code must have 18 characters",
      limit: Int64(length))
  }

  /// The 18th character for the first 17; nil for other lengths or characters.
  private static func checkCharacter(_ body: ArraySlice<UInt8>) -> UInt8? {
    guard body.count == weights.count else { return nil }
    var sum = 0
    for (byte, weight) in zip(body, weights) {
      guard values[Int(byte)] >= 0 else { return nil }
      sum += values[Int(byte)] * weight
    }
    return alphabet[(31 - sum % 31) % 31]
  }
}

extension USCC: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `masked`.
  public var description: String { masked }
  /// `masked`.
  public var debugDescription: String { masked }
  /// Shows `masked` only, so that `dump` does not print the code.
  public var customMirror: Mirror { Mirror(self, children: ["masked": masked]) }
}

/// The organisation code (组织机构代码, GB 11714) inside a unified social credit code.
enum OrganisationCode {
  /// GB 11714: weights of the eight characters of the body.
  private static let weights = [3, 7, 9, 10, 5, 8, 4, 2]

  /// The ninth character for the first eight; nil for other lengths or characters.
  ///
  /// This standard counts A = 10 … Z = 35 *with* I, O, S, V and Z, unlike GB 32100: M is 22 here
  /// and 21 there.
  static func checkCharacter(_ body: ArraySlice<UInt8>) -> UInt8? {
    guard body.count == weights.count else { return nil }
    var sum = 0
    for (byte, weight) in zip(body, weights) {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): sum += Int(byte - UInt8(ascii: "0")) * weight
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): sum += Int(byte - UInt8(ascii: "A") + 10) * weight
      default: return nil
      }
    }
    switch 11 - sum % 11 {
    case 10: return UInt8(ascii: "X")
    case 11: return UInt8(ascii: "0")
    case let digit: return UInt8(ascii: "0") + UInt8(digit)
    }
  }
}
