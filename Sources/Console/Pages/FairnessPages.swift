import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// How each institution answers what is put before it: how often, how soon, and why not.
enum FairnessPages {
  static let all: [PageRoute] =
    SheetPages(
      template: "fairness", path: "/console/fairness", access: PageRoute.overseers
    ) { try await content($0) }.routes + FairnessKindPages.all

  /// Offers from which on a share says something.
  private static let casesMinimum: Int64 = 20
  /// Reasons of one institution that are named, the most frequent first.
  private static let reasonsMaximum = 3

  private static func content(_ visit: Visit) async throws -> SheetPages.Content {
    let actor = try visit.actor()
    let place = try visit.ownPlace()
    // Who oversees all of it is asked for no region, which would have to be looked up for every offer.
    let found = try await visit.backend.offerStatistics(region: nil, actor: actor)
    let funnel = try await visit.backend.funnel(
      by: "institution", from: nil, to: nil, region: place.asked, actor: actor)
    var days: [String: JSON] = [:]
    for one in funnel["data"]?.arrayValue ?? [] {
      if let code = one["value"]?.stringValue { days[code] = one["days"] ?? .null }
    }
    let institutions = found["data"]?.arrayValue ?? []
    let sheet = TableSheet(
      caption: "\(visit.say("fairness")) · \(place.name)",
      columns: [TableSheet.Column(title: visit.say("institution"), isNumber: false)]
        + ["offers", "share_granted", "share_declined", "share_silent", "days_to_claim"]
        .map { TableSheet.Column(title: visit.say($0)) }
        + [TableSheet.Column(title: visit.say("reasons"), isNumber: false)],
      rows: institutions.map { one in
        row(one, days[one["institution"]?.stringValue ?? ""], visit)
      }, notes: ["\(visit.say("share_note")) \(casesMinimum)", visit.say("share_held_note")])
    return SheetPages.Content(
      title: visit.say("fairness"), sheet: sheet,
      values: ["none": institutions.isEmpty, "kinds": false])
  }

  private static func row(_ one: JSON, _ days: JSON?, _ visit: Visit) -> [TableSheet.Cell] {
    let offers = one["offers"]?.intValue ?? 0
    let threshold = visit.backend.cellThreshold
    func count(_ states: [String]) -> Int64 {
      states.reduce(0) { $0 + (one["states"]?[$1]?.intValue ?? 0) }
    }
    let parts = [
      count(["granted", "drawn"]), count(["declined"]), one["no_decision"]?.intValue ?? 0,
    ]
    let held = heldBack(parts, of: offers, threshold)
    let shares = zip(parts, held).map { part, isHeld -> String in
      guard offers >= casesMinimum, !isHeld else { return "—" }
      return visit.figures.rate(
        Exact.scaled(part, by: PartsPerMillion.one, over: offers)) ?? "—"
    }
    let claimed = days?["claimed"]
    let median =
      claimed?["cases"]?.intValue ?? 0 >= threshold ? claimed?["median_milli_days"]?.intValue : nil
    let reasons = (one["reasons"]?.objectValue ?? [:]).compactMap { reason, number in
      number.intValue.map { (reason: reason, number: $0) }
    }.filter { $0.number >= threshold }.sorted { (-$0.number, $0.reason) < (-$1.number, $1.reason) }
    let texts = [
      one["institution"]?.stringValue ?? "", offers < threshold ? "<\(threshold)" : String(offers),
      shares[0], shares[1], shares[2],
      median.map { visit.figures.thousandths($0) } ?? "—",
      reasons.prefix(reasonsMaximum).map { "\(visit.say("reason_\($0.reason)")) \($0.number)" }
        .joined(separator: "、"),
    ]
    let address = FairnessKindPages.address(of: texts[0])
    return [TableSheet.Cell(texts[0], address: address)]
      + texts.dropFirst().map { TableSheet.Cell($0) }
  }

  /// Of which parts no share is told: a share of so many offers tells how many of them it is.
  static func heldBack(_ parts: [Int64], of all: Int64, _ threshold: Int64) -> [Bool] {
    // What is open or was withdrawn is not shown, and follows from the rest.
    let whole = parts + [max(0, all - parts.reduce(0, +))]
    var held = whole.map { $0 < threshold }
    guard held.contains(true) else { return held }
    held[parts.count] = true
    HeldBack.cover(whole.map { Optional($0) }, &held, threshold: threshold)
    return held
  }
}
