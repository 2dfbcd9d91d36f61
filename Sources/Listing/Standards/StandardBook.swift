import Catalog
import Domain

/// All standards in all their versions.
public struct StandardBook: Sendable {
  /// In the order of the documents.
  public let standards: [Standard]
  /// The facts that they speak of.
  public let registry: FactRegistry

  /// Most standards of a document, and most groups and routes of one.
  static let maximumCount = 500

  /// From the documents of `Schemas/listing/standards`, by the names of their files.
  ///
  /// - Throws: every fault, with its pointer below the file's name; besides malformed members and the
  ///   faults of criteria `overlap` (two versions of a standard on one day), `duplicate_id`, `not_for_kind`
  ///   (a rank of what has none), `same_rank` (two layers of a board on one day), `points_sum` (a score
  ///   whose indicators do not sum to its whole), `order` (points that do not fall, more than there are)
  ///   and `empty` (a group that asks for nothing).
  public init(_ documents: [(name: String, json: JSON)], registry: FactRegistry) throws(Faults) {
    var faults: [Fault] = []
    var entries: [(place: String, standard: Standard)] = []
    for document in documents {
      let place = "/" + Pointer.escape(document.name)
      var reader = ObjectReader(document.json, at: place)
      let list = reader.requiredList("standards", maximumCount: Self.maximumCount) {
        nested -> (place: String, standard: Standard)? in
        Standard.read(&nested, registry).map { (nested.pointer, $0) }
      }
      faults += reader.finish() + Nulls.faults(in: document.json, at: place)
      entries += list
    }
    if faults.isEmpty { faults = Self.conflicts(entries) }
    guard faults.isEmpty else { throw Faults(faults) }
    standards = entries.map(\.standard)
    self.registry = registry
  }

  private static func conflicts(_ entries: [(place: String, standard: Standard)]) -> [Fault] {
    var faults = Periods.overlaps(
      entries, name: { $0.standard.code }, days: { $0.standard.period }
    ).map { Fault.overlap(entries[$0].place) }
    var seen: Set<[String]> = []
    for (place, standard) in entries
    where !seen.insert([standard.code, standard.version]).inserted {
      faults.append(.duplicate(place, standard.version))
    }
    let ranked = entries.filter { $0.standard.rank != nil }
    let clashes = Periods.overlaps(
      ranked,
      name: { "\($0.standard.kind) \($0.standard.board ?? "") \($0.standard.rank ?? 0)" },
      days: { $0.standard.period })
    faults += clashes.map {
      Fault(
        ranked[$0].place, "same_rank", zh: "同一板块同一期间的层级顺序重复",
        en: "has the rank of another one of the board on the same days")
    }
    return faults
  }

  /// The version in force on a day.
  public func standard(_ code: String, on day: LegalDate) -> Standard? {
    standards.first { $0.code == code && $0.period.contains(day) }
  }

  /// A version by its name, whatever the day.
  public func standard(_ code: String, version: String) -> Standard? {
    standards.first { $0.code == code && $0.version == version }
  }

  /// All of a kind in force on a day, in the order of the documents.
  public func standards(
    _ kind: Standard.Kind, of board: String? = nil, on day: LegalDate
  ) -> [Standard] {
    standards.filter {
      $0.kind == kind && $0.period.contains(day) && (board == nil || $0.board == board)
    }
  }
}
