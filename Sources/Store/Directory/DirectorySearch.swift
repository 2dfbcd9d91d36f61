import Domain
import Foundation

/// How the directory is searched: what is written beside an entry, and what a question asks of it.
///
/// Chinese is written without blanks, and the extensions a server has differ, so that words are cut to
/// characters here: an index over single characters and neighbouring pairs finds the candidates, and
/// the words themselves settle it. Entries keep what was written with them: a change of these rules
/// needs all of them written anew.
public enum DirectorySearch {
  /// The words of a text in one spelling: compatibility forms (full-width letters and digits) as
  /// plain ones, small letters, split at everything that is no letter or digit, and between ASCII and
  /// other letters, so that `ICBC安徽` is found by either.
  public static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    for scalar in text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
      let isLetter = isLetterOrDigit(scalar)
      if let last = word.last, !isLetter || last.isASCII != scalar.isASCII {
        words.append(String(word))
        word = String.UnicodeScalarView()
      }
      if isLetter { word.append(scalar) }
    }
    if !word.isEmpty { words.append(String(word)) }
    return words
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }

  /// What an index entry of the words is: each character and each pair of neighbours, sorted.
  public static func grams(_ words: [String]) -> [String] {
    var grams: Set<String> = []
    for word in words {
      for scalar in word.unicodeScalars { grams.insert(String(scalar)) }
      grams.formUnion(pairs(word))
    }
    return grams.sorted()
  }

  /// What an entry must have to hold the words: their pairs, or the character a word consists of.
  public static func wantedGrams(_ words: [String]) -> [String] {
    Set(words.flatMap { $0.unicodeScalars.count == 1 ? [$0] : pairs($0) }).sorted()
  }

  private static func pairs(_ word: String) -> [String] {
    let scalars = Array(word.unicodeScalars)
    return zip(scalars, scalars.dropFirst()).map { first, second in
      var pair = String(first)
      pair.unicodeScalars.append(second)
      return pair
    }
  }

  /// The text an entry is searched by.
  static func text(_ code: String, _ details: DirectoryDetails) -> String {
    [
      code, details.nameChinese, details.nameEnglish, details.address, details.introChinese,
      details.introEnglish,
    ].compactMap { $0 }.flatMap(words).joined(separator: " ")
  }

  /// The regions of an entry from both ends: `3401` serves Hefei, `34.` something in Anhui, `*` the
  /// whole country.
  static func areas(_ regions: [String]) -> [String] {
    guard !regions.isEmpty else { return ["*"] }
    var areas: Set<String> = []
    for region in regions {
      let own = stripped(region)
      areas.insert(own)
      for length in stride(from: 2, to: own.utf8.count, by: 2) {
        areas.insert(own.prefix(length) + ".")
      }
    }
    return areas.sorted()
  }

  /// What serves the region, a region around it, something inside it, or the whole country.
  static func wantedAreas(_ region: String) -> [String] {
    let own = stripped(region)
    let around = stride(from: 2, through: own.utf8.count, by: 2).map { String(own.prefix($0)) }
    return ["*", own + "."] + around
  }

  /// `340100` → `3401` (GB/T 2260: trailing 00 pairs name the whole).
  private static func stripped(_ region: String) -> String {
    var digits = region
    while digits.count > 2, digits.hasSuffix("00") { digits.removeLast(2) }
    return digits
  }
}
