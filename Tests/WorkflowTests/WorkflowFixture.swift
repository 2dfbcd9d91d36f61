import Catalog
import Domain
import Foundation
import Workflow

/// The repository's own files.
enum WorkflowFixture {
  static func text(_ path: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func document(_ path: String) throws -> JSON {
    try document(yaml: text(path), name: path)
  }

  static func document(yaml: String, name: String = "machine.yaml") throws -> JSON {
    let document = YAMLDocument(SourceFile(name: name, text: yaml))
    guard let json = document.json, document.faults.isEmpty else {
      throw CatalogFaults(document.faults)
    }
    return json
  }

  static func offer() throws -> StateMachine {
    try StateMachine(json: document("Schemas/workflow/offer.yaml"))
  }

  static func clock(closesAtMinute: Int = 18 * 60) throws -> DeadlineClock {
    DeadlineClock(
      try WorkingCalendar(csv: text("Schemas/reference/calendar-cn.csv")),
      closesAtMinute: closesAtMinute)
  }

  static func instant(_ day: String, hour: Int64 = 9) throws -> Instant {
    guard let day = LegalDate(day) else { throw CocoaError(.formatting) }
    return Instant(startOf: day).adding(milliseconds: hour * 3_600_000)
  }
}
