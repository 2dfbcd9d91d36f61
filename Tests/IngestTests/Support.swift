import Domain
import Foundation
import Ingest
import Testing

/// A small generator with a seed, so that a failing random test can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A fresh seed, printed for the record.
  static func announced(_ test: String) -> SeededGenerator {
    let seed = UInt64.random(in: .min ... .max)
    print("\(test): seed \(seed)")
    return SeededGenerator(seed: seed)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// Files that ship with the product.
enum Reference {
  static func text(_ path: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "Schemas/\(path)"), encoding: .utf8)
  }

  /// What stands between marks and spaces in all files of a folder, and in some lines of another file.
  static func words(
    in folder: String, and file: String, where isMeant: (Substring) -> Bool
  ) throws -> Set<String> {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let names = try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: "Schemas/\(folder)").path)
    let all = try names.map { try text("\(folder)/\($0)") }
    let some = try text(file).split(separator: "\n").filter(isMeant)
    return Set(
      (all + some.map(String.init)).flatMap {
        $0.split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }.map(String.init)
      })
  }

  static func regions() throws -> RegionTable {
    try RegionTable(csv: text("reference/regions-anhui.csv"))
  }

  static func industries() throws -> IndustryTable {
    try IndustryTable(csv: text("reference/industries-gbt4754-2017.csv"))
  }
}

func day(_ text: String) throws -> LegalDate { try #require(LegalDate(text)) }

/// The faults of a file that cannot be read.
func refusal(_ bytes: [UInt8], limits: ImportLimits = .standard) -> [ImportFault] {
  do {
    _ = try CSVDocument.read(bytes: bytes, limits: limits)
    return []
  } catch {
    return error.list
  }
}

func document(_ text: String) throws -> CSVDocument {
  try CSVDocument.read(bytes: Array(text.utf8))
}
