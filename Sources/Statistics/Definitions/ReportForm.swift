import Catalog
import Domain

/// How the yearly report of a region looks.
public struct ReportForm: Hashable, Sendable {
  public enum Table: String, CaseIterable, Hashable, Sendable {
    /// The divisions one level below.
    case place
    case industry
    case size
    /// Whether the enterprise ever borrowed.
    case borrower
  }

  /// What a stage is called, and what exactly is counted.
  public struct Stage: Hashable, Sendable {
    public let stage: FunnelStage
    public let label: Label
    public let means: Label
  }

  public struct TableLabel: Hashable, Sendable {
    public let table: Table
    public let label: Label
  }

  /// How figures of lending stand in it.
  public struct Lending: Hashable, Sendable {
    public let label: Label
    /// What is told, and what is held back.
    public let means: Label
    /// See `LendingDisclosure`.
    public let largestPPM: Int64
    public let stepPPM: Int64
    public let citation: Citation
  }

  /// Every stage of the funnel, in their order.
  public let stages: [Stage]
  public let tables: [TableLabel]
  public let lending: Lending
  public let citation: Citation
}

extension ReportForm {
  private enum Code: String, CaseIterable {
    case submitted
    case matched
    case offered
    case claimed
    case granted
    case drawn
  }

  /// The member `report`; faults besides malformed members: `order` (stages that are not all there, or
  /// otherwise ordered) and `duplicate_id` (a table twice).
  static func read(_ reader: inout ObjectReader) -> ReportForm? {
    guard reader.required("report") != nil, var nested = reader.object("report") else { return nil }
    defer { reader.merge(nested) }
    let count = FunnelStage.allCases.count
    let stages = nested.requiredList("stages", maximumCount: count) { one -> Stage? in
      let code = one.requiredChoice("code", of: Code.self)
      let label = one.requiredLabel("label")
      let means = one.requiredLabel("means")
      guard let stage = FunnelStage.allCases.first(where: { $0.code == code?.rawValue }),
        let label, let means
      else { return nil }
      return Stage(stage: stage, label: label, means: means)
    }
    if nested.faults.isEmpty, stages.map(\.stage) != FunnelStage.allCases {
      nested.add(
        Fault(
          nested.path("stages"), "order", zh: "应按顺序列出全部阶段", en: "all stages, in their order"))
    }
    let tables = nested.requiredList("tables", maximumCount: Table.allCases.count) {
      one -> TableLabel? in
      let code = one.requiredChoice("code", of: Table.self)
      let label = one.requiredLabel("label")
      guard let code, let label else { return nil }
      return TableLabel(table: code, label: label)
    }
    var seen: Set<Table> = []
    for one in tables where !seen.insert(one.table).inserted {
      nested.add(.duplicate(nested.path("tables"), one.table.rawValue))
    }
    let lending = readLending(&nested)
    guard let citation = nested.requiredCitation(), let lending else { return nil }
    return ReportForm(stages: stages, tables: tables, lending: lending, citation: citation)
  }

  private static func readLending(_ reader: inout ObjectReader) -> Lending? {
    guard reader.required("lending") != nil, var nested = reader.object("lending") else {
      return nil
    }
    defer { reader.merge(nested) }
    let label = nested.requiredLabel("label")
    let means = nested.requiredLabel("means")
    let largest = nested.requiredInteger("largest_ppm", in: 1...PartsPerMillion.one)
    let step = nested.requiredInteger("step_ppm", in: 1...100_000)
    let citation = nested.requiredCitation()
    guard let label, let means, let largest, let step, let citation else { return nil }
    return Lending(
      label: label, means: means, largestPPM: largest, stepPPM: step, citation: citation)
  }
}
