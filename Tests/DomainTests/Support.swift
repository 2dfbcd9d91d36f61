import Domain
import Foundation
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

/// The reference tables that ship with the product.
enum Reference {
  static func text(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "Schemas/reference/\(name)"), encoding: .utf8)
  }

  static func regions() throws -> RegionTable {
    try RegionTable(csv: text("regions-anhui.csv"))
  }

  static func industries() throws -> IndustryTable {
    try IndustryTable(csv: text("industries-gbt4754-2017.csv"))
  }

  static func thresholds() throws -> SizeThresholds {
    try SizeThresholds(csv: text("sme-size-thresholds.csv"), industries: industries())
  }

  static func calendar() throws -> WorkingCalendar {
    try WorkingCalendar(csv: text("calendar-cn.csv"))
  }
}

func region(_ text: String) throws -> RegionCode { try #require(RegionCode(text)) }
func industry(_ text: String) throws -> IndustryCode { try #require(IndustryCode(text)) }
func day(_ text: String) throws -> LegalDate { try #require(LegalDate(text)) }
