/// A statement of the service as pgbench runs it: the text with holes where the service has
/// parameters, `{name}`, and what pgbench puts there.
struct ScriptStatement: Sendable {
  let text: String
  let values: [String: String]

  init(_ text: String, _ values: [String: String] = [:]) {
    self.text = text
    self.values = values
  }

  /// For a pgbench script, with its end.
  var script: String {
    var filled = text
    for (name, value) in values { filled = filled.replacing("{\(name)}", with: value) }
    return filled + ";\n"
  }

  /// The text without its constants and line breaks; equal for the service's own statement.
  var shape: String { Self.shape(text) }

  /// A statement with every parameter, constant and hole as `?`, and single spaces.
  static func shape(_ text: String) -> String {
    var shape = ""
    var rest = text[...]
    while let first = rest.first {
      switch first {
      case "'":
        rest = afterLiteral(rest.dropFirst())
        shape += "?"
      case "$":
        rest = rest.dropFirst().drop { $0.isNumber }
        shape += "?"
      case "{":
        rest = rest.drop { $0 != "}" }.dropFirst()
        shape += "?"
      case _ where first.isNumber && !(shape.last.map { isOfName($0) } ?? false):
        rest = rest.drop { $0.isNumber || $0 == "." }
        shape += "?"
      case _ where first.isWhitespace:
        rest = rest.drop { $0.isWhitespace }
        if !shape.isEmpty, !rest.isEmpty { shape += " " }
      default:
        shape.append(first)
        rest = rest.dropFirst()
      }
    }
    return shape
  }

  private static func isOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// What follows a literal whose opening quote was read; a doubled quote stays inside.
  private static func afterLiteral(_ text: Substring) -> Substring {
    var rest = text
    while let end = rest.firstIndex(of: "'") {
      rest = rest[rest.index(after: end)...]
      guard rest.first == "'" else { return rest }
      rest = rest.dropFirst()
    }
    return rest[rest.endIndex...]
  }
}
