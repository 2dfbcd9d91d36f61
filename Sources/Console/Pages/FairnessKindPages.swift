import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// How one institution decides of enterprises of each kind, of the last twelve months.
enum FairnessKindPages {
  static let all: [PageRoute] =
    SheetPages(
      template: "fairness", path: "/console/fairness/{by}/{institution}",
      access: PageRoute.overseers
    ) { try await content($0) }.routes

  /// By what enterprises are told apart, as the API calls it, and the word for it.
  private static let dimensions = [
    ("size", "by_size"), ("region", "by_place"), ("industry", "by_industry"),
  ]

  /// The page of an institution; nil for what has not the form of the code of one.
  static func address(of institution: String, by dimension: String = "size") -> String? {
    isInstitution(institution) ? "/console/fairness/\(dimension)/\(institution)" : nil
  }

  private static func isInstitution(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
          || $0 == UInt8(ascii: "_")
      }
  }

  private static func content(_ visit: Visit) async throws -> SheetPages.Content {
    let by = visit.parameters["by"] ?? ""
    let institution = visit.parameters["institution"] ?? ""
    guard let word = dimensions.first(where: { $0.0 == by })?.1, isInstitution(institution) else {
      throw PageError.refused(.notFound)
    }
    let place = try visit.ownPlace()
    let table = try await visit.backend.fairness(
      by: by, from: nil, to: nil, region: place.asked, institution: institution,
      actor: try visit.actor())
    let kinds = table["data"]?.arrayValue ?? []
    let period = "\(table["from"]?.stringValue ?? "") – \(table["to"]?.stringValue ?? "")"
    let least = table["least_cases"]?.intValue ?? 0
    let sheet = TableSheet(
      caption: "\(institution) · \(place.name) · \(period)",
      columns: [TableSheet.Column(title: visit.say(word), isNumber: false)]
        + ["offers_settled", "share_declined", "share_silent", "days_to_answer"]
        .map { TableSheet.Column(title: visit.say($0)) },
      rows: rows(kinds, by, visit),
      notes: [
        "\(visit.say("share_kind_note")) \(least)", visit.say("held_back_note"),
        visit.say("share_held_note"),
      ])
    return SheetPages.Content(
      title: "\(visit.say("fairness")) · \(institution)", sheet: sheet,
      values: [
        "none": kinds.isEmpty, "kinds": true,
        "tabs": dimensions.map { dimension, word in
          [
            "place": address(of: institution, by: dimension) ?? "", "text": visit.say(word),
            "here": dimension == by,
          ] as [String: Any]
        },
      ])
  }

  /// The total of an institution follows from its other tables, so that what is small of this one needs company.
  private static func rows(
    _ kinds: [JSON], _ by: String, _ visit: Visit
  ) -> [[TableSheet.Cell]] {
    let threshold = visit.backend.cellThreshold
    // What is not told is small, and may be none.
    let cases = kinds.map { $0["cases"]?.intValue ?? 0 }
    let counts = HeldBack(cases.map { [$0] }, threshold: threshold).rows
    return zip(kinds, counts).map { kind, counts in
      let count = counts[0]
      let told = shares(kind, of: count, threshold, visit)
      let texts = [
        name(kind["value"]?.stringValue ?? "", by, visit),
        count.map { String($0) } ?? "<\(threshold)", told[0], told[1],
        kind["median_milli_days"]?.intValue.map { visit.figures.thousandths($0) } ?? "—",
      ]
      return texts.map { TableSheet.Cell($0) }
    }
  }

  /// - Parameter all: decided offers; nil where that is held back.
  private static func shares(
    _ kind: JSON, of all: Int64?, _ threshold: Int64, _ visit: Visit
  ) -> [String] {
    let told = ["declined_ppm", "unanswered_ppm"].map { kind[$0]?.intValue }
    guard let all else { return told.map { _ in "—" } }
    let parts = told.map { ppm -> Int64 in
      let twice = ppm.flatMap { Exact.scaled($0, by: all * 2, over: PartsPerMillion.one) } ?? 0
      return (twice + 1) / 2
    }
    let held = FairnessPages.heldBack(parts, of: all, threshold)
    return zip(told, held).map { ppm, isHeld in
      isHeld ? "—" : visit.figures.rate(ppm) ?? "—"
    }
  }

  private static func name(_ value: String, _ by: String, _ visit: Visit) -> String {
    switch by {
    case "region":
      return RegionCode(value).flatMap { visit.parts.regions[$0] }?.name ?? value
    case "size":
      let word = "size_\(value)"
      return visit.parts.renderer.words.names.contains(word) ? visit.say(word) : value
    default: return value
    }
  }
}
