/// Counts of a table of which small ones are held back: those under a threshold, and of every column so many
/// more, the smallest first, that none of them follows from what the others leave of the total.
struct HeldBack {
  /// As they may be shown; nil is held back.
  let rows: [[Int64?]]

  /// - Parameters:
  ///   - counts: rows of as many counts each.
  ///   - threshold: counts below it are held back, none and one alike.
  init(_ counts: [[Int64]], threshold: Int64) {
    var rows = counts.map { $0.map { $0 < threshold ? nil : Optional($0) } }
    for column in 0..<(counts.first?.count ?? 0) {
      func rest() -> Int64 {
        rows.indices.reduce(0) { rows[$1][column] == nil ? $0 + counts[$1][column] : $0 }
      }
      func isExposed() -> Bool {
        let hidden = rows.indices.filter { rows[$0][column] == nil }
        return !hidden.isEmpty && (hidden.count == 1 || rest() < threshold)
      }
      while isExposed(),
        let smallest = rows.indices.filter({ rows[$0][column] != nil })
          .min(by: { (counts[$0][column], $0) < (counts[$1][column], $1) })
      {
        rows[smallest][column] = nil
      }
    }
    self.rows = rows
  }
}
