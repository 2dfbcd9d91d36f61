/// The names of the statements parsed on one connection, bounded, least recently used out first.
struct PreparedStatementCache {
  /// The same text with other parameter types is another statement.
  struct Key: Hashable {
    let sql: String
    let types: [PostgresType]
  }

  private struct Entry {
    let name: String
    var lastUse: UInt64
  }

  private let maximum: Int
  private var entries: [Key: Entry] = [:]
  private var useCount: UInt64 = 0
  private var nameCount: UInt64 = 0
  /// Names still known to the server but not here; to be deallocated when a statement may run.
  private(set) var discarded: [String] = []

  init(maximum: Int) {
    self.maximum = max(1, maximum)
  }

  /// The number of statements kept.
  var count: Int { entries.count }

  /// The name of a parsed statement, if it is kept.
  mutating func name(for key: Key) -> String? {
    useCount += 1
    entries[key]?.lastUse = useCount
    return entries[key]?.name
  }

  /// A name that this connection has never used.
  mutating func makeName() -> String {
    nameCount += 1
    return "s\(nameCount)"
  }

  /// Keeps a parsed statement; the least recently used one is discarded if there are too many.
  mutating func insert(_ key: Key, name: String) {
    useCount += 1
    if let old = entries.updateValue(Entry(name: name, lastUse: useCount), forKey: key) {
      discarded.append(old.name)
    }
    if entries.count > maximum,
      let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      entries[oldest.key] = nil
      discarded.append(oldest.value.name)
    }
  }

  /// Forgets a statement; `isKnownToServer` says whether the server still holds it.
  mutating func remove(_ key: Key, isKnownToServer: Bool) {
    guard let entry = entries.removeValue(forKey: key) else { return }
    if isKnownToServer { discarded.append(entry.name) }
  }

  /// The names to deallocate, which are then forgotten.
  mutating func takeDiscarded() -> [String] {
    defer { discarded = [] }
    return discarded
  }
}
