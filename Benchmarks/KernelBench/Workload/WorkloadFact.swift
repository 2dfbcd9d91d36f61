import Catalog
import Domain

/// How a column of the needs is said in facts.
struct WorkloadFact {
  /// What the values of a column mean.
  enum Meaning {
    /// The value times a factor is the fact: basis points become ppm.
    case integer(unit: FactUnit, factor: Int64, least: Int64)
    case boolean
    /// The value is the place of a code.
    case codes([String], type: FactType)
    /// The value, from 1, is the place of a code; 0 is a known none.
    case codesOrNone([String])
  }

  /// Name of the column of the needs.
  let column: String
  /// Name of the criterion; it differs from the column's for two of them.
  let criterion: String
  let path: String
  let meaning: Meaning

  private init(
    _ column: String, _ path: String, _ meaning: Meaning, criterion: String? = nil
  ) {
    self.column = column
    self.criterion = criterion ?? column
    self.path = path
    self.meaning = meaning
  }

  private static func integer(
    _ column: String, _ path: String, _ unit: FactUnit, factor: Int64 = 1, least: Int64 = 0
  ) -> WorkloadFact {
    WorkloadFact(column, path, .integer(unit: unit, factor: factor, least: least))
  }

  /// Basis points in ppm.
  static let ppmPerBasisPoint: Int64 = 100
  static let coreEnterprises = (1...300).map { "core_\($0)" }

  /// Every fact of the workload.
  /// - Parameter counties: six-digit codes, in the order the needs number them.
  static func all(counties: [String]) -> [WorkloadFact] {
    [
      integer("amount", NeedFact.amount, .fen),
      integer("tenor", NeedFact.tenor, .months),
      WorkloadFact(
        "purpose", "need.purpose",
        .codes(NeedPurpose.allCases.map(\.rawValue), type: .enumeration)),
      WorkloadFact(
        "county", "enterprise.region", .codes(counties, type: .region), criterion: "region"),
      WorkloadFact(
        "industry", "enterprise.industry", .codes((0...97).map(division), type: .industry)),
      WorkloadFact(
        "size", "enterprise.size",
        .codes(["micro", "small", "medium", "large"], type: .enumeration)
      ),
      integer("age_m", "enterprise.age_months", .months),
      integer("incorp_m", "enterprise.registered_months", .months),
      integer("employees", "enterprise.employees", .persons),
      integer("rev1", "finance.revenue_fen", .fen),
      integer("rev2", "finance.revenue_before_fen", .fen),
      integer(
        "growth", "finance.growth_ppm", .ppm, factor: ppmPerBasisPoint,
        least: -PartsPerMillion.one),
      integer("tax12", "tax.paid_12_months_fen", .fen),
      integer("rating", "tax.rating", .points),
      integer(
        "net_assets", "finance.net_assets_fen", .fen, least: -FactDefinition.magnitudeLimit),
      integer("debt", "finance.debt_ppm", .ppm, factor: ppmPerBasisPoint),
      WorkloadFact("overdue", "credit.has_overdue", .boolean),
      integer("spec", "technology.specialisation", .points),
      WorkloadFact("hitech", "technology.is_high", .boolean),
      integer("patents", "technology.patents", .count),
      integer("recv", "trade.receivables_fen", .fen),
      WorkloadFact(
        "core_id", "trade.core_enterprise", .codesOrNone(coreEnterprises), criterion: "core"),
      integer("collateral", "security.collateral_fen", .fen),
      WorkloadFact("guar", "security.has_guarantor", .boolean),
    ]
  }

  /// A division of GB/T 4754 as its two digits; 0 is none and never asked for.
  private static func division(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  /// The state a value of the column stands for.
  func state(_ value: Int64) -> FactState {
    guard value != NeedMatrix.unknown else { return .unknown }
    switch meaning {
    case .integer(_, let factor, _): return .known(.integer(value * factor))
    case .boolean: return .known(.boolean(value != 0))
    case .codes(let codes, _): return .known(.text(codes[Int(value)]))
    case .codesOrNone(let codes): return value == 0 ? .none : .known(.text(codes[Int(value) - 1]))
    }
  }

  /// Values a column with few of them may have, in the order of `state`; nil for integers.
  var places: Range<Int64>? {
    switch meaning {
    case .integer: nil
    case .boolean: 0..<2
    case .codes(let codes, _): 0..<Int64(codes.count)
    case .codesOrNone(let codes): 0..<Int64(codes.count) + 1
    }
  }

  /// The fact in the form of `facts.yaml`.
  var document: JSON {
    let label: JSON = ["zh": .string(column), "en": .string(column)]
    var members: [String: JSON] = ["path": .string(path), "label": label]
    switch meaning {
    case .integer(let unit, _, let least):
      members["type"] = .string(FactType.integer.rawValue)
      members["unit"] = .string(unit.rawValue)
      members["min"] = .int(least)
    case .boolean: members["type"] = .string(FactType.boolean.rawValue)
    case .codes(let codes, let type):
      members["type"] = .string(type.rawValue)
      if type == .enumeration { members["values"] = .array(codes.map(JSON.string)) }
    case .codesOrNone(let codes):
      members["type"] = .string(FactType.enumeration.rawValue)
      members["values"] = .array(codes.map(JSON.string))
      members["may_be_none"] = true
    }
    return .object(members)
  }
}
