import API
import Domain
import Mustache
import Schemas

/// The templates and words of `Schemas/console`, read once.
struct Renderer: Sendable {
  /// A template that is not there: a fault of this module that a test would show.
  struct MissingTemplate: Error, Sendable {
    let name: String
  }

  let words: Words
  private let library: MustacheLibrary

  /// - Throws: when a file does not read.
  init() throws {
    words = try Words(json: SchemaFiles.bytes("console/words.json"))
    let suffix = ".mustache"
    var templates: [String: MustacheTemplate] = [:]
    for (name, text) in try SchemaFiles.texts(in: .console, suffix: suffix) {
      templates[String(name.dropLast(suffix.count))] = try MustacheTemplate(string: text)
    }
    library = MustacheLibrary(templates: templates)
  }

  /// One template; everything that comes from data is escaped.
  ///
  /// - Parameter values: `w` is added: the words of the language by their names.
  func part(_ name: String, _ values: [String: Any], _ language: Language) throws -> String {
    var values = values
    values["w"] = words.all(language)
    guard let text = library.render(values, withTemplate: name) else {
      throw MissingTemplate(name: name)
    }
    return text
  }

  /// A template within the layout of all pages: the only place where text goes in as it is.
  func page(
    _ name: String, _ values: [String: Any], frame: [String: Any], _ language: Language
  ) throws -> String {
    var frame = frame
    frame["content"] = try part(name, values, language)
    return try part("layout", frame, language)
  }
}
