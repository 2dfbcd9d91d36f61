import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// What would make products fit that do not: paths that the enterprise can go, with their days and
/// departments, and the day from which one fits by itself.
enum FitPages {
  static let all: [PageRoute] = [
    PageRoute(.get, "/console/runs/{id}/fit/{product}", PageRoute.readers) { try await one($0) }
  ]

  /// Products whose way is worked out on the page of a result, at most: each is a search.
  private static let productsMaximum = 3
  /// Paths shown of one product there, and on its own page; the shortest come first.
  private static let fewPaths = 3
  private static let pathsMaximum = 12

  /// The ways to the products that are likeliest to be mended, of those that have any.
  static func nearest(
    _ ineligible: [JSON], _ run: RunID, _ visit: Visit
  ) async throws -> [[String: Any]] {
    var shown: [[String: Any]] = []
    for decision in likeliest(ineligible).prefix(productsMaximum) {
      guard let code = decision["product"]?.stringValue else { continue }
      let view = try await visit.backend.repairs(
        of: run, product: code, actor: try visit.actor())
      guard hasWay(view) else { continue }
      var values = ResultPages.head(decision, visit)
      values.merge(ways(view, limit: fewPaths, visit)) { own, _ in own }
      shown.append(values)
    }
    return shown
  }

  /// First those of which every failing rule can be mended, or is a number or a day that may
  /// ripen; then by how many fail.
  private static func likeliest(_ ineligible: [JSON]) -> [JSON] {
    func rank(_ place: Int, _ decision: JSON) -> (Int, Int, Int, Int, Int) {
      let reasons = decision["principal_reasons"]?.arrayValue ?? []
      let lasting = reasons.filter { $0["repairable"]?.boolValue != true }
      let isHopeless = lasting.contains { $0["margin"]?.intValue == nil }
      let isNear = decision["near_miss_rule"]?.stringValue != nil
      return (isHopeless ? 1 : 0, reasons.count, isNear ? 0 : 1, lasting.count, place)
    }
    return ineligible.enumerated()
      .map { (rank: rank($0.offset, $0.element), decision: $0.element) }
      .sorted { $0.rank < $1.rank }.map(\.decision)
  }

  private static func hasWay(_ view: JSON) -> Bool {
    view["qualify_on"]?.stringValue != nil || !(view["paths"]?.arrayValue ?? []).isEmpty
  }

  private static func ways(_ view: JSON, limit: Int, _ visit: Visit) -> [String: Any] {
    let paths = (view["paths"]?.arrayValue ?? []).prefix(limit).map { path($0, visit) }
    return [
      "paths": paths, "has_paths": !paths.isEmpty,
      "qualify_on": view["qualify_on"]?.stringValue.map { $0 as Any } ?? false,
    ]
  }

  private static func path(_ path: JSON, _ visit: Visit) -> [String: Any] {
    [
      "days": path["days"]?.intValue.map { String($0) as Any } ?? false,
      "changes": (path["changes"]?.arrayValue ?? []).map { change -> [String: Any] in
        [
          "label": visit.label(change["label"]) ?? change["path"]?.stringValue ?? "",
          "from": visit.label(change["from_text"]) ?? "—",
          "to": visit.label(change["to_text"]) ?? "—",
          "department": visit.label(change["department"]).map { $0 as Any } ?? false,
        ]
      },
    ]
  }

  /// The ways to one product, whatever others there are.
  private static func one(_ visit: Visit) async throws -> Response {
    let run: RunID = try visit.identifier()
    let view = try await visit.backend.repairs(
      of: run, product: try visit.product(), actor: try visit.actor())
    let need = view["need_id"]?.stringValue.flatMap { NeedID($0) }
    if let need, view["outcome"] == "eligible" {
      return visit.go(to: "/console/needs/\(need)/result")
    }
    var values = ResultPages.head(view, visit)
    values.merge(ways(view, limit: pathsMaximum, visit)) { own, _ in own }
    values["need"] = need.map { $0.text as Any } ?? false
    let missing = view["missing"]?.arrayValue ?? []
    values["missing"] = missing.map { fact -> [String: Any] in
      [
        "label": visit.label(fact["label"]) ?? fact["path"]?.stringValue ?? "",
        "department": visit.label(fact["department"]).map { $0 as Any } ?? false,
      ]
    }
    values["has_missing"] = !missing.isEmpty
    // What mends it as far as is known: whether it fits then hangs on what is missing.
    let later = view["open_paths"] ?? .array([])
    let opening = ways(["paths": later], limit: pathsMaximum, visit)
    values["open"] = [opening]
    values["has_open"] = opening["has_paths"] as? Bool ?? false
    values["none"] = !hasWay(view) && (later.arrayValue ?? []).isEmpty
    return try visit.show("fit", title: visit.say("repair_paths"), values)
  }
}
