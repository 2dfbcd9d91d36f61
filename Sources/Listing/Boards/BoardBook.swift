import Catalog
import Domain

/// All boards in all their versions.
public struct BoardBook: Sendable {
  /// In the order of code and first day.
  public let boards: [Board]

  /// From the documents of `Schemas/listing/boards`, by the names of their files.
  ///
  /// - Throws: every fault, with its pointer below the file's name; besides those of a board `overlap`
  ///   (two versions of a board on one day) and `duplicate_id` (two of one name).
  public init(_ documents: [(name: String, json: JSON)]) throws(Faults) {
    var faults: [Fault] = []
    var boards: [(name: String, board: Board)] = []
    for document in documents {
      let place = "/" + Pointer.escape(document.name)
      do throws(Faults) {
        boards.append((document.name, try Board(json: document.json)))
      } catch {
        faults += error.list.map { $0.under(place) }
      }
    }
    for index in Periods.overlaps(boards, name: { $0.board.code }, days: { $0.board.period }) {
      faults.append(.overlap("/" + Pointer.escape(boards[index].name)))
    }
    var seen: Set<[String]> = []
    for entry in boards where !seen.insert([entry.board.code, entry.board.version]).inserted {
      faults.append(.duplicate("/" + Pointer.escape(entry.name), entry.board.version))
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.boards = boards.map(\.board).sorted {
      ($0.code, $0.period.from) < ($1.code, $1.period.from)
    }
  }

  /// The version of a board by which a case is begun on a day.
  public func board(_ code: String, on day: LegalDate) -> Board? {
    boards.first { $0.code == code && $0.period.contains(day) }
  }

  /// The version by which a case was begun.
  public func board(_ code: String, version: String) -> Board? {
    boards.first { $0.code == code && $0.version == version }
  }
}
