import Domain

/// A table for people, with Chinese text lined up, or the same rows as JSON for programs.
struct Table: Sendable {
  struct Column: Sendable, Hashable {
    /// The heading people see.
    var heading: String
    /// The member's name in JSON.
    var name: String
    var isAlignedRight = false
    /// When the terminal is too narrow, columns are cut, widest first, but not below this.
    var columnsMinimum = 8
  }

  enum Style: Sendable, Hashable {
    /// Lines around the cells.
    case box
    /// Two spaces between columns and nothing around, for pipes and files.
    case plain
  }

  var columns: [Column]
  /// Each row has one text per column; missing ones count as empty.
  private(set) var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row. Control characters become spaces: text from outside must not steer the terminal.
  mutating func add(_ cells: [String]) {
    let clean = cells.prefix(columns.count).map { cell in
      String(cell.map { $0.unicodeScalars.contains(where: Self.isControl) ? " " : $0 })
    }
    rows.append(clean + Array(repeating: "", count: columns.count - clean.count))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
  }

  /// One thing whole: its members, a line for each.
  static func members(of object: JSON) -> Table {
    var table = Table([
      .init(heading: "项目 member", name: "member"), .init(heading: "内容 value", name: "value"),
    ])
    for (name, value) in (object.objectValue ?? [:]).sorted(by: { $0.key < $1.key }) {
      table.add([name, value.stringValue ?? value.canonicalText])
    }
    return table
  }

  /// The rows as an array of objects of texts.
  var json: JSON {
    .array(
      rows.map { row in
        let members = zip(columns, row).map { ($0.name, JSON.string($1)) }
        return .object(Dictionary(members, uniquingKeysWith: { _, last in last }))
      })
  }

  /// Draws it.
  ///
  /// - Parameter columnsMaximum: the terminal's width; nil for no limit.
  func text(style: Style, columnsMaximum: Int? = nil) -> String {
    let widths = widths(style: style, columnsMaximum: columnsMaximum)
    func line(_ cells: [String]) -> String {
      let fitted = zip(zip(cells, columns), widths).map { cell, width in
        DisplayWidth.fit(cell.0, columns: width, alignedRight: cell.1.isAlignedRight)
      }
      switch style {
      case .box: return "│ " + fitted.joined(separator: " │ ") + " │"
      case .plain: return trimmed(fitted.joined(separator: "  "))
      }
    }
    func rule(_ left: String, _ middle: String, _ right: String) -> String {
      let parts = widths.map { String(repeating: "─", count: $0 + 2) }
      return left + parts.joined(separator: middle) + right
    }
    var lines = [line(columns.map(\.heading))] + rows.map(line)
    if style == .box {
      lines.insert(rule("├", "┼", "┤"), at: 1)
      lines = [rule("┌", "┬", "┐")] + lines + [rule("└", "┴", "┘")]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  private func widths(style: Style, columnsMaximum: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      rows.reduce(DisplayWidth.of(columns[index].heading)) { widest, row in
        max(widest, DisplayWidth.of(row[index]))
      }
    }
    guard let columnsMaximum else { return widths }
    let frame = style == .box ? 3 * columns.count + 1 : 2 * max(0, columns.count - 1)
    var excess = widths.reduce(frame, +) - columnsMaximum
    while excess > 0 {
      let shrinkable = widths.indices.filter { widths[$0] > columns[$0].columnsMinimum }
      guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  /// Prints it to standard output: as JSON when asked, boxed on a terminal, plain elsewhere.
  func print(asJSON: Bool) {
    if asJSON {
      Terminal.output(json.canonicalText)
    } else {
      let isTerminal = Terminal.isTerminal(.output)
      Terminal.write(
        text(style: isTerminal ? .box : .plain, columnsMaximum: Terminal.columns(.output)),
        to: .output)
    }
  }
}
