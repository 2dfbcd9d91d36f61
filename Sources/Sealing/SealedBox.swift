import Crypto
import Foundation

/// The form of everything that is sealed: a version, then AES-256-GCM (NIST SP 800-38D) with its nonce
/// before and its tag behind.
enum SealedForm {
  /// Never the first byte of JSON, so that what was stored before anything was sealed is told apart.
  static let version: UInt8 = 1
  static let nonceBytes = 12
  static let tagBytes = 16
  static let overheadBytes = 1 + nonceBytes + tagBytes

  static func seal(
    _ plain: some DataProtocol, _ key: SymmetricKey, for purpose: Purpose
  ) -> [UInt8] {
    // Sealing with a fresh nonce fails for no input of the sizes that are stored.
    guard let box = try? AES.GCM.seal(plain, using: key, authenticating: purpose.bytes),
      let combined = box.combined
    else { preconditionFailure("AES-GCM refuses to seal \(plain.count) bytes") }
    var bytes: [UInt8] = [version]
    bytes.reserveCapacity(combined.count + 1)
    bytes.append(contentsOf: combined)
    return bytes
  }

  /// - Parameter key: 32 bytes.
  static func open(
    _ sealed: ArraySlice<UInt8>, _ key: UnsafeRawBufferPointer, for purpose: Purpose
  ) throws(SealingError) -> [UInt8] {
    guard sealed.first == version, sealed.count >= overheadBytes else { throw .damaged }
    var isRight = false
    let plain = [UInt8](unsafeUninitializedCapacity: sealed.count - overheadBytes) {
      buffer, count in
      let size = sealed.count - overheadBytes
      isRight = open(
        box: sealed.dropFirst(), key, for: purpose,
        into: UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size]))
      count = isRight ? size : 0
    }
    guard isRight else { throw .damaged }
    return plain
  }

  static func open(
    _ sealed: ArraySlice<UInt8>, _ key: SymmetricKey, for purpose: Purpose
  ) throws(SealingError) -> [UInt8] {
    let result = key.withUnsafeBytes { bytes in
      Result { () throws(SealingError) in try open(sealed, bytes, for: purpose) }
    }
    return try result.get()
  }

  /// Opens what follows the version.
  ///
  /// - Parameters:
  ///   - box: at least as long as nonce and tag.
  ///   - plain: exactly as long as what is between them.
  /// - Returns: whether it is what was sealed with this key and for this purpose.
  static func open(
    box: ArraySlice<UInt8>, _ key: UnsafeRawBufferPointer, for purpose: Purpose,
    into plain: UnsafeMutableRawBufferPointer
  ) -> Bool {
    box.withUnsafeBytes { bytes in
      GaloisCounter.open(
        UnsafeRawBufferPointer(rebasing: bytes.dropFirst(nonceBytes).dropLast(tagBytes)),
        nonce: UnsafeRawBufferPointer(rebasing: bytes.prefix(nonceBytes)),
        tag: UnsafeRawBufferPointer(rebasing: bytes.suffix(tagBytes)), key: key,
        authenticating: purpose.bytes, into: plain)
    }
  }
}

/// What something is sealed for: it opens as nothing else, wherever it is moved.
struct Purpose {
  private(set) var bytes: [UInt8]
  /// What follows a name.
  private static let numbersBytes = 1 + 16 + 8

  init(_ name: StaticString, _ subject: UUID, _ number: Int64 = 0) {
    bytes = []
    bytes.reserveCapacity(name.utf8CodeUnitCount + Self.numbersBytes)
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(0)
    withUnsafeBytes(of: subject.uuid) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ more: [UInt8]) { bytes += more }
}
