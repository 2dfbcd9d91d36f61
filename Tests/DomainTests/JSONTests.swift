import Domain
import Seeds
import Testing

@Suite("JSON")
struct JSONTests {
  private func refusal(_ text: String) -> JSONParser.Failure? {
    do {
      _ = try JSONParser.parse(text)
      return nil
    } catch {
      return error
    }
  }

  @Test("values are read as they are")
  func values() throws {
    let json = try JSONParser.parse(
      " {\"a\" : [1, -2, 0, true, false, null], \"b\\/c\": \"\\u00e9\\ud83d\\ude00\\n\"}\r\n\t")
    #expect(json["a"] == [1, -2, 0, true, false, nil])
    #expect(json["b/c"]?.stringValue == "é😀\n")
    #expect(try JSONParser.parse("9223372036854775807") == .int(.max))
    #expect(try JSONParser.parse("-9223372036854775808") == .int(.min))
    #expect(try JSONParser.parse("-0") == 0)
    #expect(try JSONParser.parse("[]") == [] && JSONParser.parse("{}") == [:])
  }

  @Test(
    "what RFC 8259 does not allow is refused",
    arguments: [
      "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "[1 2]", "01", "-01", "+1", "-",
      ".5",
      "tru", "nul", "True", "NaN", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\t\"", "\"\n\"",
      "1 2", "[] []", "{\"a\"}", "{\"a\":}", "{\"a\":1 \"b\":2}", "// x\n1", "\u{FEFF}1", "[1}",
      "\"\\",
    ])
  func syntax(text: String) {
    #expect(refusal(text)?.code == "json_syntax", "\(text)")
  }

  @Test("what would change the meaning is refused with its own code")
  func strictness() {
    #expect(refusal("1.0")?.code == "json_number")
    #expect(refusal("1e3")?.code == "json_number")
    #expect(refusal("9223372036854775808")?.code == "json_number")
    #expect(refusal("{\"a\":1,\"a\":1}")?.code == "json_duplicate_member")
    #expect(refusal("{\"a\":1,\"\\u0061\":2}")?.code == "json_duplicate_member")
    #expect(refusal("\"\\ud800\"")?.code == "json_encoding")
    #expect(refusal("\"\\udc00\"")?.code == "json_encoding")
    #expect(refusal("\"\\ud800\\u0041\"")?.code == "json_encoding")
    #expect(refusal("\"\\u0000\"")?.code == "json_encoding")
  }

  @Test(
    "bytes that are not UTF-8 are refused",
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xE4, 0xB8, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
    ] as [[UInt8]])
  func encoding(bytes: [UInt8]) {
    let failure = #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(bytes) }
    #expect(failure?.code == "json_encoding")
  }

  @Test("a failure points at the value being read")
  func pointers() {
    #expect(refusal("{\"a\":[1,{\"b/c~\":1.5}]}")?.pointer == "/a/1/b~1c~0")
    #expect(refusal("{\"a\":1,\"a\":2}")?.pointer == "/a")
    #expect(refusal("[1,2,x]")?.offset == 5)
  }

  @Test("nesting is bounded, however it is built")
  func depth() {
    let within = JSONParser.depthLimit - 1
    let far = JSONParser.depthLimit + 5
    func nested(_ open: String, _ middle: String, _ close: String, _ count: Int) -> String {
      String(repeating: open, count: count) + middle + String(repeating: close, count: count)
    }
    #expect(refusal(nested("[", "1", "]", within)) == nil)
    #expect(refusal(nested("{\"a\":", "1", "}", within)) == nil)
    #expect(refusal(nested("[", "1", "]", far))?.code == "json_depth")
    #expect(refusal(nested("{\"a\":", "1", "}", far))?.code == "json_depth")
    #expect(refusal(String(repeating: "[", count: 1_000_000))?.code == "json_depth")
  }

  @Test("RFC 8785 section 3.2.3: members are sorted by UTF-16 code units")
  func canonicalOrder() throws {
    let json = try JSONParser.parse(
      """
      {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",\
      "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",\
      "\\u00f6":"Latin Small Letter O With Diaeresis"}
      """)
    #expect(
      Array(json.canonicalText.utf8)
        == Array(
          """
          {"\\r":"Carriage Return","1":"One","\u{80}":"Control",\
          "\u{F6}":"Latin Small Letter O With Diaeresis","\u{20AC}":"Euro Sign",\
          "\u{1F600}":"Emoji: Grinning Face","\u{FB33}":"Hebrew Letter Dalet With Dagesh"}
          """.utf8))
  }

  @Test("RFC 8785 section 3.2.2: literals, strings and integers have one form")
  func canonicalForms() throws {
    let json = try JSONParser.parse(
      """
      { "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/", \
      "literals": [null, true, false], "numbers": [ -0, 10, -7 ] }
      """)
    #expect(
      json.canonicalText
        == #"{"literals":[null,true,false],"numbers":[0,10,-7],"string":"€$\u000f\nA'B\"\\\\\"/"}"#)
    let controls = JSON.string("\u{8}\u{9}\u{A}\u{C}\u{D}\u{1}\u{1F}\u{7F}\u{2028}")
    #expect(
      Array(controls.canonicalText.utf8)
        == Array(#""\b\t\n\f\r\u0001\u001f"#.utf8) + Array("\u{7F}\u{2028}\"".utf8))
  }

  @Test("the canonical form of any value reads back as that value")
  func roundTrip() throws {
    var random = SeededGenerator.announced("JSON round trip")
    func text() -> String {
      let scalars = (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 1...0x2FFFF, using: &random))
      }
      return String(String.UnicodeScalarView(scalars))
    }
    func value(_ depth: Int) -> JSON {
      switch Int.random(in: 0..<(depth > 3 ? 4 : 6), using: &random) {
      case 0: return .null
      case 1: return .bool(Bool.random(using: &random))
      case 2: return .int(Int64.random(in: .min ... .max, using: &random))
      case 3: return .string(text())
      case 4:
        return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth + 1) })
      default:
        var members: [String: JSON] = [:]
        for _ in 0..<Int.random(in: 0...4, using: &random) { members[text()] = value(depth + 1) }
        return .object(members)
      }
    }
    for _ in 0..<500 {
      let json = value(0)
      let bytes = json.canonicalBytes
      let back = try JSONParser.parse(bytes)
      #expect(back == json && back.canonicalBytes == bytes)
    }
  }
}
