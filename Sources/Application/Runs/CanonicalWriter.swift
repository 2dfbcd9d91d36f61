import Domain

/// Writes RFC 8785 JSON piece by piece, for documents that are made too often to be built as `JSON`
/// first. The caller gives the members of each object in the order of their names.
struct CanonicalWriter: Sendable {
  /// What has been written.
  private(set) var bytes: [UInt8] = []

  /// - Parameter capacityBytes: how long the document will be about.
  init(capacityBytes: Int = 0) { bytes.reserveCapacity(capacityBytes) }

  /// Punctuation and names, as they are.
  mutating func literal(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// A part of something written before.
  mutating func fragment(_ all: UnsafeBufferPointer<UInt8>, _ span: Range<Int>) {
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: all[span]))
  }

  /// A number.
  mutating func integer(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

  /// A number, or null.
  mutating func integer(_ value: Int64?) {
    if let value { bytes.append(contentsOf: String(value).utf8) } else { literal("null") }
  }

  /// A text that needs no escapes, such as an identifier or an instant.
  mutating func plain(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Any value.
  mutating func value(_ value: JSON) { value.appendCanonical(to: &bytes) }

  /// A list.
  mutating func list<Element>(
    _ elements: [Element], _ element: (inout CanonicalWriter, Element) -> Void
  ) {
    bytes.append(UInt8(ascii: "["))
    var isFirst = true
    for item in elements {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      element(&self, item)
    }
    bytes.append(UInt8(ascii: "]"))
  }
}
