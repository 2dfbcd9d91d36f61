import Catalog
import Domain

/// How a kernel tells the values of one fact apart: every value falls into a class, and all values
/// of a class are judged alike by every rule of the kernel.
struct KernelColumn: Sendable {
  /// The values a column can hold.
  enum Values: Sendable {
    /// Integers and days, by the first value of each class but the first; rising.
    case ordered([Int64])
    /// A closed list of codes; the last stands for every code that is not listed.
    case closed([FactValue])
    /// Too many to list beforehand: regions, industries, sets, texts.
    case open
  }

  /// Place of the fact in `FactTable`.
  let slot: Int
  let path: String
  let type: FactType
  let values: Values

  /// The classes every column has.
  static let unknownClass = 0
  static let noneClass = 1
  static let firstClass = 2

  /// Stored values of a column that are no values. Facts are bounded by 10^18.
  static let unknownCode = Int64.min
  static let noneCode = Int64.min + 1

  /// Number of classes known beforehand.
  var classCount: Int {
    switch values {
    case .ordered(let firsts): Self.firstClass + firsts.count + 1
    case .closed(let values): Self.firstClass + values.count
    case .open: Self.firstClass
    }
  }

  /// A state that stands for a class known beforehand.
  func state(of index: Int) -> FactState {
    if index == Self.unknownClass { return .unknown }
    if index == Self.noneClass { return .none }
    let place = index - Self.firstClass
    switch values {
    case .ordered(let firsts):
      let value = place == 0 ? (firsts.first ?? 0) - 1 : firsts[place - 1]
      return known(value)
    case .closed(let values): return .known(values[place])
    case .open: return .unknown
    }
  }

  /// An ordered value as a state.
  func known(_ value: Int64) -> FactState {
    type == .date
      ? .known(.date(LegalDate(daysSinceEpoch: Int32(clamping: value)))) : .known(.integer(value))
  }

  /// The value to store; nil for a value of an open column, which the batch numbers.
  func code(_ state: FactState) -> Int64? {
    switch (state, values) {
    case (.unknown, _): return Self.unknownCode
    case (.none, _): return Self.noneCode
    case (.known(.integer(let value)), .ordered): return value
    case (.known(.date(let day)), .ordered): return Int64(day.daysSinceEpoch)
    case (.known(let value), .closed(let values)):
      return Int64(values.firstIndex(of: value) ?? values.count - 1)
    case (.known, .open): return nil
    case (.known, .ordered): return Self.unknownCode
    }
  }

  /// The class of a state; nil for a value of an open column.
  func classIndex(_ state: FactState) -> Int? {
    guard let code = code(state) else { return nil }
    switch code {
    case Self.unknownCode: return Self.unknownClass
    case Self.noneCode: return Self.noneClass
    default:
      guard case .ordered(let firsts) = values else { return Self.firstClass + Int(code) }
      return Self.firstClass + Self.rank(code, firsts)
    }
  }

  /// Number of elements at or below a value.
  static func rank(_ value: Int64, _ firsts: [Int64]) -> Int {
    var low = 0
    var high = firsts.count
    while low < high {
      let middle = (low + high) / 2
      if firsts[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Collects where the values of a fact part before its column is made.
struct ColumnDraft {
  let slot: Int
  private(set) var firsts: Set<Int64> = []

  init(slot: Int) { self.slot = slot }

  /// Values from `value` on differ from those before.
  mutating func part(at value: Int64) { firsts.insert(value) }

  /// The test parts values at its bounds.
  mutating func part(_ test: LaneTest) {
    switch test {
    case .never: break
    case .atLeast(let least): if least > .min { part(at: least) }
    case .atMost(let most): if most < .max { part(at: most + 1) }
    case .check(let check): part(check.check)
    }
  }

  mutating func part(_ check: FactCheck.Check) {
    switch check {
    case .interval(let range, _): part(range.lowerBound, range.upperBound)
    case .integers(let values, _): for value in values { part(value, value) }
    case .days(let range, _):
      let (low, high) = (range.lowerBound.daysSinceEpoch, range.upperBound.daysSinceEpoch)
      part(low > .min ? Int64(low) : .min, high < .max ? Int64(high) : .max)
    case .exists, .boolean, .codes, .meets, .equals, .industries, .regions: break
    }
  }

  private mutating func part(_ low: Int64, _ high: Int64) {
    if low > .min { part(at: low) }
    if high < .max { part(at: high + 1) }
  }

  func column(_ definition: FactDefinition) -> KernelColumn {
    let values: KernelColumn.Values =
      switch definition.type {
      case .integer, .date: .ordered(firsts.sorted())
      case .boolean: .closed([.boolean(false), .boolean(true), .text("")])
      case .enumeration: .closed((definition.values ?? []).map(FactValue.text) + [.text("")])
      case .set, .region, .industry, .text: .open
      }
    return KernelColumn(
      slot: slot, path: definition.path, type: definition.type, values: values)
  }
}
