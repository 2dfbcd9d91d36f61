import Domain
import Foundation
import Testing

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
