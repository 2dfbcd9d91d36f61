import Mustache

/// The templates of the cost sheet, by name. `both` prints a text in both languages.
enum Templates {
  private static let texts: [String: String] = [
    "both": both, "cost_sheet": costSheet, "cost_items": costItems, "cost_flows": costFlows,
    "confirmation_letter": confirmationLetter,
  ]

  private static let both = #"{{zh}} <span lang="en">{{en}}</span>"#

  /// All of them, read once.
  private static let library: Result<MustacheLibrary, any Error> = Result {
    MustacheLibrary(templates: try texts.mapValues { try MustacheTemplate(string: $0) })
  }

  /// The whole page of a template; everything that comes from data is escaped and stands between
  /// tags, never inside one.
  /// - Throws: when a template is not well formed: a fault of this module that a test would show.
  static func page(_ name: String, _ values: [String: Any]) throws -> String {
    try library.get().render(values, withTemplate: name) ?? ""
  }
}
