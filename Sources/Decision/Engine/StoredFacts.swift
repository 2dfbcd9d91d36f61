import Catalog
import Domain

/// Reads the stored form of a sheet of facts straight into the places of a registry, without a
/// sheet between: for thousands of needs that is most of the work.
///
/// What it reads, it reads as a sheet would be; what it does not expect it leaves to the sheet.
struct StoredFactReader: Sendable {
  private let table: FactTable
  /// By slot of an open-addressed table: the place of the fact, or −1.
  private let places: [Int32]
  private let mask: UInt64
  private let paths: [[UInt8]]
  private let isDerived: [Bool]
  private let types: [FactType]

  init(_ table: FactTable) {
    self.table = table
    paths = table.definitions.map { Array($0.path.utf8) }
    isDerived = table.definitions.map { $0.derivation != nil }
    types = table.definitions.map(\.type)
    var size = 16
    while size < paths.count * 4 { size *= 2 }
    mask = UInt64(size - 1)
    var places = [Int32](repeating: -1, count: size)
    for (place, path) in paths.enumerated() {
      var slot = Int(path.withUnsafeBufferPointer { Self.hash($0[...]) } & mask)
      while places[slot] >= 0 { slot = (slot + 1) & Int(mask) }
      places[slot] = Int32(place)
    }
    self.places = places
  }

  /// FNV-1a.
  private static func hash(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash ^ hash >> 32
  }

  /// The place of a path; nil for one the registry does not have.
  func place(_ path: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var slot = Int(Self.hash(path) & mask)
    while places[slot] >= 0 {
      let place = Int(places[slot])
      if paths[place].count == path.count, paths[place].elementsEqual(path) { return place }
      slot = (slot + 1) & Int(mask)
    }
    return nil
  }

  /// The states of all facts that `body` holds.
  ///
  /// - Parameter body: `[[path, value, source, as_of], …]` in canonical form.
  /// - Returns: nil when some of it stands otherwise than expected.
  func states(_ body: [UInt8]) -> [FactState?]? {
    body.withUnsafeBufferPointer { bytes in
      var states = [FactState?](repeating: nil, count: table.definitions.count)
      var scanner = StoredScanner(bytes: bytes)
      guard scanner.take(UInt8(ascii: "[")) else { return nil }
      if scanner.take(UInt8(ascii: "]")) { return scanner.isAtEnd ? states : nil }
      repeat {
        guard scanner.take(UInt8(ascii: "[")), let path = scanner.text(),
          scanner.take(UInt8(ascii: ",")), let value = scanner.value(),
          scanner.take(UInt8(ascii: ",")), scanner.text() != nil,
          scanner.take(UInt8(ascii: ",")), scanner.text() != nil,
          scanner.take(UInt8(ascii: "]"))
        else { return nil }
        if let place = place(path), !isDerived[place] {
          guard let state = state(value, types[place]) else { return nil }
          states[place] = state
        }
      } while scanner.take(UInt8(ascii: ","))
      return scanner.take(UInt8(ascii: "]")) && scanner.isAtEnd ? states : nil
    }
  }

  /// What a value says of a fact of the registry; nil for what only a sheet can tell.
  func state(
    _ value: StoredScanner.Value, _ type: FactType
  ) -> FactState? {
    switch (value, type) {
    case (.null, _): return FactState.none
    case (.boolean(let value), .boolean): return .known(.boolean(value))
    case (.integer(let value), .integer): return .known(.integer(value))
    case (.text(let bytes), .date):
      return LegalDate(String(decoding: bytes, as: UTF8.self)).map { .known(.date($0)) }
        ?? .unknown
    case (.text(let bytes), .region), (.text(let bytes), .industry), (.text(let bytes), .text),
      (.text(let bytes), .enumeration):
      let text = String(decoding: bytes, as: UTF8.self)
      // A sheet takes a text it does not know for a day when it looks like one.
      if LegalDate(text) != nil { return nil }
      return FactView.checked(.known(.text(text)), type)
    case (.set(let texts), .set):
      // Anything but a set as it was written is the sheet's to put in order.
      for (first, second) in zip(texts, texts.dropFirst())
      where !first.utf8.lexicographicallyPrecedes(second.utf8) {
        return nil
      }
      return texts.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } } ? .known(.set(texts)) : nil
    default: return nil
    }
  }
}
