import API
import Domain

/// The words of the pages in both languages: `Schemas/console/words.json`, by name.
struct Words: Sendable {
  /// A file of words that does not read.
  struct Malformed: Error, Sendable, CustomStringConvertible {
    let description: String
  }

  private let chinese: [String: String]
  private let english: [String: String]

  /// - Parameter json: `{"name": ["中文", "English"]}`.
  init(json: [UInt8]) throws {
    guard let words = try JSONParser.parse(json).objectValue else {
      throw Malformed(description: "words.json: no object")
    }
    var (chinese, english): ([String: String], [String: String]) = ([:], [:])
    for (name, pair) in words {
      guard let texts = pair.arrayValue, texts.count == 2, let zh = texts[0].stringValue,
        let en = texts[1].stringValue
      else { throw Malformed(description: "words.json: \(name)") }
      chinese[name] = zh
      english[name] = en
    }
    self.chinese = chinese
    self.english = english
  }

  var names: Set<String> { Set(chinese.keys) }

  func all(_ language: Language) -> [String: String] {
    switch language {
    case .chinese: chinese
    case .english: english
    }
  }

  /// A word; its name where there is none, which a test would show.
  func callAsFunction(_ name: String, _ language: Language) -> String {
    all(language)[name] ?? name
  }

  /// Both languages of a word.
  func text(_ name: String) -> Text { Text(self(name, .chinese), self(name, .english)) }
}
