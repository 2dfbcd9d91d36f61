import Foundation

/// A matrix of 64-bit integers as NumPy writes it: a column for each attribute of the needs.
struct NeedMatrix {
  /// Columns by name; each has `count` values.
  let columns: [String: [Int64]]
  let count: Int

  /// What stands for an unknown value (`UNKNOWN` of `workload.py`).
  static let unknown = Int64.min

  /// The columns of a set of needs, in the order of `workload.py`.
  static let names = [
    "amount", "tenor", "purpose", "county", "region", "industry", "size", "age_m", "incorp_m",
    "employees", "rev1", "rev2", "growth", "tax12", "rating", "net_assets", "debt", "overdue",
    "spec", "hitech", "patents", "recv", "core_id", "collateral", "guar",
  ]

  /// Reads a `.npy` file of version 1 with little-endian int64 in C order, shape (25, n).
  init(_ file: URL) throws {
    let data = try Data(contentsOf: file, options: .alwaysMapped)
    let name = file.lastPathComponent
    guard data.count > 10, data.starts(with: [0x93] + Array("NUMPY".utf8) + [1]) else {
      throw BenchFailure("\(name) is no NumPy file of version 1")
    }
    let body = 10 + Int(data[8]) + Int(data[9]) << 8
    let header = String(decoding: data[10..<min(body, data.count)], as: UTF8.self)
    let shape = header.split(separator: "(").last?.split(separator: ")").first?
      .split(separator: ",").compactMap { Int($0.filter(\.isNumber)) }
    guard header.contains("'<i8'"), header.contains("'fortran_order': False"), let shape,
      shape.count == 2, shape[0] == Self.names.count,
      data.count == body + shape[0] * shape[1] * 8
    else { throw BenchFailure("\(name) has the shape of no set of needs: \(header)") }
    let width = shape[1]
    count = width
    columns = data.withUnsafeBytes { bytes in
      Dictionary(
        uniqueKeysWithValues: Self.names.enumerated().map { place, name in
          let first = body + place * width * 8
          let column = [Int64](unsafeUninitializedCapacity: width) { buffer, count in
            UnsafeMutableRawBufferPointer(buffer)
              .copyBytes(from: bytes[first..<first + width * 8])
            count = width
          }
          return (name, column)
        })
    }
  }
}
