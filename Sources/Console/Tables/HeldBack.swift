/// Counts of a table of which small ones are held back: those under a threshold, and of every column so many
/// more, the smallest first, that none of them follows from what the others leave of the total.
struct HeldBack {
  /// As they may be shown; nil is held back.
  let rows: [[Int64?]]

  /// - Parameters:
  ///   - counts: rows of as many counts each.
  ///   - threshold: counts below it are held back, none and one alike.
  ///   - total: of each column whether its total is held back: then all of it is. Nil where none is.
  init(_ counts: [[Int64]], threshold: Int64, under total: [Bool]? = nil) {
    var rows = counts.map { $0.map { Optional($0) } }
    for column in 0..<(counts.first?.count ?? 0) {
      let line = counts.map { Optional($0[column]) }
      var held = counts.map { $0[column] < threshold || (total?[column] ?? false) }
      Self.cover(line, &held, threshold: threshold)
      for (row, isHeld) in held.enumerated() where isHeld { rows[row][column] = nil }
    }
    self.rows = rows
  }

  /// Holds back so many more of a line of counts, the smallest first, that none that is held back follows from
  /// what the others leave of the total.
  ///
  /// - Parameters:
  ///   - line: nil where there is nothing, which everybody sees.
  ///   - held: whether each is held back.
  /// - Returns: whether there were any more.
  @discardableResult
  static func cover(_ line: [Int64?], _ held: inout [Bool], threshold: Int64) -> Bool {
    var isChanged = false
    while true {
      var hidden: [Int64] = []
      var smallest: (count: Int64, index: Int)?
      for (index, count) in line.enumerated() {
        guard let count else { continue }
        if held[index] {
          hidden.append(count)
        } else if count < smallest?.count ?? .max {
          smallest = (count: count, index: index)
        }
      }
      let isExposed =
        hidden.count == 1 || (!hidden.isEmpty && hidden.reduce(0, +) < threshold)
      guard isExposed, let smallest else { return isChanged }
      held[smallest.index] = true
      isChanged = true
    }
  }

  /// The same of counts of the same values at several places that make up one: of each place over its values,
  /// and of each value over the places.
  ///
  /// - Parameters:
  ///   - counts: by place and value; nil where there is nothing.
  ///   - held: whether each is held back.
  static func cover(_ counts: [[Int64?]], _ held: inout [[Bool]], threshold: Int64) {
    var isChanged = true
    while isChanged {
      isChanged = false
      for place in counts.indices {
        if cover(counts[place], &held[place], threshold: threshold) { isChanged = true }
      }
      for value in 0..<(counts.first?.count ?? 0) {
        var line = held.map { $0[value] }
        guard cover(counts.map { $0[value] }, &line, threshold: threshold) else { continue }
        isChanged = true
        for place in counts.indices { held[place][value] = line[place] }
      }
    }
  }
}
