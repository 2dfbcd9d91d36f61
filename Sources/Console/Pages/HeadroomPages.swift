import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// What a guarantor may still carry, for its own people.
enum HeadroomPages {
  static let all: [PageRoute] = [
    PageRoute(.get, "/console/headroom", PageRoute.institutions) { try await show($0) }
  ]

  /// Units of the gauge's picture.
  private static let width: Int64 = 600

  private static func show(_ visit: Visit) async throws -> Response {
    let actor = try visit.actor()
    guard let code = actor.organisation else { throw PageError.refused(.notFound) }
    let guarantor: JSON
    do {
      guarantor = try await visit.backend.guarantor(code, actor: actor).value
    } catch ApplicationError.notFound {
      return try visit.show("headroom", title: visit.say("headroom"), ["gauge": false])
    }
    guard let figures = guarantor.given("figures"),
      let limit = figures["leverage_limit_fen"]?.intValue,
      let carried = figures["carried_fen"]?.intValue
    else { throw PageError.refused(.notFound) }
    func money(_ name: String) -> String {
      figures[name]?.intValue.map { visit.figures.money($0) } ?? ""
    }
    let gauge: [String: Any] = [
      "width": String(width), "carried_width": String(length(carried, of: limit)),
      "share": visit.figures.rate(share(carried, of: limit)) ?? "—",
      "carried": visit.figures.money(carried), "limit": visit.figures.money(limit),
      "headroom": money("headroom_fen"), "single": money("single_limit_fen"),
      "group": money("group_limit_fen"), "as_of": figures["as_of"]?.stringValue ?? "",
      "source": figures["source"]?.stringValue ?? "",
    ]
    return try visit.show(
      "headroom", title: visit.say("headroom"),
      ["gauge": gauge, "name": guarantor["name"]?.stringValue ?? code])
  }

  /// Parts per million of a limit; nil where there is none to have a part of.
  private static func share(_ carried: Int64, of limit: Int64) -> Int64? {
    limit > 0 ? Exact.scaled(carried, by: PartsPerMillion.one, over: limit) : nil
  }

  /// As long as the whole gauge at most: what is beyond a limit stands in the numbers.
  private static func length(_ carried: Int64, of limit: Int64) -> Int64 {
    min(width, max(0, (share(carried, of: limit) ?? 0) * width / 1_000_000))
  }
}
