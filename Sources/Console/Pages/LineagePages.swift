import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// What an event, a need, a run, an enterprise, a dead letter or a sweep led to, as a tree.
enum LineagePages {
  static let all: [PageRoute] = [
    PageRoute(.get, "/console/lineage/{id}", PageRoute.overseers) { visit in
      guard let id = visit.parameters["id"].flatMap({ LineageID($0) }) else {
        throw PageError.refused(.notFound)
      }
      let view = try await visit.backend.lineage(id, actor: try visit.actor())
      var left = nodesMaximum
      let root = node(view["tree"] ?? .null, visit, &left)
      return try visit.show(
        "lineage", title: visit.say("lineage"),
        [
          "id": id.text, "children": [root],
          "truncated": view["truncated"]?.boolValue ?? false || left <= 0,
        ])
    }
  ]

  /// Nodes shown on one page: a page is no longer than people read.
  private static let nodesMaximum = 300
  /// What a node says beside its kind and when it was.
  private static let members = [
    "type", "consumer", "state", "action", "product", "institution", "from", "to", "cause",
    "reason", "attempts", "version",
  ]
  /// Kinds whose own lineage may be asked for.
  private static let followed = ["event", "run", "need", "dead_letter", "sweep"]

  private static func node(_ json: JSON, _ visit: Visit, _ left: inout Int) -> [String: Any] {
    left -= 1
    let kind = json["kind"]?.stringValue ?? ""
    let id = json["id"]?.stringValue
    var children: [[String: Any]] = []
    for child in json["children"]?.arrayValue ?? [] where left > 0 {
      children.append(node(child, visit, &left))
    }
    let told = members.compactMap { name -> String? in
      switch json[name] {
      case .string(let text): text
      case .int(let number): "\(visit.say("letter_\(name)")) \(number)"
      default: nil
      }
    }
    return [
      "kind": visit.say("node_\(kind)"), "number": id.map { String($0.suffix(8)) as Any } ?? false,
      "address": id.flatMap { followed.contains(kind) ? "/console/lineage/\($0)" as Any : nil }
        ?? false,
      "at": visit.figures.time(json["at"]?.stringValue).map { $0 as Any } ?? false,
      "told": told.joined(separator: " · "), "children": children, "nested": !children.isEmpty,
    ]
  }
}
