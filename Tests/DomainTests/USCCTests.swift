import Domain
import Seeds
import Testing

@Suite("Unified social credit code")
struct USCCTests {
  /// Codes of well-known organisations: both check characters hold.
  static let valid = [
    "914403001922038216", "91440300708461136T", "91330100799655058B", "91110108551385082Q",
    "91110000802100433B", "911103026605015136", "91440300192317458F", "91440606722473344C",
    "91440400192548256N", "91440300192181490G", "91350900587527783P", "91100000100003962T",
    "911000001000013428", "911100001000044477", "9144030010001686XA", "9111000071093123XX",
    "9144030027939873X7", "91110000710925462X", "91340000711771143J", "913401001492097421",
    "91340000731686376P", "913400001489746613", "91340000704920454F", "91340000610400837Y",
    "91340700151105774A", "91340111MA2RAD3M4R", "91350200MA2YJ1XR9G", "91440101MA5CJQ4N59",
    "91350503MA31DKY80A", "91350203MA31NDF85F",
  ]
  static let synthetic = [
    "91340102MA2MTK1A1M", "91340102MA8TE5T02C", "91340200MA8PABCD14", "92340102MA2TW0K33T",
    "93341500MA2N1C2D9K", "913401005501888889",
  ]
  static let legacy = [
    "91350100M0001TGQXM", "91350211M0000XUF46", "91350203M0001FUE2P", "91350203M0001QAY9B",
  ]

  private func code(of input: String) -> String? {
    do {
      _ = try USCC(input)
      return nil
    } catch {
      return error.code
    }
  }

  @Test("a real code passes both checks", arguments: valid + synthetic)
  func realCodes(text: String) throws {
    let code = try USCC(text)
    #expect(code.text == text)
    #expect(code.hasValidChecksum)
    #expect(code.organisationCheckWarning == nil)
  }

  @Test("a code of the early pilot is refused, and admitted by the override", arguments: legacy)
  func legacyCodes(text: String) throws {
    #expect(code(of: text) == "checksum")
    let admitted = try USCC(legacyOverride: text)
    #expect(admitted.text == text)
    #expect(!admitted.hasValidChecksum)
    #expect(admitted.organisationCheckWarning == nil)
  }

  @Test("any single wrong character is found", arguments: valid)
  func flips(text: String) {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    for at in 0..<18 {
      for character in alphabet {
        var characters = Array(text)
        guard characters[at] != character else { continue }
        characters[at] = character
        #expect(code(of: String(characters)) == "checksum", "\(String(characters))")
      }
    }
  }

  @Test("any swap of two neighbours is found", arguments: valid)
  func swaps(text: String) {
    for at in 0..<17 {
      var characters = Array(text)
      guard characters[at] != characters[at + 1] else { continue }
      characters.swapAt(at, at + 1)
      #expect(code(of: String(characters)) == "checksum")
    }
  }

  @Test("length and alphabet have their own codes")
  func shapes() {
    #expect(code(of: "") == "length")
    #expect(code(of: "91440300192203821") == "length")
    #expect(code(of: "9144030019220382166") == "length")
    #expect(code(of: String(repeating: "9", count: 100_000)) == "length")
    #expect(code(of: "914403001922038217") == "checksum")
    for letter in "IOSVZ" {
      #expect(code(of: "9144030019220382\(letter)6") == "alphabet")
      #expect((try? USCC(legacyOverride: "9144030019220382\(letter)6")) == nil)
    }
    #expect(code(of: "9144030019220382é6") == "alphabet")
    #expect(code(of: "9144-03001922038-6") == "alphabet")
  }

  @Test("case, full-width characters, spaces and invisible marks are normalised first")
  func normalisation() throws {
    let expected = try USCC("91440300708461136T")
    for spelling in [
      "91440300708461136t", "  91440300708461136T\n", "9144 0300 7084 6113 6T",
      "９１４４０３００７０８４６１１３６Ｔ", "９１４４０３００７０８４６１１３６ｔ", "\u{FEFF}91440300\u{3000}708461136T\u{200B}",
    ] {
      #expect(try USCC(spelling) == expected)
    }
  }

  @Test("the organisation code is a warning, never a refusal")
  func organisationWarning() throws {
    // The last body character changed with its mod-31 check recomputed by search.
    let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    let found = alphabet.compactMap { try? USCC("91340102MA2MTK1A2\($0)") }
    let code = try #require(found.first)
    #expect(code.organisationCheckWarning?.code == "organisation_check")
  }

  @Test("the parts are read by position")
  func parts() throws {
    let code = try USCC("91340111MA2RAD3M4R")
    #expect(code.registration == "91")
    #expect(code.registeredDivision == "340111")
    #expect(code.organisationCode == "MA2RAD3M4")
  }

  @Test("a code never prints whole")
  func masking() throws {
    let code = try USCC("91340111MA2RAD3M4R")
    #expect(code.masked == "**************3M4R")
    var dumped = ""
    dump([code], to: &dumped)
    let shown = [
      "\(code)", String(describing: code), String(reflecting: code),
      String(reflecting: ["key": code]), "\(Optional(code) as Any)", dumped,
    ]
    for text in shown {
      #expect(!text.contains("MA2RAD") && text.contains("3M4R"), "\(text)")
    }
  }

  @Test("no fault repeats the code it refuses")
  func silentFaults() {
    for text in ["914403001922038217", "91440300192203821", "9144030019220382I6"] {
      do {
        _ = try USCC(text)
        Issue.record("must be refused")
      } catch {
        #expect(!error.zh.contains(text.prefix(8)) && !error.en.contains(text.prefix(8)))
      }
    }
  }

  @Test("made codes are valid in both checks, wrong parts make none")
  func making() throws {
    var random = SeededGenerator.announced("made codes")
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    for _ in 0..<2_000 {
      let body = String((0..<8).map { _ in alphabet[Int.random(in: 0..<31, using: &random)] })
      let made = try #require(
        USCC.make(registration: "91", division: "340100", organisationBody: body))
      #expect(made.hasValidChecksum && made.organisationCheckWarning == nil)
    }
    #expect(USCC.make(registration: "9", division: "340100", organisationBody: "MA2RAD3M") == nil)
    #expect(USCC.make(registration: "91", division: "34010A", organisationBody: "MA2RAD3M") == nil)
    #expect(USCC.make(registration: "91", division: "340100", organisationBody: "MA2RAD3I") == nil)
    #expect(
      USCC.make(registration: "91", division: "340111", organisationBody: "MA2RAD3M")?.text
        == "91340111MA2RAD3M4R")
  }
}
