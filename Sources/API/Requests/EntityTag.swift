import Domain

/// Entity tags (RFC 9110 section 8.8.3) of the API: `"VERSION"` or `"VERSION-CONTENT"`.
///
/// VERSION is the number `If-Match` is about. CONTENT is a digest of the representation: a need's
/// match state changes without a new version, and a strong tag must change with every change of the
/// bytes, or a caller that polls with `If-None-Match` would never see the decision. What has no
/// version, such as a run, is tagged `"CONTENT"`.
struct EntityTag: Sendable, Hashable {
  /// With the quotation marks.
  let text: String

  init(version: Int?, content: [UInt8]) {
    let digest = Domain.Digest(ofBytes: content).hexadecimal.prefix(16)
    text = version.map { "\"\($0)-\(digest)\"" } ?? "\"\(digest)\""
  }

  /// The version in `If-Match`.
  ///
  /// - Throws: 400 `precondition_malformed` for anything but one strong tag of this form; `*` would
  ///   say nothing about what the caller has read.
  static func expectedVersion(ifMatch header: String) throws(Problem) -> Int {
    let text = header.trimmingWhitespace()
    guard text.utf8.count >= 3, text.first == "\"", text.last == "\"" else { throw malformed }
    let parts = text.dropFirst().dropLast().split(
      separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let digits = parts.first, (1...9).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let version = Int(digits),
      version >= 1
    else { throw malformed }
    if parts.count == 2 {
      let isDigest = parts[1].utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
      }
      guard parts[1].utf8.count == 16, isDigest else { throw malformed }
    }
    return version
  }

  private static var malformed: Problem {
    Problem(
      .preconditionMalformed,
      entries: [
        .init(
          "header:If-Match", "entity_tag",
          Text("应为读取时得到的一个 ETag,如 \"3\"", "must be one ETag as it was read, such as \"3\""))
      ])
  }

  /// Whether `If-None-Match` names this tag, by weak comparison (RFC 9110 section 13.1.2).
  func isNamed(inIfNoneMatch header: String) -> Bool {
    header.split(separator: ",").prefix(100).contains { part in
      let tag = part.trimmingWhitespace()
      return tag == "*" || tag == text || tag == "W/" + text
    }
  }
}
