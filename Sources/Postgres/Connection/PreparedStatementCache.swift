/// The statements parsed on one connection, bounded, least recently used out first.
struct PreparedStatementCache {
  /// The same text with other parameter types is another statement.
  struct Key: Hashable {
    let sql: String
    let types: [PostgresType]

    init(_ statement: Statement) {
      sql = statement.sql
      types = statement.parameters.map(\.type)
    }
  }

  /// A parsed statement. It is used up and changed within its connection's actor only.
  final class Entry {
    let name: String
    /// What its results look like, once one has been seen. The server refuses to run a statement
    /// whose result would look otherwise than when it was parsed (SQLSTATE 0A000).
    var columns: [PostgresColumn]?
    fileprivate var lastUse: UInt64 = 0

    init(name: String) {
      self.name = name
    }
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

  /// A parsed statement, if it is kept.
  mutating func entry(for key: Key) -> Entry? {
    guard let entry = entries[key] else { return nil }
    useCount += 1
    entry.lastUse = useCount
    return entry
  }

  /// A statement about to be parsed, under a name that this connection has never used.
  mutating func makeEntry() -> Entry {
    nameCount += 1
    return Entry(name: "s\(nameCount)")
  }

  /// Keeps a parsed statement; the least recently used one is discarded if there are too many.
  mutating func insert(_ key: Key, _ entry: Entry) {
    useCount += 1
    entry.lastUse = useCount
    if let old = entries.updateValue(entry, forKey: key) { discarded.append(old.name) }
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
