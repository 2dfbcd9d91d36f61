import Catalog
import Domain
import Pricing

/// The values of a cost sheet's template.
struct CostSheetValues {
  let sheet: CostSheet
  let names: CostSheetNames

  var values: [String: Any] {
    var values: [String: Any] = [
      "style": CostSheetStyle.text, "product": Self.both(sheet.productName),
      "institution": Self.both(
        names.institution ?? Label(zh: sheet.institution, en: sheet.institution)),
      "basis": basis, "items": sheet.items.map(item),
      "has_subsidies": !sheet.subsidies.isEmpty, "subsidies": sheet.subsidies.map(subsidy),
      "before": total(sheet.before, sheet.totalFen), "after": total(sheet.after, sheet.netFen),
      "notes": sheet.notes.map(Self.both), "sources": sources, "day": sheet.drawnOn.text,
      "has_drawn": !sheet.drawnUses.isEmpty, "drawn": sheet.drawnUses.map(drawn),
    ]
    if let enterprise = names.enterprise { values["enterprise"] = enterprise }
    if let reference = names.reference { values["reference"] = reference }
    if let ifAll = sheet.ifAll { values["if_all"] = total(ifAll, sheet.ifAllFen) }
    if !sheet.missing.isEmpty {
      values["missing"] = sheet.missing.map { names.facts[$0]?.zh ?? $0 }.joined(separator: "、")
    }
    values.merge(CostFlowRows(sheet.flows).values) { first, _ in first }
    return values
  }

  static func both(_ label: Label) -> [String: Any] { ["zh": label.zh, "en": label.en] }

  private static func percent(_ ppm: Int64?) -> String {
    ppm.map { PartsPerMillion($0).percentText } ?? "—"
  }

  private func total(_ annual: CostSheet.Annual?, _ fen: Int64?) -> [String: Any] {
    var values: [String: Any] = [
      "amount": fen.map(Fen.yuanText) ?? "—", "nominal": Self.percent(annual?.nominalPPM),
      "effective": annual.map { Self.percent($0.effectivePPM) } ?? "",
    ]
    if annual == nil { values["unpublished"] = Self.both(CostWords.unpublished) }
    return values
  }

  // MARK: Conditions

  private var basis: [[String: Any]] {
    func row(_ zh: String, _ en: String, _ value: Label) -> [String: Any] {
      ["label": Self.both(Label(zh: zh, en: en)), "value": Self.both(value)]
    }
    var rows = [
      row(
        "融资金额", "Amount",
        Label(zh: "\(Fen.yuanText(sheet.amountFen)) 元", en: "CNY \(Fen.yuanText(sheet.amountFen))")),
      row(
        "期限", "Term",
        Label(
          zh: "\(sheet.tenorMonths) 个月（\(sheet.drawnOn.text) 至 \(sheet.endsOn.text)）",
          en: "\(sheet.tenorMonths) months (\(sheet.drawnOn.text) to \(sheet.endsOn.text))")),
    ]
    if let repayment = sheet.repayment {
      rows.append(
        row(
          "还款方式", "Repayment",
          sheet.bridge == nil
            ? CostWords.repayment(repayment)
            : Label(zh: "到期一次还本付息", en: "principal and interest in one sum at the end")))
    }
    if let bridge = sheet.bridge {
      let count = bridge.dayCount.rawValue
      rows.append(
        row("计息基础", "Day count", Label(zh: "实际天数/\(count)", en: "actual days / \(count)")))
    }
    for parameter in sheet.parameters {
      let value = parameter.value.map { PartsPerMillion($0).percentText } ?? "—"
      let from = parameter.from?.text ?? "—"
      let name = parameter.id == Pricer.oneYearLPR ? "1" : "5"
      let mark = parameter.isVerified ? ("", "") : ("〔待核实〕", " [not verified]")
      let carried = parameter.carriedPastEnd ? ("，沿用", ", carried on") : ("", "")
      rows.append(
        row(
          "参照LPR", "LPR",
          Label(
            zh: "\(name)年期 \(value)（\(from)起\(carried.0)）\(mark.0)",
            en: "\(name)-year \(value) (from \(from)\(carried.1))\(mark.1)")))
    }
    return rows
  }

  // MARK: Items

  private func item(_ item: CostSheet.Item) -> [String: Any] {
    let payee =
      item.payee == "lender"
      ? names.institution ?? CostWords.payee("lender")
      : CostWords.payee(item.payee)
    var values: [String: Any] = [
      "name": Self.both(CostWords.kind(item.kind)), "payee": Self.both(payee),
      "mode": Self.both(CostWords.mode(item.mode)),
      "cycle": Self.both(CostWords.cycle(item.cycle)),
      "amount": item.amountFen.map(Fen.yuanText) ?? "—",
      "nominal": Self.percent(item.annual?.nominalPPM),
      "effective": Self.percent(item.annual?.effectivePPM),
      "unverified": !item.citation.verified,
      "flags": item.ceilings.filter(\.isExceeded).map { Self.both(CostWords.flag($0)) },
    ]
    if let rate = item.ratePPM {
      let held = item.heldFen.map { "（\(Fen.yuanText($0)) 元）" } ?? ""
      values["rate"] = PartsPerMillion(rate).percentText + held
    } else {
      values["unpublished"] = Self.both(CostWords.unpublished)
    }
    return values
  }

  private func subsidy(_ subsidy: CostSheet.SubsidyItem) -> [String: Any] {
    [
      "name": Self.both(subsidy.label ?? Self.subsidyName(subsidy)),
      "rule": Self.both(CostWords.rule(subsidy)),
      "certainty": Self.both(CostWords.certainty(subsidy.status)),
      "amount": subsidy.amountFen.map(Fen.yuanText) ?? "—",
      "nominal": Self.percent(subsidy.reduction?.nominalPPM),
      "effective": Self.percent(subsidy.reduction?.effectivePPM),
      "unverified": !subsidy.citation.verified,
    ]
  }

  /// A subsidy of the product itself has no label, only an id.
  private static func subsidyName(_ subsidy: CostSheet.SubsidyItem) -> Label {
    let rule = CostWords.rule(subsidy)
    return Label(zh: "产品自带补贴（\(rule.zh)）", en: "subsidy of the product (\(rule.en))")
  }

  private func drawn(_ use: DrawnUse) -> [String: Any] {
    [
      "days": "\(use.drawnDays)/\(use.termDays)", "interest": Fen.yuanText(use.interestFen),
      "fees": Fen.yuanText(use.feesFen), "total": Fen.yuanText(use.totalFen),
      "effective": Self.percent(use.annual?.effectivePPM),
    ]
  }

  // MARK: Sources

  /// Every source once, in the order of the sheet.
  private var sources: [[String: Any]] {
    let exceeded = sheet.items.flatMap(\.ceilings).filter(\.isExceeded)
    let cited =
      sheet.items.map { ($0.citation, $0.citation.verified) }
      + sheet.parameters.compactMap { use in use.citation.map { ($0, use.isVerified) } }
      + sheet.subsidies.map { ($0.citation, $0.citation.verified) }
      + exceeded.map { ($0.citation, $0.isVerified) }
    var seen: Set<String> = []
    return cited.compactMap { citation, isVerified in
      let text = CostWords.citation(citation)
      guard seen.insert(text).inserted else { return nil }
      return ["text": text, "unverified": !isVerified]
    }
  }
}
