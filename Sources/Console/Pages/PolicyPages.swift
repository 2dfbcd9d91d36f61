import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// What policy packs say of a place, which of them overrides which, and what another subsidy would do.
enum PolicyPages {
  static let all: [PageRoute] =
    [
      PageRoute(.get, "/console/policies", PageRoute.overseers) { visit in
        // Packs hold in a place: who oversees the country begins at its first province.
        guard let region = try visit.ownPlace().region ?? visit.provinces.first else {
          throw PageError.refused(.notFound)
        }
        return visit.go(to: "/console/policies/\(region.code)")
      },
      PageRoute(.get, draft, PageRoute.operators) { visit in
        let found = try await published(visit)
        return try show(form(found.subsidy, visit, isNew: true), found.subsidy, visit)
      },
      PageRoute(.post, draft, PageRoute.operators, isHeavy: true) { try await ask($0) },
    ]
    + SheetPages(
      template: "policies", path: "/console/policies/{region}", access: PageRoute.overseers
    ) { try await content($0) }.routes
    + SheetPages.files(of: "/console/policies/{region}/subsidies", PageRoute.overseers) { visit in
      let region = try visit.region()
      return sheet(of: try await chain(in: region, visit), region, visit)
    }

  private static let draft = "/console/policies/packs/{pack}/subsidies/{subsidy}"
  private static let outcomes = ["subsidised", "possible", "gained", "lost"]

  // MARK: The chain

  private static func content(_ visit: Visit) async throws -> SheetPages.Content {
    let region = try visit.region()
    let actor = try visit.actor()
    let chain = try await chain(in: region, visit)
    let parameters = chain["parameters"]?.arrayValue ?? []
    let mayTry = [.operator, .service].contains(actor.role)
    let sheet = TableSheet(
      caption: "\(visit.say("parameters")) · \(region.name)",
      columns: [
        TableSheet.Column(title: visit.say("parameter"), isNumber: false),
        TableSheet.Column(title: visit.say("value")),
      ]
        + ["pack", "overrides", "in_force_from", "document"].map {
          TableSheet.Column(title: visit.say($0), isNumber: false)
        },
      rows: parameters.map { row($0, visit, mayTry: mayTry) })
    let place = try visit.place()
    let whole = try visit.ownPlace()
    // Above a province lies no place that has packs of its own: the others stand beside it.
    let beside =
      whole.region == nil && region.level == .province
      ? visit.below(whole).filter { $0.code != place.code } : []
    func link(_ place: Place) -> [String: Any] {
      ["place": "/console/policies/\(place.code)", "text": place.name]
    }
    return SheetPages.Content(
      title: visit.say("policies"), sheet: sheet,
      values: [
        "none": parameters.isEmpty, "region_name": region.name, "may_try": mayTry,
        "above": visit.above(place).filter { $0.region != nil }.map(link),
        "below": (beside + visit.below(place)).map(link),
        "packs": (chain["packs"]?.arrayValue ?? []).map { pack in
          [
            "code": pack["code"]?.stringValue ?? "", "name": visit.label(pack["name"]) ?? "",
          ]
        },
        "subsidies": (chain["subsidies"]?.arrayValue ?? []).map { values(of: $0, visit) },
        "subsidy_files": ["at": "/console/policies/\(region.code)/subsidies"],
      ])
  }

  /// What holds in a place; nothing before a pack was published.
  private static func chain(
    in region: RegionTable.Region, _ visit: Visit
  ) async throws -> JSON {
    do {
      return try await visit.backend.policyChain(in: region.code, actor: try visit.actor())
    } catch ApplicationError.notFound {
      return [:]
    }
  }

  /// The subsidies of a place, as their files hold them.
  private static func sheet(
    of chain: JSON, _ region: RegionTable.Region, _ visit: Visit
  ) -> TableSheet {
    TableSheet(
      caption: "\(visit.say("subsidies")) · \(region.name)",
      names: [
        "subsidies", "subsidy_rate", "subsidy_cap", "pack", "overrides", "last_day", "document",
      ],
      texts: (chain["subsidies"]?.arrayValue ?? []).map { subsidy in
        let told = values(of: subsidy, visit)
        return ["label", "rate", "cap", "pack", "overrides", "to", "document"].map {
          told[$0] ?? ""
        }
      }, notes: [], visit)
  }

  private static func row(
    _ parameter: JSON, _ visit: Visit, mayTry: Bool
  ) -> [TableSheet.Cell] {
    let unit = parameter["unit"]?.stringValue ?? ""
    func text(_ value: JSON?) -> String {
      guard let number = value?.intValue else { return "—" }
      switch unit {
      case "fen": return visit.figures.money(number)
      case "ppm": return visit.figures.rate(number) ?? "—"
      case "milli": return visit.figures.thousandths(number)
      default: return String(number)
      }
    }
    let document = parameter["document"]?.stringValue ?? ""
    let isVerified = parameter["verified"]?.boolValue ?? false
    let texts = [
      visit.label(parameter["label"]) ?? parameter["id"]?.stringValue ?? "",
      text(parameter["value"]), parameter["pack"]?.stringValue ?? "",
      (parameter["overrides"]?.arrayValue ?? []).map {
        "\($0["pack"]?.stringValue ?? "") \(text($0["value"]))"
      }.joined(separator: "、"), parameter["from"]?.stringValue ?? "",
      isVerified ? document : "\(document) (\(visit.say("not_verified")))",
    ]
    var cells = texts.map { TableSheet.Cell($0) }
    if mayTry, let pack = parameter["pack"]?.stringValue, let id = parameter["id"]?.stringValue {
      cells[1].address = ParameterPages.address(pack, id)
    }
    return cells
  }

  private static func values(of subsidy: JSON, _ visit: Visit) -> [String: String] {
    [
      "id": subsidy["id"]?.stringValue ?? "", "pack": subsidy["pack"]?.stringValue ?? "",
      "label": visit.label(subsidy["label"]) ?? subsidy["id"]?.stringValue ?? "",
      "rate": visit.figures.rate(subsidy["ppm"]?.intValue) ?? "—",
      "cap": subsidy["cap_fen"]?.intValue.map { visit.figures.money($0) } ?? "—",
      "to": subsidy["to"]?.stringValue ?? "—",
      "document": subsidy["document"]?.stringValue ?? "",
      "overrides": (subsidy["overrides"]?.arrayValue ?? []).compactMap { $0["pack"]?.stringValue }
        .joined(separator: "、"),
    ]
  }

  // MARK: What if

  private static func published(_ visit: Visit) async throws -> (pack: JSON, subsidy: JSON) {
    let pack = try await visit.backend.policyPack(
      visit.parameters["pack"] ?? "", actor: try visit.actor())
    let found = pack["subsidies"]?.arrayValue?.first {
      $0["id"]?.stringValue == visit.parameters["subsidy"]
    }
    guard let found else { throw PageError.refused(.notFound) }
    return (pack, found)
  }

  /// - Parameter isNew: as it is published; else with what was typed.
  private static func form(_ subsidy: JSON, _ visit: Visit, isNew: Bool) -> Form {
    func field(_ name: String, _ now: Int64?, _ decimals: Int, isRequired: Bool) -> Field {
      let text = now.map { Decimals.text($0, decimals: decimals) } ?? ""
      return Field(
        name, visit.say("subsidy_\(name)_field"), .line(type: "text", inputMode: "decimal"),
        typed: [isNew ? text : visit.form.typed(name)],
        rule: FormSchema.Rule(isRequired: isRequired))
    }
    return Form(fields: [
      field("rate", subsidy["ppm"]?.intValue, 4, isRequired: true),
      field("cap", subsidy["cap_fen"]?.intValue, 6, isRequired: false),
    ])
  }

  /// - Parameter tried: what `result` is of.
  private static func show(
    _ form: Form, _ subsidy: JSON, _ visit: Visit, tried: JSON? = nil, result: JSON? = nil,
    status: HTTPResponse.Status = .ok
  ) throws -> Response {
    var values: [String: Any] = [
      "action": visit.path, "submit": visit.say("try_draft"), "lead": visit.say("subsidy_lead"),
      "has_lines": true, "empty": false, "may_keep": false, "may_publish": false, "lists": false,
      "hidden": [["name": DraftFigures.tried, "value": DraftFigures.digest(tried)]],
      "lines": [
        ["term": visit.say("subsidies"), "text": visit.label(subsidy["label"]) ?? ""],
        ["term": visit.say("pack"), "text": visit.parameters["pack"] ?? ""],
      ], "has_result": result != nil, "draft": false,
      "outcomes": visit.outcomes(outcomes, of: result ?? [:]),
    ]
    values.merge(form.values) { _, own in own }
    return try visit.show("product", title: visit.say("subsidy_draft"), values, status: status)
  }

  private static func ask(_ visit: Visit) async throws -> Response {
    let (pack, subsidy) = try await published(visit)
    var form = visit.told(form(subsidy, visit, isNew: false))
    var changed = subsidy.objectValue ?? [:]
    for (index, place) in [("ppm", 4, "not_a_rate"), ("cap_fen", 6, "not_an_amount")].enumerated() {
      let text = visit.form[form.fields[index].name]
      let number = text.flatMap { Decimals.scaled($0, decimals: place.1) }
      if text != nil, number == nil { form.fields[index].error = visit.say(place.2) }
      changed[place.0] = number.map { JSON.int($0) }
    }
    guard !form.hasErrors else {
      return try show(form, subsidy, visit, status: .unprocessableContent)
    }
    var members = pack.objectValue ?? [:]
    members["subsidies"] = .array(
      (pack["subsidies"]?.arrayValue ?? []).map { $0 == subsidy ? JSON.object(changed) : $0 })
    let asked: JSON = ["packs": [.object(members)]]
    let index = pack["subsidies"]?.arrayValue?.firstIndex(of: subsidy) ?? 0
    let place = "/packs/0/subsidies/\(index)"
    let file = visit.form[DraftFigures.file]
    if file != nil, !visit.hasTried(asked) {
      form.others.append(visit.say("try_before_file"))
      return try show(form, subsidy, visit, status: .unprocessableContent)
    }
    let typed = form
    return try await visit.send(
      typed, places: [place + "/ppm": "rate", place + "/cap_fen": "cap"],
      again: { try show($0, subsidy, visit, status: $1) },
      act: {
        let result = try await visit.backend.policyWhatIf(
          asked, byCounty: false, actor: try visit.actor())
        if let file {
          let title = visit.label(subsidy["label"]) ?? subsidy["id"]?.stringValue ?? ""
          let sheet = visit.outcomeSheet(title, outcomes, of: result)
          return try await SheetPages.file(file, sheet, visit)
        }
        return try show(typed, subsidy, visit, tried: asked, result: result)
      })
  }
}
