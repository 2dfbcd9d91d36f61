/// A Swift file taken apart into code, comments and text literals, line by line.
///
/// Not a parser: it knows where comments and literals begin and end, which is enough to look for a
/// word in code without finding it in prose.
struct SwiftSource {
  struct Literal {
    /// Counted from 1.
    let line: Int
    /// Without the quotes; an interpolation stands as a space.
    var text: String
  }

  let path: String
  let text: String
  /// Each line with comments and the contents of literals blanked out.
  private(set) var code: [String] = []
  private(set) var literals: [Literal] = []

  init(_ file: Repository.File) {
    path = file.path
    text = file.text
    var reader = Reader(file.text)
    reader.read()
    code = String(decoding: reader.code, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    literals = reader.literals
  }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The modules it imports, with `@testable`, access words and single symbols taken off.
  var imports: [(line: Int, module: String)] {
    let kinds: Set<Substring> = [
      "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
    ]
    let access: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    var found: [(line: Int, module: String)] = []
    for (index, line) in code.enumerated() {
      var words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })[...]
      while let word = words.first, word.hasPrefix("@") || access.contains(word) {
        words = words.dropFirst()
      }
      guard words.first == "import" else { continue }
      words = words.dropFirst()
      if let kind = words.first, kinds.contains(kind) { words = words.dropFirst() }
      guard let module = words.first?.split(separator: ".").first else { continue }
      found.append((index + 1, module.filter { $0.isLetter || $0.isNumber || $0 == "_" }))
    }
    return found
  }

  /// The lines of code, counted from 1, that hold a text.
  func lines(with text: String) -> [Int] {
    code.indices.filter { code[$0].contains(text) }.map { $0 + 1 }
  }
}

/// Walks over the bytes of a file once.
private struct Reader {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private(set) var code: [UInt8] = []
  private(set) var literals: [SwiftSource.Literal] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func read() {
    while at < bytes.count { readOne() }
  }

  private func starts(_ text: StaticString, at place: Int) -> Bool {
    text.withUTF8Buffer { word in
      place + word.count <= bytes.count && bytes[place..<place + word.count].elementsEqual(word)
    }
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\n") { line += 1 }
      code.append(byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
      at += 1
    }
  }

  private mutating func keep() {
    if bytes[at] == UInt8(ascii: "\n") { line += 1 }
    code.append(bytes[at])
    at += 1
  }

  private mutating func readOne() {
    if starts("//", at: at) {
      while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { blank() }
    } else if starts("/*", at: at) {
      readBlockComment()
    } else if starts("#/", at: at) {
      while at < bytes.count, !starts("/#", at: at) { blank() }
      blank(2)
    } else if bytes[at] == UInt8(ascii: "\"") {
      readLiteral(hashes: 0)
    } else if bytes[at] == UInt8(ascii: "#") {
      var hashes = 0
      while at + hashes < bytes.count, bytes[at + hashes] == UInt8(ascii: "#") { hashes += 1 }
      if at + hashes < bytes.count, bytes[at + hashes] == UInt8(ascii: "\"") {
        blank(hashes)
        readLiteral(hashes: hashes)
      } else {
        for _ in 0..<hashes { keep() }
      }
    } else {
      keep()
    }
  }

  private mutating func readBlockComment() {
    var depth = 0
    repeat {
      if starts("/*", at: at) {
        depth += 1
        blank(2)
      } else if starts("*/", at: at) {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && at < bytes.count
  }

  /// At the opening quote.
  private mutating func readLiteral(hashes: Int) {
    let isLong = starts("\"\"\"", at: at)
    let quotes = isLong ? 3 : 1
    let firstLine = line
    blank(quotes)
    var text: [UInt8] = []
    while at < bytes.count, !closes(quotes: quotes, hashes: hashes) {
      if !isLong, bytes[at] == UInt8(ascii: "\n") { break }
      if bytes[at] == UInt8(ascii: "\\"), hashesFollow(at + 1, hashes) {
        let next = at + 1 + hashes
        if next < bytes.count, bytes[next] == UInt8(ascii: "(") {
          text.append(UInt8(ascii: " "))
          blank(1 + hashes)
          readInterpolation()
        } else {
          blank(2 + hashes)
        }
      } else {
        text.append(bytes[at])
        blank()
      }
    }
    blank(quotes + hashes)
    literals.append(.init(line: firstLine, text: String(decoding: text, as: UTF8.self)))
  }

  private func hashesFollow(_ place: Int, _ count: Int) -> Bool {
    place + count <= bytes.count
      && bytes[place..<place + count].allSatisfy { $0 == UInt8(ascii: "#") }
  }

  private func closes(quotes: Int, hashes: Int) -> Bool {
    guard at + quotes <= bytes.count else { return false }
    return bytes[at..<at + quotes].allSatisfy { $0 == UInt8(ascii: "\"") }
      && hashesFollow(at + quotes, hashes)
  }

  /// At the opening parenthesis; code inside is kept as code.
  private mutating func readInterpolation() {
    var depth = 0
    repeat {
      if bytes[at] == UInt8(ascii: "(") { depth += 1 }
      if bytes[at] == UInt8(ascii: ")") { depth -= 1 }
      readOne()
    } while depth > 0 && at < bytes.count
  }
}
