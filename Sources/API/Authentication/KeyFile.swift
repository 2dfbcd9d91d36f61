import Application
import Crypto
import Domain
import Foundation

/// An Ed25519 private key in a file, as a JWK (RFC 8037 section 2), mode 0600.
enum KeyFile {
  typealias Failure = TokenIssuer.KeyFileError

  /// Largest file that is read, in bytes.
  private static let maximumBytes = 4_096

  static func readOrCreate(_ path: String) throws(Failure) -> Curve25519.Signing.PrivateKey {
    if let key = try read(path) { return key }
    try create(path, Curve25519.Signing.PrivateKey())
    // Whoever won the race to create it, the file is what counts.
    guard let key = try read(path) else {
      throw Failure(description: "key file \(path): vanished after it was made")
    }
    return key
  }

  /// Nil when there is no file.
  private static func read(_ path: String) throws(Failure) -> Curve25519.Signing.PrivateKey? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw Failure(description: "key file \(path): cannot be opened (errno \(errno))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(description: "key file \(path): is not a regular file")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw Failure(
        description: "key file \(path): is open to other users; run chmod 600 on it")
    }
    var bytes = [UInt8](repeating: 0, count: maximumBytes)
    var count = 0
    while count < maximumBytes {
      let got = bytes.withUnsafeMutableBytes { buffer in
        Foundation.read(descriptor, buffer.baseAddress?.advanced(by: count), maximumBytes - count)
      }
      guard got >= 0 else {
        throw Failure(description: "key file \(path): cannot be read (errno \(errno))")
      }
      if got == 0 { break }
      count += got
    }
    guard let json = try? JSONParser.parse(Array(bytes[..<count])),
      json["kty"] == "OKP", json["crv"] == "Ed25519",
      let secret = json["d"]?.stringValue.flatMap({ Base64URL.decode($0) }),
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret)
    else {
      throw Failure(description: "key file \(path): holds no Ed25519 private key as JWK")
    }
    return key
  }

  /// Writes the key beside `path` and links it into place, so that nobody reads half a file and two
  /// processes agree on one key.
  private static func create(
    _ path: String, _ key: Curve25519.Signing.PrivateKey
  ) throws(Failure) {
    let json: JSON = [
      "crv": "Ed25519", "d": .string(Base64URL.encode(Array(key.rawRepresentation))),
      "kty": "OKP", "x": .string(Base64URL.encode(Array(key.publicKey.rawRepresentation))),
    ]
    let temporary = "\(path).\(UUID().uuidString.lowercased())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure(description: "key file \(path): cannot be made (errno \(errno))")
    }
    defer { unlink(temporary) }
    let bytes = json.canonicalBytes
    let isWritten = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    let isSynced = fsync(descriptor) == 0
    close(descriptor)
    guard isWritten == bytes.count, isSynced else {
      throw Failure(description: "key file \(path): cannot be written")
    }
    guard link(temporary, path) == 0 || errno == EEXIST else {
      throw Failure(description: "key file \(path): cannot be put in place (errno \(errno))")
    }
  }
}
