/// One line of the tables: what was measured, our side, the other side, the ratio and its bar.
struct FlowLine: Sendable, Equatable {
  var zh: String
  var en: String
  var ours: String
  var other: String
  var ratio: FlowRatio?

  var ratioText: String { ratio.map { Figure.text($0.value) } ?? "" }
  var barText: String { ratio.map { "\($0.bar.text) \($0.passes ? "✓" : "✗")" } ?? "" }
}

extension FlowReport {
  /// Everything that was measured, line by line.
  var lines: [FlowLine] {
    rematchLines + latencyLines + callLines + sideLines
  }

  private func ratio(_ name: String) -> FlowRatio? { ratios.first { $0.name == name } }

  private var rematchLines: [FlowLine] {
    guard let rematch else { return [] }
    var lines = rematch.groups.map { group in
      FlowLine(
        zh: "全量重匹配,\(group.consumers) 个消费者", en: "full re-match, \(group.consumers) consumers",
        ours: "\(Figure.text(group.seconds)) s, \(Figure.text(group.needsPerSecond)) needs/s",
        other: "COPY × \(group.consumers): \(Figure.text(group.copySeconds)) s "
          + "(\(Figure.text(group.ratio)))",
        ratio: group.consumers == rematch.measured?.consumers ? ratio("copy") : nil)
    }
    if let scale = ratio("scale") {
      lines.append(
        FlowLine(
          zh: "消费者扩展(相对 COPY 的扩展)", en: "scaling, over how COPY scales", ours: "", other: "",
          ratio: scale))
    }
    return lines
  }

  private var latencyLines: [FlowLine] {
    guard let latency else { return [] }
    func line(_ zh: String, _ en: String, _ name: String, _ value: (LatencySummary) -> Double)
      -> FlowLine
    {
      FlowLine(
        zh: zh, en: en, ours: "\(Figure.text(value(latency.ours))) ms",
        other: "\(Figure.text(value(latency.floor))) ms", ratio: ratio(name))
    }
    let rate = "\(latency.ratePerSecond)/s × \(latency.seconds) s"
    var lines = [
      line("受理到匹配 p50,\(rate)", "accepted to decided p50, \(rate)", "p50", \.p50),
      line("受理到匹配 p99", "accepted to decided p99", "p99", \.p99),
    ]
    if let longest = latency.stalls.map(\.maximumMs).max() {
      lines.append(
        FlowLine(
          zh: "停顿(超过 1 秒)次数,最长", en: "stalls of more than a second, the longest",
          ours: "\(latency.stalls.count), \(Figure.text(longest)) ms", other: "", ratio: nil))
    }
    if let http = latency.http {
      lines.append(
        FlowLine(
          zh: "经 HTTP p50 / p99", en: "over HTTP p50 / p99",
          ours: "\(Figure.text(http.p50)) / \(Figure.text(http.p99)) ms", other: "", ratio: nil))
    }
    return lines
  }

  private var callLines: [FlowLine] {
    func line(
      _ zh: String, _ en: String, _ name: String, _ rounds: [RateRound], _ http: Double
    ) -> FlowLine {
      let ours = middle(of: rounds.map(\.ours))
      let other = middle(of: rounds.map { max($0.plain, $0.pipelined ?? 0) })
      return FlowLine(
        zh: zh, en: en, ours: "\(Figure.text(ours))/s (HTTP \(Figure.text(http))/s)",
        other: "pgbench \(Figure.text(other))/s", ratio: ratio(name))
    }
    var lines: [FlowLine] = []
    if let submit {
      lines.append(
        line("提交需求", "submit a need", "submit", submit.rounds, submit.httpPerSecond))
    }
    if let read {
      lines.append(line("读取匹配", "read a run", "read", read.rounds, read.httpPerSecond))
    }
    return lines
  }

  private var sideLines: [FlowLine] {
    var lines: [FlowLine] = []
    if let poison {
      lines.append(
        FlowLine(
          zh: "毒消息使其他企业多等 p99 / 最大", en: "poison delays others by, p99 / most",
          ours: "\(Figure.text(poison.delayP99Ms)) / \(Figure.text(poison.delayMaximumMs)) ms",
          other: "", ratio: nil))
    }
    if let memory {
      func mebibytes(_ bytes: Int64) -> String { Figure.text(Double(bytes) / 1_048_576) }
      lines.append(
        FlowLine(
          zh: "工作者内存,\(Figure.grouped(Int64(memory.events))) 个事件 始/中/末",
          en: "worker memory over \(Figure.grouped(Int64(memory.events))) events, start/middle/end",
          ours: "\(mebibytes(memory.startBytes)) / \(mebibytes(memory.middleBytes)) / "
            + "\(mebibytes(memory.endBytes)) MiB", other: "", ratio: nil))
    }
    if let broker {
      lines.append(
        FlowLine(
          zh: "消息服务本身:写入,写入并读取", en: "the broker itself: produce, produce and consume",
          ours: "\(Figure.text(broker.producedPerSecond))/s, "
            + "\(Figure.text(broker.throughPerSecond))/s", other: "", ratio: nil))
    }
    return lines
  }

  /// For a terminal.
  public var text: String {
    lines.map { line in
      var text = "\(line.zh) \(line.en): \(line.ours)"
      if !line.other.isEmpty { text += "  |  \(line.other)" }
      if line.ratio != nil { text += "  →  \(line.ratioText) (\(line.barText))" }
      return text
    }.joined(separator: "\n") + "\n丢失 lost: \(lost)"
  }

  /// A page with the table.
  public var markdown: String {
    var text = "# 全流程性能 · Flow at province scale\n\n"
    if let data {
      text +=
        "\(Figure.grouped(Int64(data.needs))) needs × \(Figure.grouped(Int64(data.products))) "
        + "products, \(Figure.text(data.meanFacts)) facts of an enterprise on average, each product "
        + "for 3 to 15 % of the needs; \(data.cores) logical processors. "
        + "All ratios are of one run.\n\n![chart](flow.svg)\n\n"
    }
    text += "| | service | limit | ratio | bar |\n|---|---:|---:|---:|---|\n"
    for line in lines {
      text += "| \(line.zh)<br>\(line.en) | \(line.ours) | \(line.other) | \(line.ratioText) | "
      text += "\(line.barText) |\n"
    }
    return text + "\nlost: \(lost). What is in each side: [README](../README.md).\n"
  }
}
