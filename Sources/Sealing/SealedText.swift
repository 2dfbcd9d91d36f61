import Domain
import Foundation

/// A text about an enterprise as it is stored in some record.
public struct SealedText: Sendable, Hashable {
  public var enterprise: EnterpriseID
  /// The record.
  public var subject: UUID
  /// Sealed, or plain as it was stored before anything was sealed.
  public var body: [UInt8]
  /// See `SealedFacts.key`.
  public var key: [UInt8]?

  public init(enterprise: EnterpriseID, subject: UUID, body: [UInt8], key: [UInt8]?) {
    self.enterprise = enterprise
    self.subject = subject
    self.body = body
    self.key = key
  }
}

extension MasterKeys {
  /// - Throws: `SealingError`.
  public func open(_ text: SealedText) throws(SealingError) -> String {
    guard text.body.first == SealedForm.version else {
      return String(decoding: text.body, as: UTF8.self)
    }
    guard let key = text.key else { throw .erased }
    return try unwrap(key[...], of: text.enterprise).openText(text.body[...], of: text.subject)
  }
}
