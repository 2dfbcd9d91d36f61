import Crypto
import Domain
import Foundation

/// The key of one enterprise. What it seals can be opened as long as its wrapped form is stored: who
/// destroys that has erased all of it.
public struct DataKey: Sendable {
  private let key: SymmetricKey
  private let enterprise: EnterpriseID

  init(_ key: SymmetricKey, of enterprise: EnterpriseID) {
    self.key = key
    self.enterprise = enterprise
  }

  /// - Parameter body: canonical JSON of all facts.
  public func seal(facts body: some DataProtocol, version: Int) -> [UInt8] {
    SealedForm.seal(body, key, for: .facts(enterprise, version))
  }

  /// - Throws: `SealingError.damaged`.
  public func open(facts body: ArraySlice<UInt8>, version: Int) throws(SealingError) -> [UInt8] {
    try SealedForm.open(body, key, for: .facts(enterprise, version))
  }

  /// - Parameter subject: the record that the text stands in.
  public func seal(text: String, of subject: UUID) -> [UInt8] {
    SealedForm.seal(Array(text.utf8), key, for: Purpose("rongqiao/text/1", subject))
  }

  /// - Throws: `SealingError.damaged`.
  public func openText(_ sealed: ArraySlice<UInt8>, of subject: UUID) throws(SealingError) -> String
  {
    let bytes = try SealedForm.open(sealed, key, for: Purpose("rongqiao/text/1", subject))
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension DataKey {
  /// An answer that is kept for whoever repeats a request.
  ///
  /// - Parameter request: what the key of the request stands for.
  public func seal(answer body: [UInt8], to request: Domain.Digest) -> [UInt8] {
    SealedForm.seal(body, key, for: .answer(enterprise, request))
  }
}

extension MasterKeys {
  /// - Parameters:
  ///   - body: sealed, or plain when it tells of no enterprise's facts.
  ///   - key: the enterprise's, wrapped; nil after an erasure.
  /// - Throws: `SealingError`.
  public func open(
    answer body: [UInt8], to request: Domain.Digest, of enterprise: EnterpriseID?, key: [UInt8]?
  ) throws(SealingError) -> [UInt8] {
    guard let enterprise else { return body }
    guard let key, !body.isEmpty else { throw .erased }
    return try SealedForm.open(
      body[...], try unwrapped(key[...], of: enterprise), for: .answer(enterprise, request))
  }
}

extension Purpose {
  fileprivate static func answer(_ enterprise: EnterpriseID, _ request: Domain.Digest) -> Purpose {
    var purpose = Purpose("rongqiao/answer/1", enterprise.uuid)
    purpose.append(request.bytes)
    return purpose
  }

  fileprivate static func facts(_ enterprise: EnterpriseID, _ version: Int) -> Purpose {
    Purpose("rongqiao/facts/1", enterprise.uuid, Int64(version))
  }

  fileprivate static func key(_ enterprise: EnterpriseID) -> Purpose {
    Purpose("rongqiao/data-key/1", enterprise.uuid)
  }
}

extension MasterKeys {
  /// Bytes of a wrapped data key: the version, the master key's name, nonce, key and tag.
  public static let wrappedBytes = nameBytes + SealedForm.overheadBytes + 32

  /// A new key for an enterprise, and its wrapped form.
  public func makeDataKey(of enterprise: EnterpriseID) -> (key: DataKey, wrapped: [UInt8]) {
    let key = SymmetricKey(size: .bits256)
    return (DataKey(key, of: enterprise), wrap(key, of: enterprise))
  }

  /// - Throws: `SealingError`: a master key that is not here, or another enterprise's key.
  public func unwrap(
    _ wrapped: ArraySlice<UInt8>, of enterprise: EnterpriseID
  ) throws(SealingError) -> DataKey {
    DataKey(try unwrapped(wrapped, of: enterprise), of: enterprise)
  }

  /// The same data key under the first master key; nil when it is under that already.
  public func rewrap(
    _ wrapped: ArraySlice<UInt8>, of enterprise: EnterpriseID
  ) throws(SealingError) -> [UInt8]? {
    let key = try unwrapped(wrapped, of: enterprise)
    guard !keys[0].name.elementsEqual(Self.name(in: wrapped)) else { return nil }
    return wrap(key, of: enterprise)
  }

  private func wrap(_ key: SymmetricKey, of enterprise: EnterpriseID) -> [UInt8] {
    let sealed = key.withUnsafeBytes { bytes in
      SealedForm.seal(Array(bytes), keys[0].key, for: .key(enterprise))
    }
    return [sealed[0]] + keys[0].name + sealed.dropFirst()
  }

  private static func name(in wrapped: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    wrapped.dropFirst().prefix(nameBytes)
  }

  fileprivate func unwrapped(
    _ wrapped: ArraySlice<UInt8>, of enterprise: EnterpriseID
  ) throws(SealingError) -> SymmetricKey {
    try withUnwrapped(wrapped, of: enterprise) { key throws(SealingError) in SymmetricKey(data: key)
    }
  }

  /// Lends an enterprise's key for the length of the call.
  private func withUnwrapped<T>(
    _ wrapped: ArraySlice<UInt8>, of enterprise: EnterpriseID,
    _ body: (UnsafeRawBufferPointer) throws(SealingError) -> T
  ) throws(SealingError) -> T {
    guard wrapped.count == Self.wrappedBytes, wrapped.first == SealedForm.version else {
      throw .damaged
    }
    let master = try key(named: Self.name(in: wrapped))
    var key: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let result: Result<T, SealingError> = withUnsafeMutableBytes(of: &key) { bytes in
      defer { GaloisCounter.wipe(bytes) }
      let isRight = master.withUnsafeBytes {
        SealedForm.open(
          box: wrapped.dropFirst(1 + Self.nameBytes), $0, for: .key(enterprise), into: bytes)
      }
      guard isRight else { return .failure(.damaged) }
      return Result { () throws(SealingError) in try body(UnsafeRawBufferPointer(bytes)) }
    }
    return try result.get()
  }

  /// Opens one version of an enterprise's facts.
  func open(
    facts body: ArraySlice<UInt8>, version: Int, of enterprise: EnterpriseID,
    key wrapped: ArraySlice<UInt8>
  ) throws(SealingError) -> [UInt8] {
    try withUnwrapped(wrapped, of: enterprise) { key throws(SealingError) in
      try SealedForm.open(body, key, for: .facts(enterprise, version))
    }
  }
}
