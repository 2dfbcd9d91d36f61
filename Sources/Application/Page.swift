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

/// Where a list of what has no identifier goes on: after the two names of an item, such as
/// `law_firm/example-firm`.
public struct NamePair: Sendable, Hashable {
  public let first: String
  public let second: String

  public init(_ first: String, _ second: String) {
    self.first = first
    self.second = second
  }

  /// Of two names of lower-case letters, digits, `-` and `_` with a `/` between them.
  public init?(_ text: String) {
    func isName(_ part: Substring) -> Bool {
      (1...64).contains(part.utf8.count)
        && part.utf8.allSatisfy {
          (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
            || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy(isName) else { return nil }
    first = String(parts[0])
    second = String(parts[1])
  }

  public var text: String { "\(first)/\(second)" }
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
