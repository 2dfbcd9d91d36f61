import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// What a guarantor may still carry, for its own people.
enum HeadroomPages {
  static let all: [PageRoute] =
    [PageRoute(.get, path, PageRoute.institutions) { try await show($0) }]
    + SheetPages.files(of: path, PageRoute.institutions) { try await sheet($0) }

  private static let path = "/console/headroom"
  /// Units of the gauge's picture.
  private static let width: Int64 = 600

  private static func show(_ visit: Visit) async throws -> Response {
    let found: JSON
    do {
      found = try await guarantor(visit)
    } catch ApplicationError.notFound {
      return try visit.show("headroom", title: visit.say("headroom"), ["gauge": false])
    }
    return try visit.show(
      "headroom", title: visit.say("headroom"),
      [
        "gauge": try gauge(of: found, visit), "name": name(found),
        "gauge_files": ["at": visit.path],
      ])
  }

  /// The gauge's numbers, as its files hold them.
  private static func sheet(_ visit: Visit) async throws -> TableSheet {
    let found = try await guarantor(visit)
    let told = try gauge(of: found, visit)
    func number(_ name: String) -> String { told[name] ?? "" }
    return TableSheet(
      caption: "\(visit.say("headroom")) · \(name(found))", names: ["fact", "value"],
      texts: [
        [visit.say("carried"), "\(number("carried")) (\(number("share")))"],
        [visit.say("leverage_limit"), number("limit")],
        [visit.say("headroom"), number("headroom")],
        [visit.say("single_limit"), number("single")],
        [visit.say("group_limit"), number("group")],
      ], notes: ["\(visit.say("as_of")) \(number("as_of")) · \(number("source"))"], visit)
  }

  /// The institution of the caller.
  ///
  /// - Throws: `ApplicationError.notFound` for one that is no guarantor.
  private static func guarantor(_ visit: Visit) async throws -> JSON {
    let actor = try visit.actor()
    guard let code = actor.organisation else { throw PageError.refused(.notFound) }
    return try await visit.backend.guarantor(code, actor: actor).value
  }

  private static func name(_ guarantor: JSON) -> String {
    guarantor["name"]?.stringValue ?? guarantor["code"]?.stringValue ?? ""
  }

  private static func gauge(of guarantor: JSON, _ visit: Visit) throws -> [String: String] {
    guard let figures = guarantor.given("figures"),
      let limit = figures["leverage_limit_fen"]?.intValue,
      let carried = figures["carried_fen"]?.intValue
    else { throw PageError.refused(.notFound) }
    func money(_ name: String) -> String {
      figures[name]?.intValue.map { visit.figures.money($0) } ?? ""
    }
    return [
      "width": String(width), "carried_width": String(length(carried, of: limit)),
      "share": visit.figures.rate(share(carried, of: limit)) ?? "—",
      "carried": visit.figures.money(carried), "limit": visit.figures.money(limit),
      "headroom": money("headroom_fen"), "single": money("single_limit_fen"),
      "group": money("group_limit_fen"), "as_of": figures["as_of"]?.stringValue ?? "",
      "source": figures["source"]?.stringValue ?? "",
    ]
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
