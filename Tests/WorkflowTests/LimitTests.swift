import Domain
import Foundation
import Testing
import Workflow

@Suite("Limits of products and counties")
struct LimitTests {
  private func table(_ rows: String...) throws -> LimitTable {
    let list = rows.map {
      "  - {\($0), from: 2026-01-01, citation: {document: 示例办法, tag: SEED}}\n"
    }.joined()
    return try LimitTable(
      json: WorkflowFixture.document(yaml: "limits:\n" + list), machine: WorkflowFixture.offer())
  }

  private func faults(_ rows: String...) -> Set<String> {
    do {
      let list = rows.map { "  - {\($0)}\n" }.joined()
      _ = try LimitTable(
        json: WorkflowFixture.document(yaml: "limits:\n" + list), machine: WorkflowFixture.offer())
      return []
    } catch let faults as Faults {
      return Set(faults.list.map(\.code))
    } catch {
      return ["\(error)"]
    }
  }

  private func days(
    _ table: LimitTable, _ timer: String, _ product: String, _ region: String,
    on day: String = "2026-11-02"
  ) throws -> Int {
    let timer = try #require(WorkflowFixture.offer().timers.first { $0.code == timer })
    let day = try #require(LegalDate(day))
    return table.limit(of: timer, product: product, region: region, on: day).count
  }

  @Test(
    "the row that says most counts: product and region, product, the longest region, the machine")
  func specificity() throws {
    let table = try table(
      "timer: decide, region: \"34\", within: {count: 6, unit: working_day}",
      "timer: decide, region: \"3401\", within: {count: 7, unit: working_day}",
      "timer: decide, product: loan-a, within: {count: 8, unit: working_day}",
      "timer: decide, product: loan-a, region: \"340104\", within: {count: 9, unit: working_day}")
    #expect(try days(table, "decide", "loan-b", "610102") == 5)
    #expect(try days(table, "decide", "loan-b", "340202") == 6)
    #expect(try days(table, "decide", "loan-b", "340104") == 7)
    #expect(try days(table, "decide", "loan-a", "610102") == 8)
    #expect(try days(table, "decide", "loan-a", "340111") == 8)
    #expect(try days(table, "decide", "loan-a", "340104") == 9)
    #expect(try days(table, "claim", "loan-a", "340104") == 1)
  }

  @Test("a limit counts from its first day to its last, and one may follow another")
  func validity() throws {
    let table = try LimitTable(
      json: WorkflowFixture.document(
        yaml: """
          limits:
            - {timer: claim, within: {count: 2, unit: working_day}, from: 2026-01-01, to: 2026-06-30, citation: {document: 旧办法, tag: SEED}}
            - {timer: claim, within: {count: 3, unit: calendar_day}, from: 2026-07-01, citation: {document: 新办法, tag: SEED}}
          """), machine: WorkflowFixture.offer())
    #expect(try days(table, "claim", "a", "340104", on: "2025-12-31") == 1)
    #expect(try days(table, "claim", "a", "340104", on: "2026-01-01") == 2)
    #expect(try days(table, "claim", "a", "340104", on: "2026-06-30") == 2)
    #expect(try days(table, "claim", "a", "340104", on: "2026-07-01") == 3)
  }

  @Test("a table with a fault is refused, and says which")
  func faulty() {
    let citation = "citation: {document: 示例办法, tag: SEED}"
    let good = "timer: claim, within: {count: 2, unit: working_day}, from: 2026-01-01, \(citation)"
    #expect(faults(good) == [])
    #expect(faults(good, good) == ["overlap"])
    #expect(faults(good, good + ", to: 2026-02-01") == ["overlap"])
    #expect(faults(good + ", to: 2025-02-01") == ["empty_range"])
    #expect(faults(good + ", region: north") == ["pattern"])
    #expect(faults(good.replacing("claim", with: "rest")) == ["unknown_timer"])
    #expect(faults(good.replacing(", \(citation)", with: "")) == ["missing_citation"])
    #expect(faults(good.replacing("count: 2", with: "count: 0")) == ["below_min"])
  }

  @Test("the table that ships reads")
  func bundled() throws {
    _ = try LimitTable(
      json: WorkflowFixture.document("Schemas/workflow/limits.yaml"),
      machine: WorkflowFixture.offer())
  }
}
