import Domain

/// One document that is shown to pass a gate. The document itself lies elsewhere: the digest says which
/// it was.
public struct CaseEvidence: Hashable, Sendable {
  /// Longest reference and name of an issuer, in Unicode scalars.
  public static let maximumLength = 200

  /// Code of its kind in the board.
  public let kind: String
  /// Where it is kept, or its official number (文号).
  public let document: String
  /// SHA-256 of its bytes.
  public let digest: Digest
  public let issuedOn: LegalDate
  public let issuer: String
  /// The day up to which it speaks (报表截止日); nil for what is of no period.
  public let cutOff: LegalDate?

  /// - Returns: nil for an empty or too long reference or issuer, a digest that is none of SHA-256, and a
  ///   document that speaks of days after its issue.
  public init?(
    kind: String, document: String, digest: Digest, issuedOn: LegalDate, issuer: String,
    cutOff: LegalDate? = nil
  ) {
    guard Self.isText(document), Self.isText(issuer), digest.bytes.count == 32,
      cutOff.map({ $0 <= issuedOn }) ?? true
    else { return nil }
    self.kind = kind
    self.document = document
    self.digest = digest
    self.issuedOn = issuedOn
    self.issuer = issuer
    self.cutOff = cutOff
  }

  private static func isText(_ text: String) -> Bool {
    text.unicodeScalars.count <= maximumLength
      && text.unicodeScalars.contains { !$0.properties.isWhitespace }
  }
}
