import Catalog
import Domain

/// Which facts of an enterprise follow from its case, so that what asks for them need not be told.
public struct BoardDraws: Hashable, Sendable {
  /// A day that is known from the document with which a gate was passed.
  public struct Day: Hashable, Sendable {
    public let fact: String
    public let gate: String
    /// The kind of document whose day of issue it is.
    public let evidence: String
  }

  /// How the fact `enterprise.listed_boards` names the board; nil where it does not.
  public let listedAs: String?
  public let days: [Day]

  /// The optional member `draws`.
  static func read(_ reader: inout ObjectReader) -> BoardDraws {
    guard var nested = reader.object("draws") else { return BoardDraws(listedAs: nil, days: []) }
    let listedAs = nested.optional("listed_as") == nil ? nil : nested.requiredName("listed_as")
    let days = nested.list("days", maximumCount: Board.maximumCount, readDay)
    reader.merge(nested)
    return BoardDraws(listedAs: listedAs, days: days)
  }

  private static func readDay(_ reader: inout ObjectReader) -> Day? {
    let fact = reader.requiredName("fact", allowing: "_.")
    let gate = reader.requiredName("gate")
    let evidence = reader.requiredName("evidence")
    guard let fact, let gate, let evidence else { return nil }
    return Day(fact: fact, gate: gate, evidence: evidence)
  }

  /// What it says that cannot be meant.
  func faults(_ parts: Board.Parts) -> [Fault] {
    days.enumerated().flatMap { index, day -> [Fault] in
      let place = "/draws/days/\(index)"
      guard let gate = parts.gates.first(where: { $0.code == day.gate }) else {
        return [.undeclared(place, "unknown_gate", day.gate)]
      }
      guard gate.evidence.contains(day.evidence) else {
        return [.undeclared(place, "unknown_evidence", day.evidence)]
      }
      return []
    }
  }
}
