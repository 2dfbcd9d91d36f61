/// Writes RFC 8785 JSON piece by piece, for documents that are made too often to be built as `JSON`
/// first. The caller gives the members of each object in the order of their names.
public struct CanonicalWriter: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// - Parameter capacityBytes: how long the document will be about.
  public init(capacityBytes: Int = 0) { bytes.reserveCapacity(capacityBytes) }

  /// Punctuation and names, as they are.
  public mutating func literal(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// A part of something written before.
  public mutating func fragment(_ all: UnsafeBufferPointer<UInt8>, _ span: Range<Int>) {
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: all[span]))
  }

  /// A number.
  public mutating func integer(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

  /// A number, or null.
  public mutating func integer(_ value: Int64?) {
    if let value { bytes.append(contentsOf: String(value).utf8) } else { literal("null") }
  }

  /// A text that needs no escapes, such as an identifier or an instant.
  public mutating func plain(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Any value.
  public mutating func value(_ value: JSON) { value.appendCanonical(to: &bytes) }

  /// Bytes in quotation marks, two lowercase hexadecimal digits each.
  public mutating func hexadecimal(_ row: [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in row {
      bytes.append(Hexadecimal.digit(byte >> 4))
      bytes.append(Hexadecimal.digit(byte & 15))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// A list.
  public mutating func list<Element>(
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
