/// What texts and sets of facts were read as, by their bytes as they are stored: the few hundred
/// regions, industries and titles of a province are parsed once, not need by need.
struct ValueCodes {
  /// One value of one fact.
  private struct Entry {
    var cell: Int32
    var start: Int32
    var count: Int32
    var code: Int64
  }

  /// By slot of an open-addressed table: the place in `entries`, or −1.
  private var slots = [Int32](repeating: -1, count: 256)
  private var entries: [Entry] = []
  private var bytes: [UInt8] = []

  var count: Int { entries.count }

  /// FNV-1a.
  private static func hash(_ cell: Int, _ value: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(truncatingIfNeeded: cell)
    for byte in value { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
  }

  /// The code of a value that was read before.
  func code(_ cell: Int, _ value: UnsafeBufferPointer<UInt8>) -> Int64? {
    let mask = slots.count - 1
    var slot = Self.hash(cell, value) & mask
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if Int(entry.cell) == cell, Int(entry.count) == value.count, isEqual(entry, value) {
        return entry.code
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private func isEqual(_ entry: Entry, _ value: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = Int(entry.start)
    for index in 0..<value.count where bytes[start &+ index] != value[index] { return false }
    return true
  }

  /// Keeps the code of a value that is not there yet.
  mutating func insert(_ code: Int64, _ cell: Int, _ value: UnsafeBufferPointer<UInt8>) {
    if entries.count * 2 >= slots.count { grow() }
    entries.append(
      Entry(
        cell: Int32(cell), start: Int32(bytes.count), count: Int32(value.count), code: code))
    bytes.append(contentsOf: value)
    place(entries.count - 1, Self.hash(cell, value))
  }

  private mutating func place(_ entry: Int, _ hash: Int) {
    let mask = slots.count - 1
    var slot = hash & mask
    while slots[slot] >= 0 { slot = (slot + 1) & mask }
    slots[slot] = Int32(entry)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (index, entry) in entries.enumerated() {
      let hash = bytes.withUnsafeBufferPointer { bytes in
        let start = Int(entry.start)
        return Self.hash(
          Int(entry.cell), UnsafeBufferPointer(rebasing: bytes[start..<start + Int(entry.count)]))
      }
      place(index, hash)
    }
  }
}
