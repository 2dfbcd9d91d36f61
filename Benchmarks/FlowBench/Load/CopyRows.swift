import Domain
import Foundation

/// Rows in the binary format of COPY (PostgreSQL manual, reference page of COPY, "Binary Format").
struct CopyRows {
  /// `PGCOPY`, its line ends and zero byte, no flags, no extension.
  private static let signature: [UInt8] =
    Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [0, 0, 0, 0, 0, 0, 0, 0]
  /// Days from 1970-01-01 to 2000-01-01, PostgreSQL's epoch.
  private static let epochDays = 10_957
  private static let microsecondsPerDay: Int64 = 86_400_000_000

  private var buffer = CopyRows.signature
  private(set) var count = 0

  /// Begins a row of so many fields, which must follow.
  mutating func row(fields: Int) {
    append(Int16(truncatingIfNeeded: fields))
    count += 1
  }

  /// The whole COPY with its end; the rows begin anew after it.
  mutating func finish() -> [UInt8] {
    append(Int16(-1))
    defer {
      buffer = Self.signature
      count = 0
    }
    return buffer
  }

  private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
  }

  mutating func null() { append(Int32(-1)) }

  mutating func bytes(_ bytes: [UInt8]) {
    append(Int32(truncatingIfNeeded: bytes.count))
    buffer.append(contentsOf: bytes)
  }

  mutating func text(_ text: String) { bytes(Array(text.utf8)) }

  mutating func uuid(_ uuid: UUID) {
    append(Int32(16))
    withUnsafeBytes(of: uuid.uuid) { buffer.append(contentsOf: $0) }
  }

  mutating func integer(_ value: Int32) {
    append(Int32(4))
    append(value)
  }

  mutating func bigint(_ value: Int64) {
    append(Int32(8))
    append(value)
  }

  mutating func date(_ day: LegalDate) {
    append(Int32(4))
    append(Int32(truncatingIfNeeded: Int(day.daysSinceEpoch) - Self.epochDays))
  }

  mutating func timestamp(_ instant: Instant) {
    bigint(instant.microseconds - Int64(Self.epochDays) * Self.microsecondsPerDay)
  }

  /// A one-dimensional `text[]` without nulls (source: `array_recv`).
  mutating func texts(_ values: [String]) {
    let size = values.reduce(0) { $0 + 4 + $1.utf8.count }
    append(Int32(truncatingIfNeeded: values.isEmpty ? 12 : 20 + size))
    append(Int32(values.isEmpty ? 0 : 1))
    append(Int32(0))
    append(Int32(Self.textType))
    guard !values.isEmpty else { return }
    append(Int32(truncatingIfNeeded: values.count))
    append(Int32(1))
    for value in values { text(value) }
  }

  /// The object identifier of `text` in `pg_type`.
  private static let textType = 25
}
