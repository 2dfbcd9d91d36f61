/// What one page shows of a list that is there whole: no page is longer than people read.
struct Portion<Item> {
  /// Places of the items in the whole list.
  let range: Range<Int>
  let items: [Item]
  /// The query of the page that goes on, as it stands in an address; nil at the end.
  let next: String?

  /// - Parameters:
  ///   - all: in an order that stays.
  ///   - name: of the field of the query that names the item after which the page begins. One that is there no
  ///     more leads to the beginning.
  ///   - keeping: further fields of the query that the next page has, too.
  ///   - key: names an item in addresses.
  init(
    _ all: [Item], limit: Int, by name: String, _ query: FormBody, keeping: [String] = [],
    key: (Item) -> String
  ) {
    let before = query[name].flatMap { named in all.lastIndex { key($0) == named } }
    let start = before.map { $0 + 1 } ?? 0
    range = start..<min(all.count, start + limit)
    items = Array(all[range])
    guard range.upperBound < all.count, let last = items.last else {
      next = nil
      return
    }
    let kept = keeping.compactMap { name in query[name].map { (name, $0) } }
    next = FormText.encode(kept + [(name, key(last))])
  }

  /// For a template, which looks in what surrounds a list for what it lacks.
  var nextValue: Any { next.map { $0 as Any } ?? false }
}
