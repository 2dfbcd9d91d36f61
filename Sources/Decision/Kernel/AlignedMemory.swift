/// Memory of fixed size, aligned for vector loads, freed with its owner. Written while it is made,
/// only read afterwards.
final class AlignedMemory<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  /// All elements `value`.
  init(repeating value: Element, count: Int) {
    self.count = count
    let bytes = max(64, count * MemoryLayout<Element>.stride)
    base = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Element.self, capacity: count)
    base.initialize(repeating: value, count: count)
  }

  convenience init(_ elements: [Element], filler: Element) {
    self.init(repeating: filler, count: elements.count)
    for (index, element) in elements.enumerated() { base[index] = element }
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  var bytes: Int { count * MemoryLayout<Element>.stride }
}

/// Eight words of a row of bits.
typealias Octet = SIMD8<UInt64>

extension Octet {
  /// Eight words at an address that is a multiple of 64.
  @inline(__always)
  static func at(_ words: UnsafePointer<UInt64>) -> Octet {
    UnsafeRawPointer(words).load(as: Octet.self)
  }
}
