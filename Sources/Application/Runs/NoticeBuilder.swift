import Catalog
import Decision
import Documents
import Domain
import Store

/// Puts a run into the words of a 结果告知书.
struct NoticeBuilder {
  /// What fits one A4 page.
  static let maximumProducts = 6
  static let maximumMissing = 8
  static let maximumRefusals = 3
  static let maximumPaths = 2
  static let maximumSupplied = 3

  let run: LoadedRun
  /// By product code: the last review of a decision.
  let reviews: [String: ReviewRecord]
  let regions: RegionTable
  private var registry: FactRegistry { run.loaded.registry }
  private var catalog: Catalog { run.loaded.catalog }

  func notice(receiptID: String) -> Notice {
    let decisions = run.engine.decideAll(run.input)
    let eligible = run.result.top.prefix(Self.maximumProducts)
    return Notice(
      enterprise: run.enterprise.name, need: need, needID: run.record.need.text,
      runID: run.record.id.text, decidedOn: run.record.clock.legalDate.text,
      products: eligible.map(product),
      furtherProducts: run.record.eligible - eligible.count, missing: missing(decisions),
      refusals: nearest(decisions).map(refusal), pins: pins, receiptID: receiptID)
  }

  private var need: Label {
    let need = run.need
    let purpose =
      registry["need.purpose"]?.valueLabel(need.purpose)
      ?? Label(zh: need.purpose, en: need.purpose)
    return Label(
      zh: "\(Fen.chineseText(need.amountFen)),\(need.tenorMonths) 个月,\(purpose.zh)",
      en: "CNY \(Fen.yuanText(need.amountFen)), \(need.tenorMonths) months, \(purpose.en)")
  }

  private static let ask = Label(zh: "向机构咨询", en: "ask the institution")

  private func product(_ ranked: MatchResult.RankedProduct) -> Notice.Product {
    let product = catalog.products[ranked.product]
    return Notice.Product(
      name: product.name, institution: institution(product),
      limit: ranked.limitFen.map {
        Label(zh: Fen.chineseText($0), en: "CNY \(Fen.yuanText($0))")
      } ?? Self.ask,
      cost: ranked.costPPM.map {
        let text = PartsPerMillion($0).percentText
        return Label(zh: text, en: text)
      } ?? Self.ask)
  }

  private func institution(_ product: Product) -> Label {
    catalog.institutions.first { $0.code == product.institution }?.name
      ?? Label(zh: product.institution, en: product.institution)
  }

  /// Facts that can still change a verdict, those that most products wait for first.
  private func missing(_ decisions: [Decision]) -> [Notice.Missing] {
    var counts: [String: Int] = [:]
    for path in decisions.flatMap(\.missingFacts) { counts[path, default: 0] += 1 }
    let paths = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    return paths.prefix(Self.maximumMissing).map { path in
      let definition = registry[path]
      return Notice.Missing(
        label: definition?.label ?? Label(zh: path, en: path),
        department: definition?.department.flatMap { registry.departments[$0] })
    }
  }

  /// Refusals that can be mended before those that cannot; then those with the fewest failing rules,
  /// near misses in their own order first, then by code.
  private func nearest(_ decisions: [Decision]) -> [Decision] {
    let order = Dictionary(
      run.result.nearMisses.enumerated().map { ($0.element.code, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    let refused = decisions.filter { $0.verdict == .ineligible }
    let distances = refused.map { decision in
      let failing = decision.rules.count(where: { $0.result == .fail })
      let unknown = decision.rules.count(where: { $0.result == .unknown })
      let hopeless = reasons(decision).count(where: { !$0.isRepairable })
      return (hopeless, failing, unknown, order[decision.productCode] ?? .max)
    }
    return zip(refused, distances).sorted {
      $0.1 == $1.1 ? $0.0.productCode < $1.0.productCode : $0.1 < $1.1
    }.prefix(Self.maximumRefusals).map(\.0)
  }

  private func reasons(_ decision: Decision) -> [PrincipalReason] {
    Explainer.principalReasons(decision, catalog: catalog, regions: regions)
  }

  private func refusal(_ decision: Decision) -> Notice.Refusal {
    let code = decision.productCode
    let product = catalog[code]
    let outcome = run.engine.repairPaths(run.input, product: code)
    return Notice.Refusal(
      name: product?.name ?? Label(zh: code, en: code),
      institution: product.map(institution) ?? Label(zh: "", en: ""),
      reasons: reasons(decision).map(reason), paths: paths(outcome),
      qualifyOn: run.engine.qualifyOn(run.input, product: code)?.text,
      review: reviews[code].map(review))
  }

  private func reason(_ reason: PrincipalReason) -> Label {
    Label(
      zh: reason.text.zh + "（依据：\(reason.citation.zh)）",
      en: reason.text.en + " (source: \(reason.citation.en))")
  }

  /// The first paths; where facts are unknown, the first that leave nothing but these to supply.
  private func paths(_ outcome: RepairOutcome) -> [Notice.Path] {
    guard outcome.paths.isEmpty else {
      return outcome.paths.prefix(Self.maximumPaths).map { path($0) }
    }
    let missing = outcome.missing.prefix(Self.maximumSupplied).map { path in
      registry[path]?.label ?? Label(zh: path, en: path)
    }
    let more = outcome.missing.count > missing.count
    let supply = Label(
      zh: "；并补充" + missing.map(\.zh).joined(separator: "、") + (more ? "等" : ""),
      en: "; and supply " + missing.map(\.en).joined(separator: ", ") + (more ? " …" : ""))
    return outcome.openPaths.prefix(Self.maximumPaths).map { path($0, then: supply) }
  }

  private func path(
    _ path: RepairPath, then supply: Label = Label(zh: "", en: "")
  ) -> Notice.Path {
    var departments: [Label] = []
    for change in path.changes {
      let department = change.department.flatMap { registry.departments[$0] }
      if let department, !departments.contains(department) { departments.append(department) }
    }
    let changes = path.changes.map(change)
    return Notice.Path(
      changes: Label(
        zh: changes.map(\.zh).joined(separator: "；") + supply.zh,
        en: changes.map(\.en).joined(separator: "; ") + supply.en),
      days: path.days, departments: departments)
  }

  private func change(_ change: FactChange) -> Label {
    let words = FactWords(registry[change.path], regions: regions)
    let label = registry[change.path]?.label ?? Label(zh: change.path, en: change.path)
    let (from, to) = (words.text(change.from), words.text(change.to))
    return Label(
      zh: "\(label.zh)由“\(from.zh)”变为“\(to.zh)”", en: "\(label.en): \(from.en) → \(to.en)")
  }

  private func review(_ review: ReviewRecord) -> Label {
    switch (review.state, review.outcome) {
    case (.resolved, .upheld?):
      Label(zh: "人工复核：维持原结论。", en: "Reviewed by a person: the verdict stands.")
    case (.resolved, .correctedFacts?):
      Label(
        zh: "人工复核：事实有误，更正后重新匹配。",
        en: "Reviewed by a person: the facts were wrong and are decided anew.")
    case (.resolved, .overturned?):
      Label(
        zh: "人工复核：原结论不成立，请联系运营人员办理。",
        en: "Reviewed by a person: the verdict does not stand; ask the operator.")
    case (.withdrawn, _): Label(zh: "人工复核申请已撤回。", en: "The request for review was withdrawn.")
    default: Label(zh: "人工复核处理中。", en: "A person is reviewing this.")
    }
  }

  private var pins: [Notice.Pin] {
    let record = run.record
    func pin(_ zh: String, _ en: String, _ value: String) -> Notice.Pin {
      Notice.Pin(label: Label(zh: zh, en: en), value: value)
    }
    return [
      pin("需求版本", "need version", "\(record.needVersion)"),
      pin("事实版本", "facts version", "\(record.factsVersion)"),
      pin("事实摘要", "facts digest", record.factsDigest.text),
      pin("产品目录版本", "catalog version", "\(record.catalogVersion)"),
      pin("政策版本", "policy version", "\(record.policyVersion)"),
      pin("引擎版本", "engine version", "\(record.engineVersion)"),
      pin("时间", "clock", record.clock.text),
    ]
  }
}
