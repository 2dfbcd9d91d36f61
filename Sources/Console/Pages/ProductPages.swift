import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// Products, and the draft of one: what it would do is told before anybody publishes it.
enum ProductPages {
  static let all: [PageRoute] =
    pages
    + SheetPages.files(of: "/console/products", PageRoute.publishers) { try await sheet($0) }

  private static let pages: [PageRoute] = [
    PageRoute(.get, "/console/products", PageRoute.publishers) { try await list($0) },
    PageRoute(.get, "/console/products/{product}", PageRoute.publishers) { visit in
      let product = try await product(visit)
      return try show(
        try await draft(of: product, visit, isNew: true).form, product, visit)
    },
    PageRoute(
      .post, "/console/products/{product}", PageRoute.publishers, isHeavy: true
    ) { try await ask($0) },
  ]

  private static let rows = 50
  /// Products of the catalog that are looked through at once for those of one institution, and how often at most.
  private static let lookedThrough = 100
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
      "name": visit.label(product["name"]) ?? product["code"]?.stringValue ?? "",
      "institution": visit.institution(product["institution"]),
      "family": product["family"]?.stringValue ?? "",
      "version": product["version"]?.intValue.map { String($0) } ?? "—",
    ]
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

  private static func show(
    _ form: Form, _ product: JSON, _ visit: Visit, draft: JSON? = nil, result: JSON? = nil,
    status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let name = visit.label(product["name"]) ?? product["code"]?.stringValue ?? ""
    var values: [String: Any] = [
      "action": visit.path, "submit": visit.say("try_draft"), "lead": visit.say("draft_lead"),
      "has_lines": true, "empty": false, "may_keep": false, "hidden": [[String: Any]](),
      "lines": [
        ["term": visit.say("product_name"), "text": name],
        ["term": visit.say("institution"), "text": visit.institution(product["institution"])],
        ["term": visit.say("code"), "text": product["code"]?.stringValue ?? ""],
      ], "has_result": result != nil, "outcomes": visit.outcomes(outcomes, of: result ?? [:]),
      "draft": draft.map { String(decoding: $0.canonicalBytes, as: UTF8.self) as Any } ?? false,
    ]
    values.merge(form.values) { _, own in own }
    return try visit.show("product", title: visit.say("product_draft"), values, status: status)
  }

  private static func ask(_ visit: Visit) async throws -> Response {
    let product = try await product(visit)
    var draft = try await draft(of: product, visit, isNew: false)
    guard let document = draft.document() else {
      return try show(draft.form, product, visit, status: .unprocessableContent)
    }
    do {
      let result = try await visit.backend.productWhatIf(
        product["code"]?.stringValue ?? "", document, byCounty: false, actor: try visit.actor())
      return try show(draft.form, product, visit, draft: document, result: result)
    } catch ApplicationError.invalid(let faults) {
      draft.form.take(faults, places: draft.places, say: visit.say)
      return try show(draft.form, product, visit, status: .unprocessableContent)
    }
  }
}
