/// Keeps cells of a file we write from running as formulas in the spreadsheet that opens it: an
/// apostrophe goes before a cell that begins with `=`, `+`, `-` or `@`, also full-width or behind
/// apostrophes, so that every cell comes back as it was.
public enum FormulaGuard {
  private static let starts = Set("=+-@＝＋－＠".unicodeScalars)

  /// The cell as it is written.
  public static func guarded(_ text: String) -> String { isRisky(text) ? "'" + text : text }

  /// The cell as it was before `guarded`; one that was not guarded stays.
  public static func unguarded(_ cell: String) -> String {
    guard cell.unicodeScalars.first == "'", isRisky(cell) else { return cell }
    return String(cell.unicodeScalars.dropFirst())
  }

  /// Whether a spreadsheet would take the cell for a formula.
  public static func isFormula(_ cell: String) -> Bool {
    cell.unicodeScalars.first.map(starts.contains) ?? false
  }

  private static func isRisky(_ text: String) -> Bool {
    text.unicodeScalars.first { $0 != "'" }.map(starts.contains) ?? false
  }
}
