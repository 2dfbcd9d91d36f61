import Catalog
import Domain

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
    self.init(for: kernel, count: views.count)
    var numbers: [[FactValue: Int64]] = kernel.columns.map { _ in [:] }
    for (need, view) in views.enumerated() {
      for (index, column) in kernel.columns.enumerated() {
        let state = view.state(column.slot)
        if let code = column.code(state) {
          codes[index][need] = code
        } else if case .known(let value) = state {
          let next = Int64(values[index].count)
          let number = numbers[index][value] ?? next
          if number == next {
            numbers[index][value] = next
            values[index].append(value)
          }
          codes[index][need] = number
        }
      }
    }
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
