/// The same sentence in Chinese and English.
public struct Text: Sendable, Hashable {
  /// In Chinese.
  public var zh: String
  /// In English.
  public var en: String

  /// The sentence in both languages.
  public init(_ zh: String, _ en: String) {
    self.zh = zh
    self.en = en
  }

  /// The sentence in `language`.
  public func inLanguage(_ language: Language) -> String {
    switch language {
    case .chinese: zh
    case .english: en
    }
  }
}

/// The languages answers can be in; Chinese unless the caller asks for English first.
public enum Language: String, Sendable {
  case chinese = "zh"
  case english = "en"

  /// By `Accept-Language` (RFC 9110 section 12.5.4): the first of zh and en with the highest quality.
  public init(acceptLanguage header: String?) {
    var best: (language: Language, quality: Double) = (.chinese, 0)
    for part in (header ?? "").split(separator: ",").prefix(20) {
      let pieces = part.split(separator: ";").map { $0.trimmingWhitespace() }
      guard let range = pieces.first?.lowercased() else { continue }
      var quality = 1.0
      for piece in pieces.dropFirst() where piece.hasPrefix("q=") {
        quality = Double(piece.dropFirst(2)) ?? 0
      }
      let language: Language
      switch range.split(separator: "-").first {
      case "zh", "*": language = .chinese
      case "en": language = .english
      default: continue
      }
      if quality > best.quality { best = (language, quality) }
    }
    self = best.language
  }
}

extension StringProtocol {
  /// Without spaces and tabs at both ends (the optional white space of HTTP fields).
  func trimmingWhitespace() -> String {
    func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
    guard let first = firstIndex(where: { !isBlank($0) }),
      let last = lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(self[first...last])
  }
}
