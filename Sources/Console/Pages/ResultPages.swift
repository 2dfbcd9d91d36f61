import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// What a match run found: what fits side by side, what to supply, what to mend, what to claim.
enum ResultPages {
  static let all: [PageRoute] =
    pages + FitPages.all
    + SheetPages.files(of: "/console/needs/{id}/result", PageRoute.readers) { visit in
      try await sheet(visit)
    }

  private static let pages: [PageRoute] = [
    PageRoute(.get, "/console/needs/{id}/result", PageRoute.readers) { try await result($0) },
    PageRoute(.get, "/console/runs/{id}/notice", PageRoute.readers) { visit in
      visit.show(
        try await visit.backend.notice(
          of: try visit.identifier(), isChinese: visit.language == .chinese,
          actor: try visit.actor()))
    },
    PageRoute(.get, "/console/runs/{id}/cost/{product}", PageRoute.readers) { visit in
      let sheet = try await visit.backend.costSheet(
        of: try visit.identifier(), product: try visit.product(), actor: try visit.actor())
      return visit.show(try sheet.page())
    },
  ]

  /// Products of each kind on one page: a catalog has a thousand.
  private static let productsMaximum = 50

  private static func result(_ visit: Visit) async throws -> Response {
    let id: NeedID = try visit.identifier()
    let actor = try visit.actor()
    let need = try await visit.backend.need(id, actor: actor).value
    guard let run = need["match"]?["run_id"]?.stringValue.flatMap({ RunID($0) }) else {
      return visit.go(to: "/console/needs/\(id)")
    }
    let view = try await visit.backend.run(run, expandDecisions: true, actor: actor)
    let decisions = view["decisions"]?.arrayValue ?? []
    func those(_ outcome: String) -> [JSON] {
      decisions.filter { $0["outcome"]?.stringValue == outcome }
    }
    let eligible = ranked(those("eligible"), by: view["top"]?.arrayValue ?? [])
    let offers = offers(try await visit.referral(of: id))
    var values: [String: Any] = NeedPages.summary(need, try await visit.factWords(), visit)
    values["id"] = id.text
    values["run"] = run.text
    values["result_files"] = ["at": visit.path]
    values["decided"] = visit.figures.time(view["clock"]?.stringValue) ?? ""
    // A need that changed since is decided again, and what stands here is of before.
    values["stale"] = need["match"]?["state"] == "pending"
    let fitting = portion(eligible, "fits_after", visit)
    values["eligible"] = fitting.items.map {
      product($0, offers[$0["product"]?.stringValue ?? ""], visit)
    }
    values["more_eligible"] = fitting.nextValue
    values["none_eligible"] = eligible.isEmpty
    let missing = missing(those("needs_info"), visit)
    values["missing"] = missing
    values["has_missing"] = !missing.isEmpty
    let repairs = try await FitPages.nearest(those("ineligible"), run, visit)
    values["repairs"] = repairs
    values["has_repairs"] = !repairs.isEmpty
    let refused = portion(those("ineligible"), "refused_after", visit)
    values["refused"] = refused.items.map { refusal($0, visit) }
    values["more_refused"] = refused.nextValue
    values["has_refused"] = !refused.items.isEmpty
    let claims = try await entitlements(need, visit)
    values["entitlements"] = claims
    values["has_entitlements"] = !claims.isEmpty
    values["may_supply"] = actor.role == .enterprise && !missing.isEmpty
    return try visit.show("result", title: visit.say("result"), values)
  }

  /// What fits, all of it, as the files of the page hold it.
  private static func sheet(_ visit: Visit) async throws -> TableSheet {
    let id: NeedID = try visit.identifier()
    let actor = try visit.actor()
    let need = try await visit.backend.need(id, actor: actor).value
    guard let run = need["match"]?["run_id"]?.stringValue.flatMap({ RunID($0) }) else {
      throw PageError.refused(.notFound)
    }
    let view = try await visit.backend.run(run, expandDecisions: true, actor: actor)
    let eligible = (view["decisions"]?.arrayValue ?? []).filter { $0["outcome"] == "eligible" }
    let offers = offers(try await visit.referral(of: id))
    let members = [
      "name", "institution", "limit", "cost", "coverage", "interest", "fees", "subsidies",
      "uncertain", "nominal", "before", "if_all", "offer", "due",
    ]
    return TableSheet(
      caption: visit.say("eligible"),
      names: [
        "product_name", "institution", "limit", "cost", "coverage", "part_interest", "part_fees",
        "part_subsidies", "part_uncertain", "nominal", "before_subsidies", "if_all_subsidies",
        "state", "answer_due",
      ],
      texts: ranked(eligible, by: view["top"]?.arrayValue ?? []).map { decision in
        let told = product(decision, offers[decision["product"]?.stringValue ?? ""], visit)
        return members.map { told[$0] as? String ?? "" }
      }, notes: [visit.say("cost_note"), visit.say("part_note")], visit)
  }

  private static func portion(
    _ decisions: [JSON], _ name: String, _ visit: Visit
  ) -> Portion<JSON> {
    Portion(decisions, limit: productsMaximum, by: name, visit.query) {
      $0["product"]?.stringValue ?? ""
    }
  }

  /// In the order of the run's own ranking; what it does not list follows.
  private static func ranked(_ eligible: [JSON], by top: [JSON]) -> [JSON] {
    let codes = top.compactMap { $0["product"]?.stringValue }
    let places = Dictionary(
      codes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    func place(_ decision: JSON) -> Int {
      places[decision["product"]?.stringValue ?? ""] ?? codes.count
    }
    return eligible.enumerated().sorted {
      (place($0.element), $0.offset) < (place($1.element), $1.offset)
    }.map(\.element)
  }

  /// Which product a decision, or the way to one, is about.
  static func head(_ decision: JSON, _ visit: Visit) -> [String: Any] {
    [
      "code": decision["product"]?.stringValue ?? "",
      "name": visit.label(decision["name"]) ?? decision["product"]?.stringValue ?? "",
      "institution": visit.institution(decision["institution"]),
    ]
  }

  /// The offers of a need, by their products.
  private static func offers(_ referral: JSON?) -> [String: JSON] {
    var offers: [String: JSON] = [:]
    for offer in referral?["offers"]?.arrayValue ?? [] {
      if let product = offer["product"]?.stringValue { offers[product] = offer }
    }
    return offers
  }

  /// - Parameter offer: what was put before its institution; nil for nothing.
  private static func product(
    _ decision: JSON, _ offer: JSON?, _ visit: Visit
  ) -> [String: Any] {
    let figures = visit.figures
    let cost = decision["cost"]
    func rate(_ name: String) -> Any {
      figures.rate(cost?[name]?.intValue).map { $0 as Any } ?? false
    }
    var values = head(decision, visit)
    // What an institution does not publish is said so, and is no zero.
    values["limit"] = figures.money(decision["limit"]) ?? visit.say("ask_institution")
    values["cost"] = figures.rate(cost?["effective_ppm"]?.intValue) ?? visit.say("ask_institution")
    values["has_cost"] = cost?["effective_ppm"]?.intValue != nil
    let parts = decision.given("cost").map { CostParts($0, figures: figures) }
    values["has_parts"] = parts != nil
    values["interest"] = parts?.interest ?? visit.say("ask_institution")
    values["fees"] = parts?.fees ?? visit.say("ask_institution")
    values["subsidies"] = parts?.subsidies ?? visit.say("ask_institution")
    values["uncertain"] = parts?.uncertain.map { $0 as Any } ?? false
    values["nominal"] = rate("nominal_ppm")
    values["before"] = rate("before_effective_ppm")
    values["if_all"] = rate("if_all_effective_ppm")
    values["coverage"] = figures.rate(decision["coverage_ppm"]?.intValue) ?? "—"
    let due = offer?["due_at"]?.stringValue
    let state = offer.map { visit.label($0["state_label"]) ?? $0["state"]?.stringValue ?? "" }
    values["offer"] = state.map { $0 as Any } ?? false
    values["due"] = figures.time(due).map { $0 as Any } ?? false
    values["left"] = visit.workingDays(until: due).map { $0 as Any } ?? false
    values["paused"] = decision.given("paused") != nil
    return values
  }

  private static func refusal(_ decision: JSON, _ visit: Visit) -> [String: Any] {
    var values = head(decision, visit)
    values["reasons"] = (decision["principal_reasons"]?.arrayValue ?? []).compactMap {
      visit.label($0["text"]).map { ["text": $0] }
    }
    return values
  }

  /// Each missing fact once, with how many products wait for it; what most wait for first.
  private static func missing(_ decisions: [JSON], _ visit: Visit) -> [[String: Any]] {
    var counts: [String: Int] = [:]
    var facts: [String: JSON] = [:]
    for fact in decisions.flatMap({ $0["missing"]?.arrayValue ?? [] }) {
      guard let path = fact["path"]?.stringValue else { continue }
      counts[path, default: 0] += 1
      facts[path] = fact
    }
    return facts.sorted { (-(counts[$0.key] ?? 0), $0.key) < (-(counts[$1.key] ?? 0), $1.key) }
      .map { path, fact in
        [
          "label": visit.label(fact["label"]) ?? path,
          "question": visit.label(fact["question"]).map { $0 as Any } ?? false,
          "department": visit.label(fact["department"]).map { $0 as Any } ?? false,
          "products": String(counts[path] ?? 0),
        ]
      }
  }

  /// What the enterprise may claim now, or could if more were known.
  private static func entitlements(
    _ need: JSON, _ visit: Visit
  ) async throws -> [[String: Any]] {
    guard let id = need["enterprise_id"]?.stringValue.flatMap({ EnterpriseID($0) }) else {
      return []
    }
    let view = try await visit.backend.entitlements(
      of: id, asOf: nil, actor: try visit.actor())
    let shown: Set<String> = ["due", "needs_info", "unverified", "unstated"]
    return (view["data"]?.arrayValue ?? []).compactMap { one in
      guard let verdict = one["verdict"]?.stringValue, shown.contains(verdict) else { return nil }
      return [
        "label": visit.label(one["label"]) ?? one["clause"]?.stringValue ?? "",
        "verdict": visit.say("verdict_\(verdict)"),
        "amount": visit.figures.money(one["amount"]).map { $0 as Any } ?? false,
        "closes_on": one["closes_on"]?.stringValue.map { $0 as Any } ?? false,
        "citation": one["citation"]?["document"]?.stringValue.map { $0 as Any } ?? false,
      ]
    }
  }
}

extension Visit {
  /// The code of a product in the path; one of another form names nothing.
  func product() throws -> String {
    let text = parameters["product"] ?? ""
    guard Self.isProduct(text) else { throw PageError.refused(.notFound) }
    return text
  }

  /// Whether a text has the form of the code of a product.
  static func isProduct(_ text: String) -> Bool {
    let isCode = text.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
    }
    return isCode && (3...64).contains(text.utf8.count) && text.first != "-"
  }
}
