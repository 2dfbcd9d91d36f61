import Crypto
import Domain
import Foundation

/// The keys that wrap the data keys of enterprises: the first one wraps, each unwraps, so that one
/// follows another without a stop.
///
/// They stand in a file outside the database. Whoever has the database, or a backup of it, has nothing
/// to open it with; whoever has the file alone has nothing to open.
public struct MasterKeys: Sendable {
  struct Key: Sendable {
    /// The first bytes of its SHA-256: tells keys apart, and nothing of the key.
    let name: [UInt8]
    let key: SymmetricKey
  }

  static let nameBytes = 8
  private static let keyBytes = 32
  /// Keys of one file.
  public static let maximumCount = 16

  let keys: [Key]

  /// What is wrong with a file of keys.
  public struct FileError: Error, Sendable, CustomStringConvertible {
    /// From 1; nil for the file as a whole.
    public let line: Int?
    public let reason: String

    public var description: String { line.map { "line \($0): \(reason)" } ?? reason }
  }

  /// - Parameter text: one key to a line, 32 bytes in base64, the one that wraps first; empty lines and
  ///   those that begin with `#` are passed over.
  public init(text: String) throws(FileError) {
    var keys: [Key] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let line = line.trimmingCharacters(in: .whitespaces)
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      guard let bytes = Data(base64Encoded: line), bytes.count == Self.keyBytes else {
        throw FileError(line: index + 1, reason: "not 32 bytes in base64")
      }
      let key = Key(SymmetricKey(data: bytes))
      guard !keys.contains(where: { $0.name == key.name }) else {
        throw FileError(line: index + 1, reason: "the same key twice")
      }
      keys.append(key)
    }
    guard (1...Self.maximumCount).contains(keys.count) else {
      throw FileError(line: nil, reason: "1 to \(Self.maximumCount) keys are needed")
    }
    self.keys = keys
  }

  /// A new key as it stands in the file.
  public static func makeLine() -> String {
    SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
  }

  /// Names of the keys, the one that wraps first, in hexadecimal.
  public var names: [String] { keys.map { Hexadecimal.text($0.name) } }

  func key(named name: ArraySlice<UInt8>) throws(SealingError) -> SymmetricKey {
    for entry in keys where entry.name.elementsEqual(name) { return entry.key }
    throw .unknownMasterKey(Hexadecimal.text(Array(name)))
  }
}

extension MasterKeys.Key {
  init(_ key: SymmetricKey) {
    self.key = key
    name = key.withUnsafeBytes { bytes in
      Array(SHA256.hash(data: bytes).prefix(MasterKeys.nameBytes))
    }
  }
}
