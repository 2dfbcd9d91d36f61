import Domain

/// Numbers as bars of a picture. The same numbers stand in a table beside it.
struct BarChart {
  private static let width: Int64 = 720
  private static let left: Int64 = 150
  /// Kept free for the numbers behind the bars.
  private static let right: Int64 = 110
  private static let rowHeight = 28

  /// What the template draws.
  let values: [String: Any]

  /// - Parameters:
  ///   - bars: each with its number as it is written; nil is held back and has no length.
  init(title: String, _ bars: [(name: String, number: Int64?, text: String)]) {
    let most = max(1, bars.compactMap(\.number).max() ?? 0)
    values = [
      "chart_title": title, "chart_width": String(Self.width),
      "chart_height": String(bars.count * Self.rowHeight + 4),
      "bars": bars.enumerated().map { index, bar -> [String: Any] in
        let room = Self.width - Self.left - Self.right
        let length = bar.number.flatMap { Exact.scaled(max(0, $0), by: room, over: most) } ?? 0
        let y = index * Self.rowHeight
        return [
          "name": bar.name, "text": bar.text, "x": String(Self.left), "y": String(y + 4),
          "text_y": String(y + 19), "length": String(length),
          "number_x": String(Self.left + length + 8),
        ]
      },
    ]
  }
}
