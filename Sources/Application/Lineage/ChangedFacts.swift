import Domain
import Sealing
import Store

/// A version of facts, and which of them it changed.
struct ChangedFacts: Sendable {
  var version: Int
  var at: Instant
  var digest: Digest
  /// See `FactPaths.changed`; empty where the facts cannot be opened.
  var changed: [String]

  init(_ change: FactsChange, _ keys: MasterKeys) {
    version = change.facts.version
    at = change.at
    digest = change.digest
    let after = (try? keys.open(change.facts)).map { Array($0) }
    let before = change.before.flatMap { try? keys.open($0) }.map { Array($0) }
    changed = after.map { FactPaths.changed(from: before, to: $0) } ?? []
  }
}

/// Which facts differ between two stored sheets.
enum FactPaths {
  /// Paths that were added, removed, or have another value, source or date, in the order of bytes.
  /// A body that cannot be read counts as empty: lineage shows what it can.
  static func changed(from before: [UInt8]?, to after: [UInt8]) -> [String] {
    let (old, new) = (rows(before ?? []), rows(after))
    return Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func rows(_ body: [UInt8]) -> [String: JSON] {
    guard let list = (try? JSONParser.parse(body))?.arrayValue else { return [:] }
    let pairs = list.compactMap { row in
      row.arrayValue?.first?.stringValue.map { ($0, row) }
    }
    return Dictionary(pairs, uniquingKeysWith: { _, last in last })
  }
}
