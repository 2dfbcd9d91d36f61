import Domain
import Foundation

/// Why the benchmark cannot run.
struct BenchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

extension JSON {
  /// The member `name`, which must be there.
  func member(_ name: String) throws -> JSON {
    guard let value = self[name] else { throw BenchFailure("no member \(name)") }
    return value
  }

  /// The value as an integer, which it must be.
  func integer() throws -> Int64 {
    guard let value = intValue else { throw BenchFailure("\(kindName), not an integer") }
    return value
  }

  /// The elements, which must be integers.
  func integers() throws -> [Int64] { try array().map { try $0.integer() } }

  /// The elements, which must be texts.
  func texts() throws -> [String] {
    try array().map {
      guard let text = $0.stringValue else { throw BenchFailure("\($0.kindName), not a text") }
      return text
    }
  }

  /// The elements of the array that it must be.
  func array() throws -> [JSON] {
    guard let elements = arrayValue else { throw BenchFailure("\(kindName), not an array") }
    return elements
  }

  /// The document in a file.
  static func read(_ file: URL) throws -> JSON {
    do {
      return try JSONParser.parse(Array(try Data(contentsOf: file)))
    } catch let failure as JSONParser.Failure {
      throw BenchFailure("\(file.lastPathComponent): \(failure.message) at \(failure.pointer)")
    }
  }
}
