/// The divisions the product knows by name, read from `Schemas/reference/regions-anhui.csv` and
/// `regions-shaanxi.csv` (columns `code,name,level,parent`): codes of GB/T 2260, those of Shaanxi with its 107
/// counties as they stood at the end of 2023.
///
/// Names repeat (黄山市 and 黄山区, a district called only 郊区): the code is the key, never the name.
public struct RegionTable: Sendable {
  /// One division.
  public struct Region: Hashable, Sendable {
    public let code: RegionCode
    /// Its own name, such as 蜀山区.
    public let name: String
    public let level: RegionCode.Level
    /// The division above; nil for a province.
    public let parent: RegionCode?
  }

  /// All divisions in the order of their codes.
  public let regions: [Region]
  private let byCode: [RegionCode: Region]

  /// - Parameter texts: the CSV files.
  /// - Throws: faults with the pointer `/line/column`: `header`, `columns`, `region`, `level`,
  ///   `parent`, `duplicate`.
  public init(csv texts: String...) throws(Faults) {
    var rows: [ReferenceRows.Row] = []
    for text in texts {
      rows += try ReferenceRows(text, columns: ["code", "name", "level", "parent"]).rows
    }
    var faults: [Fault] = []
    var regions: [Region] = []
    var byCode: [RegionCode: Region] = [:]
    for row in rows {
      guard let code = RegionCode(row.text("code")), !row.text("name").isEmpty else {
        faults.append(
          row.fault("code", "region", zh: "应为六位区划代码和名称", en: "must be six digits and a name"))
        continue
      }
      guard let level = RegionCode.Level(rawValue: row.text("level")), level == code.level else {
        faults.append(
          row.fault("level", "level", zh: "层级与代码不符", en: "the level does not fit the code"))
        continue
      }
      let parent = RegionCode(row.text("parent"))
      guard level == .province ? row.text("parent").isEmpty : parent?.contains(code) == true else {
        faults.append(
          row.fault("parent", "parent", zh: "上级区划不符", en: "the parent does not hold the code"))
        continue
      }
      let region = Region(code: code, name: row.text("name"), level: level, parent: parent)
      guard byCode.updateValue(region, forKey: code) == nil else {
        faults.append(row.fault("code", "duplicate", zh: "代码重复", en: "the code is given twice"))
        continue
      }
      regions.append(region)
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.regions = regions.sorted { $0.code < $1.code }
    self.byCode = byCode
  }

  /// The division, or nil when the table does not know it.
  public subscript(_ code: RegionCode) -> Region? { byCode[code] }

  /// The division of a code as text.
  /// - Throws: a fault with the code `region_format` or `region_unknown`.
  public func region(_ text: String) throws(Fault) -> Region {
    guard let code = RegionCode(text) else {
      throw Fault(
        "", "region_format", zh: "行政区划代码应为六位数字", en: "a region code has six digits")
    }
    guard let region = byCode[code] else {
      throw Fault("", "region_unknown", zh: "未知的行政区划代码", en: "this region code is not known")
    }
    return region
  }

  /// The names from the province down, such as 安徽省合肥市蜀山区; nil for an unknown code.
  public func fullName(_ code: RegionCode) -> String? {
    guard var region = byCode[code] else { return nil }
    var name = region.name
    while let parent = region.parent, let above = byCode[parent] {
      name = above.name + name
      region = above
    }
    return name
  }

  /// The divisions one level below `code`, in the order of their codes.
  public func children(of code: RegionCode) -> [Region] { regions.filter { $0.parent == code } }
}
