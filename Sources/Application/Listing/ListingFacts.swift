import Catalog
import Domain
import Listing
import Store

/// What follows from the cases of an enterprise.
enum ListingFacts {
  static let boardsPath = "enterprise.listed_boards"

  /// By path, one value each. Boards of which there is no case here stay as they are known.
  static func all(
    _ files: [ListingFile], known: FactSheet, _ rules: ListingRules
  ) -> [(path: String, value: DrawnValue)] {
    boards(files, known: known) + days(files, rules)
  }

  private static func boards(
    _ files: [ListingFile], known: FactSheet
  ) -> [(path: String, value: DrawnValue)] {
    var before: Set<String> = []
    if case .set(let codes)? = known[boardsPath]?.value { before = Set(codes) }
    let own = Set(files.compactMap(\.board.draws.listedAs))
    let listed = Set(files.filter(\.isListed).compactMap(\.board.draws.listedAs))
    // Being on the way says nothing of a board that the enterprise reports to be on already.
    let left = Set(files.filter(hasLeft).compactMap(\.board.draws.listedAs)).intersection(own)
    let after = before.subtracting(left).union(listed)
    guard after != before || !listed.isEmpty else { return [] }
    return [(boardsPath, after.isEmpty ? .nothing : .known(.set(after.sorted())))]
  }

  /// A day that a document showed, with what is needed to choose between cases.
  private struct Shown {
    let day: LegalDate
    let isConfirmed: Bool
    let at: Instant

    func yields(to other: Shown) -> Bool {
      isConfirmed == other.isConfirmed ? at <= other.at : other.isConfirmed
    }
  }

  /// Days of documents. Where several cases show one, what somebody else than the enterprise and its
  /// sponsor took goes before what they took, and of equals the last.
  private static func days(
    _ files: [ListingFile], _ rules: ListingRules
  ) -> [(path: String, value: DrawnValue)] {
    var chosen: [String: Shown] = [:]
    for file in files {
      for day in file.board.draws.days {
        guard let step = file.steps.last(where: { $0.gate == day.gate }),
          let paper = step.evidence.first(where: { $0.kind == day.evidence })
        else { continue }
        let shown = Shown(
          day: paper.issuedOn, isConfirmed: rules.confirms(step.role), at: step.takenAt)
        if chosen[day.fact].map({ $0.yields(to: shown) }) ?? true { chosen[day.fact] = shown }
      }
    }
    return chosen.sorted { $0.key < $1.key }.map { path, shown in
      (path, shown.isConfirmed ? .known(.date(shown.day)) : .declared(.date(shown.day)))
    }
  }

  /// Whether the enterprise was on the board by this case, and is no more.
  private static func hasLeft(_ file: ListingFile) -> Bool {
    !file.isListed && file.steps.contains { $0.to == file.board.aim }
  }
}
