import Foundation

/// A file with a secret: of its owner alone, mode 0600.
public enum SecretFile {
  public struct Failure: Error, Sendable, CustomStringConvertible {
    public let description: String

    public init(description: String) { self.description = description }
  }

  /// Nil when there is no file.
  ///
  /// - Throws: `Failure` for a file that is none, that others may read, or that is longer.
  public static func read(_ path: String, maximumBytes: Int) throws(Failure) -> [UInt8]? {
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
    var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
    var count = 0
    while count < bytes.count {
      let wanted = bytes.count - count
      let got = bytes.withUnsafeMutableBytes { buffer in
        Foundation.read(descriptor, buffer.baseAddress?.advanced(by: count), wanted)
      }
      guard got >= 0 else {
        throw Failure(description: "key file \(path): cannot be read (errno \(errno))")
      }
      if got == 0 { break }
      count += got
    }
    guard count <= maximumBytes else {
      throw Failure(description: "key file \(path): is longer than \(maximumBytes) bytes")
    }
    return Array(bytes[..<count])
  }

  /// Writes the secret beside `path` and links it into place, so that nobody reads half a file and two
  /// processes agree on one secret. A file that is there stays.
  public static func create(_ path: String, _ bytes: [UInt8]) throws(Failure) {
    let temporary = "\(path).\(UUID().uuidString.lowercased())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure(description: "key file \(path): cannot be made (errno \(errno))")
    }
    defer { unlink(temporary) }
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

  /// The secret; `make` gives one when there is none.
  public static func readOrCreate(
    _ path: String, maximumBytes: Int, _ make: () -> [UInt8]
  ) throws(Failure) -> [UInt8] {
    if let bytes = try read(path, maximumBytes: maximumBytes) { return bytes }
    try create(path, make())
    // Whoever won the race to create it, the file is what counts.
    guard let bytes = try read(path, maximumBytes: maximumBytes) else {
      throw Failure(description: "key file \(path): vanished after it was made")
    }
    return bytes
  }
}
