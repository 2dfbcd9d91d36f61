import CLibcrypto

/// AES-256-GCM (NIST SP 800-38D) by OpenSSL, for opening.
///
/// A full re-match opens a key and a body for every need of a province. OpenSSL takes a third of the
/// time for it that swift-crypto does, which makes objects on the way; what swift-crypto sealed, this
/// opens, so that either is checked by the other.
enum GaloisCounter {
  /// Looked up once, as OpenSSL wants it (manual EVP_CIPHER_fetch(3)); never freed, only read, its own
  /// count of users apart, which is atomic.
  nonisolated(unsafe) private static let cipher: OpaquePointer = {
    guard let cipher = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil) else {
      preconditionFailure("OpenSSL has no AES-256-GCM")
    }
    return cipher
  }()

  /// Opens what was sealed in one piece.
  ///
  /// - Parameters:
  ///   - nonce: 12 bytes.
  ///   - tag: 16 bytes.
  ///   - key: 32 bytes.
  ///   - authenticated: what was sealed with it, but is not in it.
  ///   - plain: as long as `sealed`; all zero when this returns false.
  /// - Returns: whether the tag is right.
  static func open(
    _ sealed: UnsafeRawBufferPointer, nonce: UnsafeRawBufferPointer, tag: UnsafeRawBufferPointer,
    key: UnsafeRawBufferPointer, authenticating authenticated: [UInt8],
    into plain: UnsafeMutableRawBufferPointer
  ) -> Bool {
    precondition(nonce.count == 12 && tag.count == 16 && key.count == 32)
    precondition(plain.count >= sealed.count)
    // Nothing is damaged where memory is short.
    guard let context = EVP_CIPHER_CTX_new() else { preconditionFailure("no memory for a cipher") }
    // This wipes the key's schedule.
    defer { EVP_CIPHER_CTX_free(context) }
    var count: Int32 = 0
    let bytes = { (buffer: UnsafeRawBufferPointer) in
      buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    }
    let output = plain.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let isRight =
      EVP_DecryptInit_ex2(context, cipher, bytes(key), bytes(nonce), nil) == 1
      && authenticated.withUnsafeBytes {
        EVP_DecryptUpdate(context, nil, &count, bytes($0), Int32($0.count)) == 1
      }
      && (sealed.isEmpty
        || EVP_DecryptUpdate(context, output, &count, bytes(sealed), Int32(sealed.count)) == 1)
      && EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_AEAD_SET_TAG, 16, UnsafeMutableRawPointer(mutating: tag.baseAddress)) == 1
      && EVP_DecryptFinal_ex(context, output.map { $0 + sealed.count }, &count) == 1
    if !isRight {
      // Nobody may look at what was not authenticated; and libpq reads the same queue of errors.
      wipe(plain)
      ERR_clear_error()
    }
    return isRight
  }

  /// Overwrites what nobody must find in memory.
  static func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    OPENSSL_cleanse(bytes.baseAddress, bytes.count)
  }
}
