import Domain
import Ingest

/// As much of `Schemas/catalog/facts.yaml` as the tests need, read line by line: the import frame
/// itself knows no registry.
struct FactRegistry: Sendable {
  struct Entry: Sendable {
    var type = ""
    var values: [String] = []
    var minimum: Int64 = 0
    var maximum: Int64 = Fen.maximum
    var mayBeNone = false
  }

  private(set) var entries: [String: Entry] = [:]

  init(yaml text: String) {
    var path: String?
    for line in text.split(separator: "\n") {
      if line.hasPrefix("derived:") { break }
      if line.hasPrefix("  - path: ") {
        path = Self.plain(line.dropFirst("  - path: ".count))
        entries[path ?? ""] = Entry()
      }
      guard let path, line.hasPrefix("    "), let colon = line.firstIndex(of: ":") else { continue }
      let key = line[..<colon].dropFirst(4)
      let value = Self.plain(line[line.index(after: colon)...])
      switch key {
      case "type": entries[path]?.type = value
      case "min": entries[path]?.minimum = Int64(value) ?? 0
      case "max": entries[path]?.maximum = Int64(value) ?? 0
      case "may_be_none": entries[path]?.mayBeNone = value == "true"
      case "values":
        entries[path]?.values = value.dropFirst().dropLast().split(separator: ",").map {
          Self.plain($0)
        }
      default: break
      }
    }
  }

  private static func plain(_ text: Substring) -> String {
    let bare = text.split(separator: "#", omittingEmptySubsequences: false)[0]
    return String(bare.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// What is wrong with a fact, or nil.
  func fault(_ fact: Fact) -> String? {
    guard let entry = entries[fact.path] else { return "unknown path" }
    guard let value = fact.value else { return entry.mayBeNone ? nil : "none is not admitted" }
    switch (entry.type, value) {
    case ("boolean", .boolean), ("date", .date), ("text", .text): return nil
    case ("integer", .integer(let number)):
      return (entry.minimum...entry.maximum).contains(number) ? nil : "out of bounds"
    case ("enum", .text(let word)): return entry.values.contains(word) ? nil : "not in the list"
    case ("set", .set(let words)):
      guard words == Set(words).sorted(), !words.isEmpty else { return "not a sorted set" }
      return entry.values.isEmpty || words.allSatisfy(entry.values.contains)
        ? nil : "not in the list"
    case ("region", .text(let code)): return RegionCode(code) == nil ? "no region" : nil
    case ("industry", .text(let code)): return IndustryCode(code) == nil ? "no industry" : nil
    default: return "wrong type"
    }
  }

  /// The check an import of facts is given.
  var check: FactRow.Check {
    { path, text throws(Fault) in
      guard let entry = entries[path] else {
        throw Fault("", "path_unknown", zh: "未知指标", en: "not known")
      }
      guard let text else {
        guard entry.mayBeNone else {
          throw Fault("", "none_not_allowed", zh: "不可为无", en: "none is not admitted")
        }
        return nil
      }
      let value: FactValue? =
        switch entry.type {
        case "boolean": text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : nil
        case "integer": Int64(text).map { .integer($0) }
        case "date": LegalDate(text).map { .date($0) }
        case "set": .set(text.split(separator: ";").map { String($0) })
        default: .text(text)
        }
      guard let value else { throw Fault("", "type", zh: "类型不符", en: "wrong type") }
      return value
    }
  }
}
