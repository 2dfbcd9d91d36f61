import Catalog
import Domain
import Foundation

/// The repository's own files, and short ways to values.
enum ArrangementFixture {
  static func document(_ path: String) throws -> JSON {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try document(yaml: String(contentsOf: root.appending(path: path), encoding: .utf8))
  }

  static func document(yaml: String) throws -> JSON {
    let document = YAMLDocument(SourceFile(name: "arrangement.yaml", text: yaml))
    guard let json = document.json, document.faults.isEmpty else {
      throw CatalogFaults(document.faults)
    }
    return json
  }

  static func calendar() throws -> WorkingCalendar {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try WorkingCalendar(
      csv: String(
        contentsOf: root.appending(path: "Schemas/reference/calendar-cn.csv"), encoding: .utf8))
  }

  static func day(_ text: String) throws -> LegalDate {
    guard let day = LegalDate(text) else { throw CocoaError(.formatting) }
    return day
  }

  static func fen(_ value: Int64) throws -> Fen {
    guard let fen = Fen(value) else { throw CocoaError(.formatting) }
    return fen
  }

  /// Codes of the faults that reading throws.
  static func codes(_ read: () throws -> Void) -> [String] {
    do {
      try read()
      return []
    } catch let faults as Faults {
      return faults.list.map(\.code)
    } catch {
      return ["\(error)"]
    }
  }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A new seed a run, printed under `name`; `RONGQIAO_TEST_SEED` repeats a run.
  static func seed(for name: String) -> UInt64 {
    let given = ProcessInfo.processInfo.environment["RONGQIAO_TEST_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: .min ... .max)
    print("\(name): seed \(seed)")
    return seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
