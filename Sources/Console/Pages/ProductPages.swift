import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// Products, and the draft of one: what it would do is told, and then it may be published.
enum ProductPages {
  static let all: [PageRoute] =
    pages
    + SheetPages.files(of: "/console/products", PageRoute.publishers) { try await sheet($0) }

  private static let pages: [PageRoute] = [
    PageRoute(.get, "/console/products", PageRoute.publishers) { try await list($0) },
    PageRoute(.get, "/console/products/{product}", PageRoute.publishers) { visit in
      let product = try await product(visit)
      return try await show(
        try await draft(of: product, visit, isNew: true).form, product, visit)
    },
    PageRoute(
      .post, "/console/products/{product}", PageRoute.publishers, isHeavy: true
    ) { try await ask($0) },
  ]

  private static let rows = 50
  /// Products of the catalog that are looked through at once for those of one institution, and how often at most.
  private static let lookedThrough = 100
  /// Bytes of a draft.
  private static let writtenMaximum = 6_000
  private static let looksMaximum = 100
  private static let outcomes = ["gained", "lost", "raised", "lowered"]

  private static func list(_ visit: Visit) async throws -> Response {
    let actor = try visit.actor()
    var items: [JSON] = []
    var next: String?
    if let own = actor.organisation {
      var page = visit.page(limit: lookedThrough)
      for _ in 0..<looksMaximum where items.count <= rows {
        let found = try await visit.backend.products(family: nil, page: page, actor: actor)
        items += found.items.filter { $0["institution"]?["code"]?.stringValue == own }
        guard let after = found.next else { break }
        page = PageRequest(limit: lookedThrough, after: after)
      }
      if items.count > rows {
        items = Array(items.prefix(rows))
        let last = items.last?["id"]?.stringValue.flatMap { ProductID($0) }
        next = last?.uuid.uuidString.lowercased()
      }
    } else {
      let found = try await visit.backend.products(
        family: nil, page: visit.page(limit: rows), actor: actor)
      items = found.items
      next = found.next.map { $0.uuidString.lowercased() }
    }
    return try visit.show(
      "products", title: visit.say("products"),
      [
        "products": items.map { line($0, visit) }, "none": items.isEmpty, "at": visit.path,
        "next": next.map { $0 as Any } ?? false,
      ])
  }

  private static func line(_ product: JSON, _ visit: Visit) -> [String: String] {
    [
      "code": product["code"]?.stringValue ?? "",
      "name": name(product, visit),
      "institution": visit.institution(product["institution"]),
      "family": product["family"]?.stringValue ?? "",
      "version": product["version"]?.intValue.map { String($0) } ?? "—",
    ]
  }

  private static func name(_ product: JSON, _ visit: Visit) -> String {
    visit.label(product["name"]) ?? product["code"]?.stringValue ?? ""
  }

  /// All that the caller may draft, as the files of the list hold them.
  private static func sheet(_ visit: Visit) async throws -> TableSheet {
    let actor = try visit.actor()
    let found = try await Gathered { page in
      try await visit.backend.products(family: nil, page: page, actor: actor)
    }
    let own = found.items.filter {
      actor.organisation == nil
        || $0["institution"]?["code"]?.stringValue == actor.organisation
    }
    return TableSheet(
      caption: visit.say("products"),
      names: ["code", "product_name", "institution", "family", "version"],
      texts: own.map { product in
        let told = line(product, visit)
        return ["code", "name", "institution", "family", "version"].map { told[$0] ?? "" }
      }, notes: found.notes(visit), visit)
  }

  /// - Throws: `.notFound` for another institution's product, too.
  private static func product(_ visit: Visit) async throws -> JSON {
    let actor = try visit.actor()
    let product = try await visit.backend.product(try visit.product(), actor: actor).value
    if let own = actor.organisation, product["institution"]?["code"]?.stringValue != own {
      throw PageError.refused(.notFound)
    }
    return product
  }

  private static func draft(
    of product: JSON, _ visit: Visit, isNew: Bool
  ) async throws -> ProductDraft {
    ProductDraft(
      product["document"] ?? [:], try await visit.factWords(),
      DraftText(visit: visit, isNew: isNew))
  }

  /// - Parameter tried: the document that `result` is of.
  private static func show(
    _ form: Form, _ product: JSON, _ visit: Visit, tried: JSON? = nil, result: JSON? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    // What is typed is typed over the version that the page was opened with.
    let version = visit.form["version"] ?? product["version"]?.intValue.map { String($0) } ?? ""
    var values: [String: Any] = [
      "action": visit.path, "submit": visit.say("try_draft"), "lead": visit.say("draft_lead"),
      "has_lines": true, "empty": false, "may_keep": false,
      "may_publish": try tried != nil && mayPublish(visit.actor()),
      "hidden": [("version", version), (DraftFigures.tried, DraftFigures.digest(tried))].map {
        ["name": $0, "value": $1]
      },
      "lines": [
        ["term": visit.say("product_name"), "text": name(product, visit)],
        ["term": visit.say("institution"), "text": visit.institution(product["institution"])],
        ["term": visit.say("code"), "text": product["code"]?.stringValue ?? ""],
        ["term": visit.say("version"), "text": version],
      ], "lists": ProductDraft.lists(try await visit.factWords(), visit),
      "has_result": result != nil, "outcomes": visit.outcomes(outcomes, of: result ?? [:]),
      "draft": tried.flatMap(written).map { $0 as Any } ?? false,
    ]
    values.merge(form.values) { _, own in own }
    return try visit.show("product", title: visit.say("product_draft"), values, status: status)
  }

  /// Who may do more than ask: the use case says so, too.
  private static func mayPublish(_ actor: Actor) -> Bool {
    switch actor.role {
    case .liaisonManager, .service: true
    case .operator: actor.region == nil
    case .enterprise, .liaison, .auditor: false
    }
  }

  /// A draft as its file says it, to be handed on; nil where a page has no room for it.
  private static func written(_ document: JSON) -> String? {
    let bytes = document.canonicalBytes
    return bytes.count > writtenMaximum ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// Every button sends the whole form: one asks what the draft would do, one publishes what was asked for, two ask
  /// for its figures as files, and those below lists ask for a row more.
  private static func ask(_ visit: Visit) async throws -> Response {
    let product = try await product(visit)
    var draft = try await draft(of: product, visit, isNew: false)
    draft.form = visit.told(draft.form)
    // Asks for nothing but one row more.
    if visit.form[DraftText.more] != nil { return try await show(draft.form, product, visit) }
    guard let document = draft.document() else {
      return try await show(draft.form, product, visit, status: .unprocessableContent)
    }
    let isPublished = visit.form["publish"] != nil
    let file = visit.form[DraftFigures.file]
    // What nobody saw the figures of is not published, and has no file.
    if isPublished || file != nil, !visit.hasTried(document) {
      draft.form.others.append(visit.say(isPublished ? "try_first" : "try_before_file"))
      return try await show(draft.form, product, visit, status: .unprocessableContent)
    }
    let (form, code) = (draft.form, product["code"]?.stringValue ?? "")
    return try await visit.send(
      form, places: draft.places, again: { try await show($0, product, visit, status: $1) },
      act: {
        let actor = try visit.actor()
        // Somebody published meanwhile: what this page did not show must not be taken back by it.
        if let current = product["version"]?.intValue, let typed = visit.form["version"],
          typed != "\(current)"
        {
          throw ApplicationError.staleVersion(current: Int(current))
        }
        if isPublished {
          _ = try await visit.backend.publishProduct(
            code, expectedVersion: visit.form["version"].flatMap { Int($0) } ?? 0, document,
            actor: actor, idempotency: try visit.idempotency(document))
          return visit.go(to: "/console/products/\(code)")
        }
        let result = try await visit.backend.productWhatIf(
          code, document, byCounty: false, actor: actor)
        if let file {
          let sheet = visit.outcomeSheet(name(product, visit), outcomes, of: result)
          return try await SheetPages.file(file, sheet, visit)
        }
        return try await show(form, product, visit, tried: document, result: result)
      })
  }
}
