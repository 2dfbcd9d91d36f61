import Catalog
import Domain
import Ingest
import Market
import Store
import Workflow

/// The columns of the list of what a run put before institutions (推荐清单), one row an offer; headings
/// and values are for people, in Chinese.
struct AllocationColumns {
  private let run: AllocationRecord
  private let reference: ReferenceData
  private let catalog: Catalog
  private let rules: TeaserRules
  private let pools: [String: String]

  init(
    _ run: AllocationRecord, _ reference: ReferenceData, _ catalog: Catalog, _ rules: TeaserRules
  ) {
    self.run = run
    self.reference = reference
    self.catalog = catalog
    self.rules = rules
    let period = reference.allocation.periods.first { $0.days.from == run.rulesFrom }
    pools = Dictionary(
      (period?.pools ?? []).map { ($0.code, $0.label.zh) }, uniquingKeysWith: { first, _ in first })
  }

  private static let before = [
    "推介批次", "推介时间", "机构代码", "机构", "产品代码", "产品", "融资需求", "需求池", "匹配排名", "满足率",
    "年化成本",
  ]
  private static let after = ["推介编号", "推介状态", "办理时限"]

  /// In the order in which they are written: what is shown of an enterprise stands in the middle.
  var names: [String] {
    Self.before + rules.rules.map { catalog.registry[$0.path]?.label.zh ?? $0.path } + Self.after
  }

  /// - Parameter teaser: nil when nothing of the enterprise is shown any more.
  func cells(_ entry: AllocationEntry, _ teaser: Teaser?) -> [String] {
    let line = entry.line
    let shown = Dictionary(
      (teaser?.lines ?? []).map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
    let institution = catalog.institutions.first { $0.code == line.institution }?.name.zh
    let product = catalog.products.first { $0.code == line.product }?.name.zh
    let own: [String] = [
      run.id.text, entry.offeredAt?.text ?? "", line.institution,
      institution ?? "", line.product, product ?? "", line.need.text,
      pools[entry.pool] ?? entry.pool, String(line.place), Self.percent(Int64(line.coveragePpm)),
      line.effectivePpm.map(Self.percent) ?? "",
    ]
    let state = entry.offerState.map { code in
      reference.offers.machine.state(code)?.label.zh ?? code
    }
    let seen: [String] = rules.rules.map { rule in
      shown[rule.path].map { text($0, of: rule.path) } ?? ""
    }
    let last: [String] = [line.offer?.text ?? "", state ?? "", entry.dueAt?.text ?? ""]
    return (own + seen + last).map(FormulaGuard.guarded)
  }

  private func text(_ value: Teaser.Value, of path: String) -> String {
    let fact = catalog.registry[path]
    switch value {
    case .nothing: return "无"
    case .band(let from, let below):
      let isMoney = fact?.unit == .fen
      func number(_ number: Int64) -> String { isMoney ? Self.yuan(number) : String(number) }
      switch (from, below) {
      case (let from?, let below?): return "\(number(from))至\(number(below))以下"
      case (nil, let below?): return "不足\(number(below))"
      case (let from?, nil): return "\(number(from))及以上"
      case (nil, nil): return ""
      }
    case .exact(.boolean(let value)): return value ? "是" : "否"
    case .exact(.integer(let value)): return fact?.unit == .fen ? Self.yuan(value) : String(value)
    case .exact(.date(let day)): return day.text
    case .exact(.set(let values)): return values.map { name($0, fact) }.joined(separator: "、")
    case .exact(.text(let code)): return name(code, fact)
    }
  }

  /// What people call a code.
  private func name(_ code: String, _ fact: FactDefinition?) -> String {
    switch fact?.type {
    case .region: RegionCode(code).flatMap { reference.regions[$0]?.name } ?? code
    case .industry:
      IndustryCode(code).flatMap { reference.industries.division(of: $0)?.name } ?? code
    default: fact?.valueLabel(code).zh ?? code
    }
  }

  /// `80.00%`
  private static func percent(_ ppm: Int64) -> String {
    let hundredths = ppm / 100
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
  }

  /// In units of ten thousand yuan where that is exact.
  private static func yuan(_ fen: Int64) -> String {
    if fen % 1_000_000 == 0 { return "\(fen / 1_000_000)万元" }
    let rest = fen % 100
    return rest == 0 ? "\(fen / 100)元" : "\(fen / 100).\(rest < 10 ? "0" : "")\(rest)元"
  }
}
