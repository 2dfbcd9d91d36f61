import Domain
import Foundation
import Testing
import Workflow

@Suite("Retention periods")
struct RetentionTests {
  private static let citation = "citation: {document: 示例办法, tag: SEED}"
  private static let why = "kept_on: {zh: 例由, en: a reason}"

  /// A row of every record, and more.
  private func yaml(without left: String = "", _ rows: String...) -> String {
    let all = RetentionTable.Record.allCases.filter { $0.rawValue != left }.map {
      "record: \($0.rawValue), keep: {count: 3, unit: day}, from: 2026-01-01, \(Self.citation)"
        + ($0.isKeptOn ? ", \(Self.why)" : "")
    }
    return "periods:\n" + (all + rows).map { "  - {\($0)}\n" }.joined()
  }

  private func faults(_ yaml: String) -> Set<String> {
    do {
      _ = try RetentionTable(json: WorkflowFixture.document(yaml: yaml))
      return []
    } catch let faults as Faults {
      return Set(faults.list.map(\.code))
    } catch {
      return ["\(error)"]
    }
  }

  @Test(
    "a table with a gap, an overlap, a missing record or another fault is refused, and says which")
  func faulty() {
    let row =
      "record: kept_answer, keep: {count: 72, unit: hour}, from: 2026-01-01, \(Self.citation)"
    #expect(faults(yaml()) == [])
    #expect(faults(yaml(without: "kept_answer")) == ["missing_record"])
    #expect(faults(yaml(without: "kept_answer", row)) == [])
    #expect(faults(yaml(row)) == ["overlap"])
    #expect(faults(yaml(without: "kept_answer", row + ", to: 2026-06-30")) == ["gap"])
    #expect(
      faults(
        yaml(
          without: "kept_answer", row + ", to: 2026-06-30",
          row.replacing("from: 2026-01-01", with: "from: 2026-07-02"))) == ["gap"])
    #expect(
      faults(
        yaml(
          without: "kept_answer", row + ", to: 2026-06-30",
          row.replacing("from: 2026-01-01", with: "from: 2026-07-01"))) == [])
    #expect(faults(yaml(without: "kept_answer", row + ", to: 2025-01-01")) == ["empty_range"])
    #expect(
      faults(yaml(without: "kept_answer", row.replacing(", \(Self.citation)", with: "")))
        == ["missing_citation"])
    #expect(
      faults(yaml(without: "kept_answer", row.replacing("unit: hour", with: "unit: week")))
        == ["unknown_value"])
    #expect(
      faults(yaml(without: "kept_answer", row.replacing("count: 72", with: "count: 0")))
        == ["below_min"])
    #expect(
      faults(yaml("record: other, keep: {count: 1, unit: day}, from: 2026-01-01, \(Self.citation)"))
        == ["unknown_value"])
  }

  @Test("what is kept on says why, and what is forgotten does not")
  func keptOn() throws {
    let row = "keep: {count: 3, unit: year}, from: 2026-01-01, \(Self.citation)"
    #expect(
      faults(yaml(without: "audit_entry", "record: audit_entry, \(row)")) == ["missing_reason"])
    #expect(
      faults(yaml(without: "audit_entry", "record: audit_entry, \(row), kept_on: {zh: 例由}"))
        == ["required"])
    #expect(
      faults(yaml(without: "kept_answer", "record: kept_answer, \(row), \(Self.why)"))
        == ["not_kept_on"])
    let table = try RetentionTable(
      json: WorkflowFixture.document("Schemas/workflow/retention.yaml"))
    for row in table.rows { #expect((row.keptOn != nil) == row.record.isKeptOn, "\(row.record)") }
  }

  @Test("the table that ships keeps a grant 5 years before 2025 and 10 years from then on")
  func bundled() throws {
    let table = try RetentionTable(
      json: WorkflowFixture.document("Schemas/workflow/retention.yaml"))
    func last(_ day: String) throws -> String {
      let day = try #require(LegalDate(day))
      return table.period(of: .grantedOffer, on: day).lastDay(from: day).text
    }
    #expect(try last("2024-12-31") == "2029-12-31")
    #expect(try last("2025-01-01") == "2035-01-01")
    #expect(try last("2028-02-29") == "2038-02-28")
    // Before the first row, that one.
    #expect(try last("2006-05-01") == "2011-05-01")
    let today = try #require(LegalDate("2026-11-02"))
    let now = try WorkflowFixture.instant("2026-11-02")
    func kept(_ record: RetentionTable.Record) -> Int64 {
      (now.microseconds - table.period(of: record, on: today).cutoff(at: now).microseconds)
        / 3_600_000_000
    }
    #expect(kept(.handledEvent) == 30 * 24 && kept(.keptAnswer) == 72)
    #expect(kept(.settledDeadLetter) == 90 * 24 && kept(.webhookDelivery) == 90 * 24)
    for record in [RetentionTable.Record.auditEntry, .consentRecord, .accessEntry] {
      #expect(table.period(of: record, on: today) == RetentionPeriod(3, .year))
    }
  }
}
