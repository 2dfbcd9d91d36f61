import Spreadsheet
import Testing

@Suite("Workbooks")
struct WorkbookTests {
  private func workbook(_ sheets: [Sheet]) -> Workbook {
    Workbook(title: "表 table", createdSeconds: 1_767_225_600, sheets: sheets)
  }

  private let sheet = Sheet(
    name: "按地区 [a/b]", headings: ["名称 name", "数"],
    rows: [
      [.text("=1+1"), .number(12)], [.text("合肥市"), .number(.max)],
      [.text("天"), .thousandths(1_500)],
    ], notes: ["截至 as of"])

  @Test("a workbook is a file that begins like a ZIP, and the same tables give the same bytes")
  func bytes() async throws {
    let first = try workbook([sheet]).xlsx()
    #expect(first.prefix(2) == [0x50, 0x4B])
    #expect(try workbook([sheet]).xlsx() == first)
    #expect(try await workbook([sheet]).written() == first)
  }

  @Test("what is too large, or no workbook, is refused")
  func refused() {
    #expect(throws: SpreadsheetError.self) { try workbook([]).xlsx() }
    #expect(throws: SpreadsheetError.self) { try workbook([sheet, sheet]).xlsx() }
    let many = Array(repeating: sheet, count: Workbook.maximumSheets + 1)
    #expect(throws: SpreadsheetError.self) { try workbook(many).xlsx() }
    // A cell takes 32,767 characters at most.
    let long = Sheet(
      name: "a", headings: [String(repeating: "长", count: 40_000)], rows: [], notes: [])
    #expect(throws: SpreadsheetError.self) { try workbook([long]).xlsx() }
  }
}
