/// The ratios as a chart: each bar is a ratio over its bar, drawn so that the bar is the line in the
/// middle and better lies to the right.
enum FlowChart {
  private static let width = 800.0
  private static let left = 210.0
  private static let right = 96.0
  private static let rowHeight = 30.0
  private static let top = 64.0
  /// The axis reaches from a quarter of the bar to four times better.
  private static let span = 4.0

  private static let names: [String: String] = [
    "copy": "重匹配/COPY · re-match over COPY", "scale": "扩展 · scaling over COPY's",
    "p50": "时延 p50 · latency p50", "p99": "时延 p99 · latency p99",
    "submit": "提交/pgbench · submit", "read": "读取/pgbench · read",
  ]

  static func svg(_ ratios: [FlowRatio]) -> String {
    let height = top + rowHeight * Double(ratios.count) + 30
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\" font-size=\"13\" "
        + "viewBox=\"0 0 \(number(width)) \(number(height))\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
      text(16, 22, "全流程与机器极限之比 · the flow against the limits of the machine", size: 15),
      text(
        16, 42, "竖线为目标,右侧为优 · the line is the bar, right of it is better · make bench-flow",
        fill: "#6b7280"),
    ]
    for share in [1 / span, 0.5, 1, 2, span] {
      let x = position(share)
      lines.append(
        "<line x1=\"\(number(x))\" y1=\"\(number(top - 8))\" x2=\"\(number(x))\" "
          + "y2=\"\(number(height - 26))\" stroke=\"\(share == 1 ? "#111827" : "#e5e7eb")\"/>")
      lines.append(
        text(x, height - 10, "× \(Figure.text(share))", fill: "#6b7280", anchor: "middle"))
    }
    for (row, ratio) in ratios.enumerated() {
      let y = top + Double(row) * rowHeight
      let end = position(better(ratio))
      let middle = position(1)
      let from = min(end, middle)
      lines.append(
        text(left - 8, y + 13, names[ratio.name] ?? ratio.name, anchor: "end"))
      lines.append(
        "<rect x=\"\(number(from))\" y=\"\(number(y))\" "
          + "width=\"\(number(max(1, abs(end - middle))))\" height=\"18\" "
          + "fill=\"\(ratio.passes ? "#0f766e" : "#b91c1c")\"/>")
      lines.append(
        text(
          width - right + 4, y + 13, "\(Figure.text(ratio.value)) (\(ratio.bar.text))"))
    }
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// How many times better than its bar a ratio is; below 1 it misses it.
  static func better(_ ratio: FlowRatio) -> Double {
    guard ratio.value > 0, ratio.bar.value > 0 else { return 1 / span }
    return switch ratio.bar {
    case .least(let least): ratio.value / least
    case .most(let most): most / ratio.value
    }
  }

  /// Where a share lies on the logarithmic axis.
  private static func position(_ share: Double) -> Double {
    let held = min(span, max(1 / span, share))
    return left + (width - left - right) * (0.5 + logarithm(held) / (2 * logarithm(span)))
  }

  /// The binary logarithm of a number from 1/span to span, by its series.
  private static func logarithm(_ value: Double) -> Double {
    var power = 0.0
    var rest = value
    while rest >= 2 {
      rest /= 2
      power += 1
    }
    while rest < 1 {
      rest *= 2
      power -= 1
    }
    let ratio = (rest - 1) / (rest + 1)
    var term = ratio
    var sum = 0.0
    for odd in stride(from: 1.0, through: 31, by: 2) {
      sum += term / odd
      term *= ratio * ratio
    }
    return power + 2 * sum / 0.693_147_180_559_945_3
  }

  private static func text(
    _ x: Double, _ y: Double, _ text: String, size: Int? = nil, fill: String = "#1f2937",
    anchor: String? = nil
  ) -> String {
    let size = size.map { " font-size=\"\($0)\" font-weight=\"bold\"" } ?? ""
    let anchor = anchor.map { " text-anchor=\"\($0)\"" } ?? ""
    return "<text x=\"\(number(x))\" y=\"\(number(y))\"\(size)\(anchor) fill=\"\(fill)\">"
      + "\(escaped(text))</text>"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  private static func number(_ value: Double) -> String {
    let tenths = Int64((value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(abs(tenths % 10))"
  }
}

extension FlowReport {
  /// The chart as SVG.
  public var chart: String { FlowChart.svg(ratios) }
}
