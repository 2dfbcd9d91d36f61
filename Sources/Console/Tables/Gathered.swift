import Application
import Domain
import Foundation

/// What a file holds of a list that is shown page by page: all of its pages, up to a bound.
struct Gathered {
  private static let pages = 50
  private static let rows = 100

  private(set) var items: [JSON] = []
  /// Whether there is no more than this.
  private(set) var isWhole = false

  init(_ list: (PageRequest) async throws -> Page<JSON>) async throws {
    var after: UUID?
    for _ in 0..<Self.pages {
      let page = try await list(PageRequest(limit: Self.rows, after: after))
      items += page.items
      after = page.next
      guard after != nil else {
        isWhole = true
        return
      }
    }
  }

  /// What is said under a table of it.
  func notes(_ visit: Visit) -> [String] { isWhole ? [] : [visit.say("truncated")] }
}
