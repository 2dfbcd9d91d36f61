import Catalog
import Domain

/// The values of open columns by number, from batch to batch.
struct OpenValues: Sendable {
  /// By column, then by number.
  private(set) var values: [[FactValue]]
  private var numbers: [[FactValue: Int64]]
  /// Values of all columns together.
  private(set) var count = 0

  init(_ columns: [KernelColumn]) {
    values = columns.map { _ in [] }
    numbers = columns.map { _ in [:] }
  }

  mutating func number(of value: FactValue, column: Int) -> Int64 {
    if let number = numbers[column][value] { return number }
    let number = Int64(values[column].count)
    numbers[column][value] = number
    values[column].append(value)
    count += 1
    return number
  }
}

/// Many needs as columns of stored values, for one kernel.
public struct NeedBatch: Sendable {
  let kernel: Kernel
  /// Number of needs.
  public let count: Int
  /// By column: a stored value for each need.
  private(set) var codes: [[Int64]]
  /// By column: the values of open columns, by their stored numbers.
  private(set) var values: [[FactValue]]

  /// All facts of all needs unknown.
  public init(for kernel: Kernel, count: Int) {
    self.kernel = kernel
    self.count = count
    codes = kernel.columns.map { _ in
      [Int64](repeating: KernelColumn.unknownCode, count: count)
    }
    values = kernel.columns.map { _ in [] }
  }

  /// From inputs, as the engine takes them.
  public init(for kernel: Kernel, _ inputs: [DecisionInput]) {
    self.init(for: kernel, inputs.map { FactView($0, table: kernel.table) })
  }

  /// From facts as rules see them.
  init(for kernel: Kernel, _ views: [FactView]) {
    var values = OpenValues(kernel.columns)
    let codes = kernel.columns.enumerated().map { index, column in
      views.map { view in
        let state = view.state(column.slot)
        if let code = column.code(state) { return code }
        guard case .known(let value) = state else { return KernelColumn.unknownCode }
        return values.number(of: value, column: index)
      }
    }
    self.init(for: kernel, codes: codes, values: values.values, count: views.count)
  }

  /// From what is stored, column by column.
  init(for kernel: Kernel, codes: [[Int64]], values: [[FactValue]], count: Int) {
    self.kernel = kernel
    self.count = count
    self.codes = codes
    self.values = values
  }

  /// The needs of two batches; the values of the second begin with those of the first.
  init(_ first: NeedBatch, _ second: NeedBatch) {
    kernel = second.kernel
    count = first.count + second.count
    codes = zip(first.codes, second.codes).map { $0 + $1 }
    values = second.values
  }

  /// What the needs hold of one fact.
  public enum Column: Sendable {
    /// Nil: unknown.
    case integers([Int64?])
    /// Each need names one of few states by its place.
    case states([FactState], [Int32])
  }

  /// Whether the kernel asks for the fact. What it does not ask for needs no column.
  public func asksFor(_ path: String) -> Bool {
    kernel.columns.contains { $0.path == path }
  }

  /// Greatest computed fact, beyond every amount (see `Derivation`).
  private static let magnitude: Int64 = 1_000_000_000_000_000_000

  /// Sets a fact of all needs; nothing happens when the kernel does not ask for it. Integers are for
  /// integer facts and days alone.
  public mutating func set(_ path: String, _ column: Column) {
    guard let index = kernel.columns.firstIndex(where: { $0.path == path }) else { return }
    let made = kernel.columns[index]
    switch column {
    case .integers(let integers):
      guard case .ordered = made.values else { return }
      precondition(integers.count == count)
      let bounds = -Self.magnitude...Self.magnitude
      for (need, value) in integers.enumerated() {
        codes[index][need] =
          value.map { min(max($0, bounds.lowerBound), bounds.upperBound) }
          ?? KernelColumn.unknownCode
      }
    case .states(let states, let places):
      var stored: [Int64] = []
      values[index] = []
      for given in states {
        // As in a sheet of facts, a value of another type says nothing.
        let state = FactView.checked(given, made.type)
        if let code = made.code(state) {
          stored.append(code)
        } else if case .known(let value) = state {
          stored.append(Int64(values[index].count))
          values[index].append(value)
        }
      }
      precondition(places.count == count)
      for (need, place) in places.enumerated() { codes[index][need] = stored[Int(place)] }
    }
  }

  /// Some of the needs.
  func part(_ needs: [Int]) -> NeedBatch {
    var part = NeedBatch(for: kernel, count: needs.count)
    part.codes = codes.map { codes in needs.map { codes[$0] } }
    part.values = values
    return part
  }

  /// The state of a fact of one need.
  func state(column index: Int, need: Int) -> FactState {
    let code = codes[index][need]
    switch code {
    case KernelColumn.unknownCode: return .unknown
    case KernelColumn.noneCode: return .none
    default:
      let column = kernel.columns[index]
      switch column.values {
      case .ordered: return column.known(code)
      case .closed(let values): return .known(values[Int(code)])
      case .open: return .known(values[index][Int(code)])
      }
    }
  }

  /// The facts of one need, for the plain rules.
  func view(of need: Int) -> FactView {
    var states = [FactState?](repeating: nil, count: kernel.table.definitions.count)
    for (index, column) in kernel.columns.enumerated() {
      states[column.slot] = state(column: index, need: need)
    }
    return FactView(states: states, table: kernel.table, day: kernel.day)
  }
}
