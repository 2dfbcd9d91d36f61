import Domain
import Ingest
import Seeds
import Testing

@Suite("Comma-separated files")
struct CSVDocumentTests {
  /// 企业名称,安徽 in GBK.
  private static let gbk: [UInt8] = [
    0xC6, 0xF3, 0xD2, 0xB5, 0xC3, 0xFB, 0xB3, 0xC6, 0x2C, 0xB0, 0xB2, 0xBB, 0xD5, 0x0A,
  ]

  @Test("UTF-8 is read with and without a byte order mark")
  func marks() throws {
    let plain = try document("a,b\n1,2\n")
    let marked = try document("\u{FEFF}a,b\n1,2\n")
    #expect(plain.encoding == .utf8 && marked.encoding == .utf8WithMark)
    #expect(plain.header == ["a", "b"] && marked.header == ["a", "b"])
    #expect(plain.records().map(\.cells) == marked.records().map(\.cells))
  }

  @Test("GBK, UTF-16, UTF-32 and broken bytes are named, with a way to convert them")
  func encodings() {
    let utf16: [UInt8] = [0xFF, 0xFE] + "a,b".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let bare = "code,name\nx,y\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    for (bytes, code) in [
      (Self.gbk, "encoding_gbk"), ([0x61, 0x2C, 0x81, 0x30, 0x84, 0x36, 0x0A], "encoding_gbk"),
      (utf16, "encoding_utf16"), (bare, "encoding_utf16"),
      ([0xFE, 0xFF, 0x00, 0x61], "encoding_utf16"),
      ([0xFF, 0xFE, 0x00, 0x00, 0x61, 0x00, 0x00, 0x00], "encoding_utf32"),
    ] as [([UInt8], String)] {
      let faults = refusal(bytes)
      #expect(faults.map(\.code) == [code])
      #expect(faults.first?.zh.contains("iconv") == true)
      #expect(faults.first?.en.contains("UTF-8") == true)
    }
    let broken = refusal(Array("企业,b\n1,2\nx".utf8) + [0xE4, 0xB8] + Array("\n".utf8))
    #expect(broken.map(\.code) == ["encoding_invalid"])
    #expect(broken.first?.line == 3)
    for overlong in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF]]
      as [[UInt8]]
    {
      #expect(refusal(Array("a\n".utf8) + overlong).first?.code.hasPrefix("encoding_") == true)
    }
  }

  @Test("what is no text, or too much, is refused whole")
  func refusals() {
    #expect(refusal([]).map(\.code) == ["empty"])
    #expect(refusal(Array("\n\r\n\n".utf8)).map(\.code) == ["empty"])
    #expect(
      refusal(Array("a,b\n1,\0 ok as text\n".utf8)).map { [$0.code, "\($0.line ?? 0)"] } == [
        ["nul_byte", "2"]
      ])
    #expect(refusal([0x50, 0x4B, 0x03, 0x04, 0, 0]).map(\.code) == ["spreadsheet"])
    #expect(refusal(Array("a;b;c\n1;2;3\n".utf8)).map(\.code) == ["delimiter"])
    let limits = ImportLimits(maximumBytes: 30, maximumRows: 2, maximumColumns: 3)
    #expect(refusal(Array("a,b,c,d\n".utf8), limits: limits).map(\.code) == ["too_many_columns"])
    #expect(refusal(Array("a\n1\n2\n3\n".utf8), limits: limits).map(\.code) == ["too_many_rows"])
    #expect(refusal(Array("a\n1\n2\n\n\n".utf8), limits: limits).isEmpty)
    #expect(refusal(Array(repeating: 0x61, count: 31), limits: limits).map(\.code) == ["too_large"])
  }

  @Test("a record's line is where it starts, also behind line breaks inside quotes")
  func lines() throws {
    for newline in ["\n", "\r\n", "\r"] {
      let text = [
        "a,b", "1,\"two", "three\"", "", "4,5", "\"x", "", "y\",6", "7,8",
      ].joined(separator: newline)
      let file = try document(text)
      #expect(file.records().map(\.line) == [2, 5, 6, 9], "\(newline.debugDescription)")
      #expect(
        file.records().map(\.cells)
          == [
            ["1", "two\(newline)three"], ["4", "5"], ["x\(newline)\(newline)y", "6"], ["7", "8"],
          ])
      #expect(file.blankLines == 1)
    }
  }

  @Test("quotes, commas, empty cells and a missing last line break are read as meant")
  func cells() throws {
    let file = try document("a,b,c\n\"x,\"\"y\"\"\",,\n,, \n\"\",\"  z \" ,w\np,q,")
    #expect(
      file.records().map(\.cells) == [
        ["x,\"y\"", "", ""], ["", "", ""], ["", "  z ", "w"], ["p", "q", ""],
      ])
  }

  @Test("a record whose quoting cannot be trusted is named, the others are read")
  func troubles() throws {
    let file = try document(
      "a,b\n1,2\n3,x\"y\n\"4\"z,5\n6,\u{2028}7\n\"\u{2028}\",8\n9,\u{301}b\n10,11\n12,\"open\n13,14\n"
    )
    let seen = file.records().map {
      "\($0.line) \($0.trouble?.code ?? $0.cells.joined(separator: "|"))"
    }
    #expect(
      seen == [
        "2 1|2", "3 quote_stray", "4 quote_stray", "5 line_separator", "6 \u{2028}|8",
        "7 unreadable",
        "8 10|11", "9 quote_open",
      ])
    #expect(file.records().last?.text == "12,\"open\n13,14\n")
  }

  @Test("a record longer than the limit is named")
  func longRecord() throws {
    let text = "a,b\n1,\(String(repeating: "x", count: 100))\n2,y\n"
    let file = try CSVDocument.read(
      bytes: Array(text.utf8), limits: ImportLimits(maximumRecordBytes: 50))
    #expect(file.records().map { $0.trouble?.code } == ["record_too_long", nil])
  }

  @Test("any table that is written is read back cell by cell, in any batch size")
  func roundTrip() throws {
    var random = SeededGenerator.announced("table round trip")
    let alphabet = Array("ab,\"\n\r\t ;中文企业é😀'\\0=\u{2028}\u{85}\u{3000}")
    for _ in 0..<200 {
      let width = Int.random(in: 1...6, using: &random)
      let table = (0..<Int.random(in: 0...20, using: &random)).map { _ in
        (0..<width).map { _ in
          String(
            (0..<Int.random(in: 0...6, using: &random)).map { _ in
              alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            })
        }
      }
      var writer = CSVWriter(mark: Bool.random(using: &random))
      writer.append((0..<width).map { "column\($0)" })
      for row in table { writer.append(row) }
      let file = try CSVDocument.read(
        bytes: writer.bytes,
        limits: ImportLimits(recordsPerBatch: Int.random(in: 1...7, using: &random)))
      #expect(file.records().map(\.cells) == table)
      #expect(file.rowCount == table.count && file.header.count == width)
    }
  }
}
