import Foundation

/// One page of a list, keyset on the UUIDv7 identifier, newest first.
public struct Page<Item: Sendable>: Sendable {
  public var items: [Item]
  /// The last item's identifier when there are more, else nil.
  public var next: UUID?

  public init(items: [Item], next: UUID?) {
    self.items = items
    self.next = next
  }

  public func map<Other: Sendable>(_ transform: (Item) throws -> Other) rethrows -> Page<Other> {
    Page<Other>(items: try items.map(transform), next: next)
  }
}

/// Where a list goes on, and how far: `limit` is 1 to 100.
public struct PageRequest: Sendable {
  public static let limitRange: ClosedRange<Int64> = 1...100
  public var limit: Int
  public var after: UUID?

  public init(limit: Int = 50, after: UUID? = nil) {
    self.limit = limit
    self.after = after
  }
}
