import Domain

/// One version of the facts of an enterprise as it is stored.
public struct SealedFacts: Sendable, Hashable {
  public var enterprise: EnterpriseID
  public var version: Int
  /// Sealed, or plain as it was stored before anything was sealed, or empty after an erasure.
  public var body: ArraySlice<UInt8>
  /// The enterprise's data key, wrapped; nil when it has none, or has none any more.
  public var key: ArraySlice<UInt8>?

  public init(
    enterprise: EnterpriseID, version: Int, body: ArraySlice<UInt8>, key: ArraySlice<UInt8>?
  ) {
    self.enterprise = enterprise
    self.version = version
    self.body = body
    self.key = key
  }
}

extension MasterKeys {
  /// The facts in canonical form.
  ///
  /// - Throws: `SealingError`.
  public func open(_ facts: SealedFacts) throws(SealingError) -> ArraySlice<UInt8> {
    guard let first = facts.body.first else { throw .erased }
    guard first == SealedForm.version else { return facts.body }
    guard let key = facts.key else { throw .erased }
    return try open(
      facts: facts.body, version: facts.version, of: facts.enterprise, key: key)[...]
  }
}
