import Domain

/// What came of an import, in figures and faults.
///
/// It always holds: rows = accepted + rejected + held.
public struct ImportReport: Hashable, Sendable {
  /// The outcome in one word.
  public enum State: String, Hashable, Sendable {
    /// Every row was taken.
    case accepted
    /// The good rows were taken, the others are in the quarantine file.
    case partlyAccepted = "partly_accepted"
    /// Nothing was taken because of faults.
    case refused
    /// Nothing was to be taken; the faults say what would happen.
    case checked
  }

  public let mode: ImportMode
  public private(set) var state = State.refused
  /// Nil when the file could not be read at all.
  public private(set) var encoding: TextEncoding?
  /// Rows after the header, blank lines apart.
  public private(set) var rows = 0
  public private(set) var blankLines = 0
  public private(set) var accepted = 0
  public private(set) var rejected = 0
  /// Good rows that were not taken: in a dry run, or because another row refused the file.
  public private(set) var held = 0
  /// Errors in all, also those not kept.
  public private(set) var errors = 0
  /// Warnings in all, also those not kept.
  public private(set) var warnings = 0
  /// The first faults and warnings, at most `ImportLimits.maximumFaultsKept`.
  public private(set) var faults: [ImportFault] = []
  private let maximumFaultsKept: Int

  init(mode: ImportMode, maximumFaultsKept: Int) {
    self.mode = mode
    self.maximumFaultsKept = maximumFaultsKept
  }

  /// Whether the rows go on to be stored.
  public var takesRows: Bool { state == .accepted || state == .partlyAccepted }

  /// Faults counted but not kept.
  public var faultsDropped: Int { errors + warnings - faults.count }

  mutating func begin(_ document: CSVDocument) {
    encoding = document.encoding
    rows = document.rowCount
    blankLines = document.blankLines
  }

  mutating func add(_ fault: ImportFault) {
    switch fault.severity {
    case .error: errors += 1
    case .warning: warnings += 1
    }
    if faults.count < maximumFaultsKept { faults.append(fault) }
  }

  mutating func finish(valid: Int, rejected: Int) {
    self.rejected = rejected
    // A fault of the file as a whole leaves its rows unread.
    let isWhole = valid + rejected == rows && (errors == 0 || rejected > 0)
    switch mode {
    case .dryRun: state = isWhole ? .checked : .refused
    case .allOrNothing: state = isWhole && rejected == 0 ? .accepted : .refused
    case .skipBad where !isWhole || (valid == 0 && rejected > 0): state = .refused
    case .skipBad: state = rejected == 0 ? .accepted : .partlyAccepted
    }
    accepted = takesRows ? valid : 0
    held = rows - accepted - rejected
  }

  /// The report as JSON in snake_case.
  public var json: JSON {
    [
      "mode": .string(mode.rawValue), "state": .string(state.rawValue),
      "encoding": .optional(encoding?.rawValue), "rows": .int(Int64(rows)),
      "blank_lines": .int(Int64(blankLines)), "accepted": .int(Int64(accepted)),
      "rejected": .int(Int64(rejected)), "held": .int(Int64(held)), "errors": .int(Int64(errors)),
      "warnings": .int(Int64(warnings)), "faults": .array(faults.map(\.json)),
      "faults_dropped": .int(Int64(faultsDropped)),
    ]
  }

  /// The report as lines for a terminal: the figures, then one line a fault in aligned columns.
  public func table(_ language: ReportLanguage) -> String {
    let isChinese = language == .zh
    var lines: [String] = []
    let word =
      switch state {
      case .accepted: isChinese ? "全部接收" : "accepted"
      case .partlyAccepted: isChinese ? "部分接收" : "partly accepted"
      case .refused: isChinese ? "未接收" : "refused"
      case .checked: isChinese ? "仅检查" : "checked only"
      }
    lines.append(
      isChinese
        ? "\(word):共 \(rows) 行,接收 \(accepted),拒绝 \(rejected),未提交 \(held);错误 \(errors),警告 \(warnings)"
        : "\(word): \(rows) rows, \(accepted) accepted, \(rejected) rejected, \(held) held; "
          + "\(errors) errors, \(warnings) warnings")
    if !faults.isEmpty {
      let heading =
        isChinese ? ["行", "列", "代码", "内容", "说明"] : ["line", "column", "code", "value", "reason"]
      let body = faults.map { fault in
        [
          fault.line.map { String($0) } ?? "-", fault.column ?? "-",
          (fault.severity == .warning ? "!" : "") + fault.code, fault.value ?? "-",
          fault.message(language),
        ]
      }
      let table = [heading] + body
      let widths = (0..<4).map { column in
        table.map { DisplayWidth.columns($0[column]) }.max() ?? 0
      }
      for row in table {
        let padded = zip(row, widths).map { DisplayWidth.padded($0, to: $1) }
        lines.append((padded + [row[4]]).joined(separator: "  "))
      }
    }
    if faultsDropped > 0 {
      lines.append(
        isChinese ? "另有 \(faultsDropped) 条未列出" : "\(faultsDropped) more are not listed")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
