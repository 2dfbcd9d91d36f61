import Catalog
import Domain

/// Reads stored needs straight into the columns of a kernel, without a sheet or a view between: for
/// a province that is most of the work.
///
/// What it reads, it reads as `FactView` does; a need of which some part stands otherwise than it is
/// usually written it leaves to that.
///
/// A class, so that closures of derivations share it; it never leaves the desk that made it.
final class StoredNeedReader {
  /// How a value is read.
  private enum CellKind {
    case integer
    case boolean
    case date
    case set
    case other

    init(_ type: FactType) {
      switch type {
      case .integer: self = .integer
      case .boolean: self = .boolean
      case .date: self = .date
      case .set: self = .set
      default: self = .other
      }
    }
  }

  /// A base fact that a column, or a derivation of one, asks for.
  private struct Cell {
    let column: KernelColumn
    let type: FactType
    let kind: CellKind
    /// What is stored of a boolean.
    let falseCode: Int64
    let trueCode: Int64

    init(_ column: KernelColumn) {
      self.column = column
      type = column.type
      kind = CellKind(column.type)
      falseCode = column.code(.known(.boolean(false))) ?? KernelColumn.unknownCode
      trueCode = column.code(.known(.boolean(true))) ?? KernelColumn.unknownCode
    }
  }

  /// A column whose fact is computed.
  private struct Derived {
    let column: Int
    let derivation: Derivation
  }

  private let kernel: Kernel
  private let reader: StoredFactReader
  /// The kernel's columns, then facts that only derivations ask for.
  private let cells: [Cell]
  /// By place of the registry: the cell of a base fact, or −1.
  private let cellOfPlace: [Int32]
  private let derived: [Derived]
  /// The values of open columns, by number.
  private(set) var values: OpenValues
  private var codes = ValueCodes()
  /// By place: which place stood after it in the need before, or −1. Written while needs are read,
  /// unlike other memory of its kind: a desk has one user at a time.
  private let following: AlignedMemory<Int32>
  private let openings: FactOpenings
  /// What the first need asked for, in its order.
  private var asked: [(path: String, cell: Int)] = []

  /// Texts and values kept.
  var count: Int { values.count + codes.count }

  init(_ kernel: Kernel, _ reader: StoredFactReader) {
    self.kernel = kernel
    self.reader = reader
    let table = kernel.table
    var columns = kernel.columns
    var cellOfPlace = [Int32](repeating: -1, count: table.definitions.count)
    var derived: [Derived] = []
    func isDerived(_ place: Int) -> Bool { table.definitions[place].derivation != nil }
    func add(_ path: String) {
      guard let place = table.slots[path] else { return }
      if let derivation = table.definitions[place].derivation {
        derivation.inputs.forEach(add)
      } else if cellOfPlace[place] < 0 {
        cellOfPlace[place] = Int32(columns.count)
        columns.append(ColumnDraft(slot: place).column(table.definitions[place]))
      }
    }
    for (index, column) in kernel.columns.enumerated() where !isDerived(column.slot) {
      cellOfPlace[column.slot] = Int32(index)
    }
    for (index, column) in kernel.columns.enumerated() {
      guard let derivation = table.definitions[column.slot].derivation else { continue }
      derived.append(Derived(column: index, derivation: derivation))
      derivation.inputs.forEach(add)
    }
    cells = columns.map(Cell.init)
    self.cellOfPlace = cellOfPlace
    self.derived = derived
    values = OpenValues(columns)
    following = AlignedMemory(repeating: -1, count: table.definitions.count + 1)
    openings = FactOpenings(table.definitions.map(\.path))
  }

  /// Reads needs.
  ///
  /// - Returns: the readable ones as a batch, and the places of the others.
  func read(_ needs: [StoredNeed]) -> (batch: NeedBatch, odd: [Int]) {
    let stride = needs.count
    let memory = AlignedMemory(
      repeating: KernelColumn.unknownCode, count: cells.count * stride)
    var odd: [Int] = []
    var row = 0
    for (index, need) in needs.enumerated() {
      if read(need, memory.base + row, stride) {
        row += 1
      } else {
        odd.append(index)
        for cell in cells.indices { memory.base[cell * stride + row] = KernelColumn.unknownCode }
      }
    }
    let columns = kernel.columns.indices.map { column in
      Array(UnsafeBufferPointer(start: memory.base + column * stride, count: row))
    }
    return (
      NeedBatch(
        for: kernel, codes: columns, values: Array(values.values.prefix(kernel.columns.count)),
        count: row), odd
    )
  }

  private func read(
    _ need: StoredNeed, _ row: UnsafeMutablePointer<Int64>, _ stride: Int
  ) -> Bool {
    let isRead = need.facts.withUnsafeBufferPointer { read($0, row, stride) }
    guard isRead else { return false }
    for (index, fact) in need.asked.enumerated() {
      let cell = askedCell(index, fact.path)
      guard cell >= 0 else { continue }
      row[cell * stride] = code(
        FactView.checked(FactState(fact), cells[cell].type), cell)
    }
    for entry in derived {
      let state = entry.derivation.value(on: kernel.day) { self.state($0, row, stride) }
      row[entry.column * stride] = code(state, entry.column)
    }
    return true
  }

  /// The cell of a fact of what is asked for, or −1. All needs ask in the same order.
  private func askedCell(_ index: Int, _ path: String) -> Int {
    if index < asked.count, asked[index].path == path { return asked[index].cell }
    let cell = kernel.table.slots[path].map { Int(cellOfPlace[$0]) } ?? -1
    if index == asked.count { asked.append((path, cell)) }
    return cell
  }

  private func code(_ state: FactState, _ cell: Int) -> Int64 {
    if let code = cells[cell].column.code(state) { return code }
    guard case .known(let value) = state else { return KernelColumn.unknownCode }
    return values.number(of: value, column: cell)
  }

  /// The state of a fact that was read, or is computed from such.
  private func state(
    _ path: String, _ row: UnsafeMutablePointer<Int64>, _ stride: Int
  ) -> FactState {
    guard let place = kernel.table.slots[path] else { return .unknown }
    if let derivation = kernel.table.definitions[place].derivation {
      return derivation.value(on: kernel.day) { state($0, row, stride) }
    }
    let cell = Int(cellOfPlace[place])
    guard cell >= 0 else { return .unknown }
    let code = row[cell * stride]
    switch code {
    case KernelColumn.unknownCode: return .unknown
    case KernelColumn.noneCode: return .none
    default:
      switch cells[cell].column.values {
      case .ordered: return cells[cell].column.known(code)
      case .closed(let known): return .known(known[Int(code)])
      case .open: return .known(values.values[cell][Int(code)])
      }
    }
  }

  /// `[[path, value, source, as_of], …]` in canonical form.
  private func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ row: UnsafeMutablePointer<Int64>, _ stride: Int
  ) -> Bool {
    var scanner = StoredScanner(bytes: bytes)
    guard scanner.take(UInt8(ascii: "[")) else { return false }
    if scanner.take(UInt8(ascii: "]")) { return scanner.isAtEnd }
    var last = following.count - 1
    var tail = 0..<0
    repeat {
      guard let place = self.place(&scanner, after: &last) else { return false }
      if place >= 0, cellOfPlace[place] >= 0 {
        let cell = Int(cellOfPlace[place])
        guard let code = value(&scanner, cell) else { return false }
        row[cell * stride] = code
      } else if scanner.span() == nil {
        return false
      }
      guard skipTail(&scanner, &tail) else { return false }
    } while scanner.take(UInt8(ascii: ","))
    return scanner.take(UInt8(ascii: "]")) && scanner.isAtEnd
  }

  /// Passes over `["path",`: its place, or −1 for a path that the registry does not have; nil when it
  /// does not stand there. Needs hold much the same facts in the same order.
  private func place(_ scanner: inout StoredScanner, after last: inout Int) -> Int? {
    let expected = Int(following.base[last])
    if expected >= 0, openings.take(expected, &scanner) {
      last = expected
      return expected
    }
    guard scanner.take(UInt8(ascii: "[")), let path = scanner.text(),
      scanner.take(UInt8(ascii: ","))
    else { return nil }
    guard let place = reader.place(path) else { return -1 }
    following.base[last] = Int32(place)
    last = place
    return place
  }

  /// Passes over `,"source","as of"]`, which mostly says the same as the one before.
  private func skipTail(_ scanner: inout StoredScanner, _ tail: inout Range<Int>) -> Bool {
    if !tail.isEmpty, let base = scanner.bytes.baseAddress,
      scanner.take(base + tail.lowerBound, count: tail.count)
    {
      return true
    }
    let start = scanner.position
    guard scanner.take(UInt8(ascii: ",")), scanner.text() != nil,
      scanner.take(UInt8(ascii: ",")), scanner.text() != nil,
      scanner.take(UInt8(ascii: "]"))
    else { return false }
    tail = start..<scanner.position
    return true
  }

  /// What is to be stored of a value; nil for what only a sheet can tell.
  private func value(_ scanner: inout StoredScanner, _ cell: Int) -> Int64? {
    switch (scanner.kind, cells[cell].kind) {
    case (.integer, .integer): return scanner.integer()
    case (.null, _): return scanner.word("null") ? KernelColumn.noneCode : nil
    case (.boolean, .boolean):
      if scanner.word("true") { return cells[cell].trueCode }
      return scanner.word("false") ? cells[cell].falseCode : nil
    case (.text, .date):
      guard let text = scanner.text() else { return nil }
      return LegalDate(String(decoding: text, as: UTF8.self)).map { Int64($0.daysSinceEpoch) }
        ?? KernelColumn.unknownCode
    case (.text, _), (.list, .set):
      var parser = scanner
      guard let bytes = scanner.span() else { return nil }
      if let known = codes.code(cell, bytes) { return known }
      guard let value = parser.value(), let state = reader.state(value, cells[cell].type) else {
        return nil
      }
      let code = code(state, cell)
      codes.insert(code, cell, bytes)
      return code
    default: return nil
    }
  }
}
