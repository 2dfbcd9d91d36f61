/// A workbook with one sheet (ECMA-376 part 1, sections 12.3 and 18.3), for those whose spreadsheet does not take
/// a file of commas. Text stands in it as text: nothing of it can be a formula.
struct Workbook {
  let bytes: [UInt8]

  init(_ sheet: Sheet) {
    var archive = StoredArchive()
    archive.add(
      "[Content_Types].xml",
      Self.xml(
        """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
        <Default Extension="rels" ContentType="\(Self.relations)"/>\
        <Override PartName="/xl/workbook.xml" ContentType="\(Self.office).sheet.main+xml"/>\
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(Self.office).worksheet+xml"/>\
        </Types>
        """))
    archive.add(
      "_rels/.rels", Self.relation(to: "xl/workbook.xml", kind: "officeDocument"))
    archive.add(
      "xl/workbook.xml",
      Self.xml(
        """
        <workbook xmlns="\(Self.main)" xmlns:r="\(Self.documents)/relationships"><sheets>\
        <sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>
        """))
    archive.add(
      "xl/_rels/workbook.xml.rels",
      Self.relation(to: "worksheets/sheet1.xml", kind: "worksheet"))
    archive.add("xl/worksheets/sheet1.xml", Self.worksheet(sheet))
    bytes = archive.closed()
  }

  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let documents = "http://schemas.openxmlformats.org/officeDocument/2006"
  private static let office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
  private static let relations = "application/vnd.openxmlformats-package.relationships+xml"

  private static func xml(_ text: String) -> [UInt8] {
    Array("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\(text)".utf8)
  }

  private static func relation(to target: String, kind: String) -> [UInt8] {
    xml(
      """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
      <Relationship Id="rId1" Type="\(documents)/relationships/\(kind)" Target="\(target)"/>\
      </Relationships>
      """)
  }

  private static func worksheet(_ sheet: Sheet) -> [UInt8] {
    let head = row(sheet.columns.map { text($0.title) })
    let body = sheet.rows.map { cells in
      row(zip(cells, sheet.columns).map { $1.isNumber ? number($0.text) : text($0.text) })
    }
    let notes = sheet.notes.map { row([text($0)]) }
    let rows = ([head] + body + notes).joined()
    return xml("<worksheet xmlns=\"\(main)\"><sheetData>\(rows)</sheetData></worksheet>")
  }

  private static func row(_ cells: [String]) -> String { "<row>\(cells.joined())</row>" }

  private static func text(_ text: String) -> String {
    // XML 1.0 has no place for other control characters.
    let plain = text.unicodeScalars.filter { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" }
    let escaped = String(String.UnicodeScalarView(plain)).replacing("&", with: "&amp;")
      .replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    return "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">\(escaped)</t></is></c>"
  }

  /// A number, where it is written as one; what is held back, or has a unit, is text.
  private static func number(_ written: String) -> String {
    guard written.utf8.count <= 15, Decimals.scaled(written, decimals: 6) != nil,
      !written.contains(",")
    else { return text(written) }
    return "<c><v>\(written)</v></c>"
  }
}

/// Files in one archive without compression (APPNOTE 6.3.10 of the ZIP format), each dated 1980-01-01, so that the
/// same files make the same archive.
struct StoredArchive {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0

  mutating func add(_ name: String, _ content: [UInt8]) {
    let place = UInt32(bytes.count)
    let head = Self.head(name, content)
    bytes += Self.little(0x0403_4B50) + head + Self.little16(0) + Array(name.utf8) + content
    // Version of the maker; after the head no comment, disk 0, no attributes, and where the file begins.
    directory += Self.little(0x0201_4B50) + Self.little16(20) + head
    directory += Self.little16(0) + Self.little16(0) + Self.little16(0) + Self.little16(0)
    directory += Self.little(0) + Self.little(place) + Array(name.utf8)
    count += 1
  }

  /// The whole archive.
  func closed() -> [UInt8] {
    var end = Self.little(0x0605_4B50) + Self.little16(0) + Self.little16(0)
    end += Self.little16(count) + Self.little16(count)
    end += Self.little(UInt32(directory.count)) + Self.little(UInt32(bytes.count))
    return bytes + directory + end + Self.little16(0)
  }

  /// What both headers of a file say: version, UTF-8, stored, date, checksum, sizes, length of the name.
  private static func head(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let size = little(UInt32(content.count))
    return little16(20) + little16(0x0800) + little16(0) + little16(0) + little16(0x0021)
      + little(checksum(content)) + size + size + little16(UInt16(name.utf8.count))
  }

  private static func little(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  private static func little16(_ number: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
  }

  /// CRC-32 (ISO 3309).
  static func checksum(_ content: [UInt8]) -> UInt32 {
    ~content.reduce(UInt32.max) { sum, byte in
      table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8)
    }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }
}
