import Domain
import Foundation
import Ingest
import Testing

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
