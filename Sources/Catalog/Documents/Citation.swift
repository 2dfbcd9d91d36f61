import Domain

/// How sure the source of a number is.
public enum SourceTag: String, CaseIterable, Hashable, Sendable {
  /// A policy document the product serves.
  case seed = "SEED"
  /// Full statute text read.
  case statute = "L"
  /// Stored copy or news of the official text.
  case storedCopy = "S"
  /// Broker, consultant or other secondary page.
  case secondary = "B"
  /// Public code that implements the rule.
  case code = "G"
  /// From knowledge, not seen in a source.
  case knowledge = "K"
  case uncertain = "?"

  /// Whether a number with this tag counts as verified unless its citation says otherwise.
  public var isVerifiedByDefault: Bool {
    switch self {
    case .seed, .statute, .storedCopy: true
    case .secondary, .code, .knowledge, .uncertain: false
    }
  }
}

/// Where a rule or a number comes from: document, clause, and the days it is in force.
public struct Citation: Hashable, Sendable {
  /// Title of the document.
  public let document: String
  /// Article or clause, such as `第四条`.
  public let clause: String?
  /// First and last day in force, as the document says.
  public let from: LegalDate?
  public let to: LegalDate?
  public let url: String?
  public let tag: SourceTag
  public let verified: Bool
  public let note: Label?

  public init(
    document: String, clause: String? = nil, from: LegalDate? = nil, to: LegalDate? = nil,
    url: String? = nil, tag: SourceTag, verified: Bool? = nil, note: Label? = nil
  ) {
    self.document = document
    self.clause = clause
    self.from = from
    self.to = to
    self.url = url
    self.tag = tag
    self.verified = verified ?? tag.isVerifiedByDefault
    self.note = note
  }

  /// `{document, clause, from, to, url, tag, verified}`, members without a value left out. The note
  /// is prose and stays in the catalog.
  public var json: JSON {
    var members: [String: JSON] = [
      "document": .string(document), "tag": .string(tag.rawValue), "verified": .bool(verified),
    ]
    if let clause { members["clause"] = .string(clause) }
    if let from { members["from"] = .string(from.text) }
    if let to { members["to"] = .string(to.text) }
    if let url { members["url"] = .string(url) }
    return .object(members)
  }

  /// Reads a citation object; faults go to `faults`.
  public static func read(_ json: JSON, at pointer: String, faults: inout [Fault]) -> Citation? {
    var reader = ObjectReader(json, at: pointer)
    let document = reader.requiredString("document")
    let clause = reader.string("clause")
    let from = reader.day("from")
    let to = reader.day("to")
    let url = reader.string("url", maximumLength: 2_000)
    let tag = reader.required("tag") == nil ? nil : reader.choice("tag", of: SourceTag.self)
    let verified = reader.boolean("verified")
    let note = reader.label("note")
    if let from, let to, to < from { reader.add(.emptyRange(reader.path("to"))) }
    let found = reader.finish()
    faults.append(contentsOf: found)
    guard found.isEmpty, let document, let tag else { return nil }
    return Citation(
      document: document, clause: clause, from: from, to: to, url: url, tag: tag,
      verified: verified, note: note)
  }
}

extension ObjectReader {
  /// The citation member `name`; absent gives nil.
  public mutating func citation(_ name: String = "citation") -> Citation? {
    guard let json = optional(name) else { return nil }
    var found: [Fault] = []
    defer { add(found) }
    return Citation.read(json, at: path(name), faults: &found)
  }

  /// The citation member `name`; absent is the fault `missing_citation`.
  public mutating func requiredCitation(_ name: String = "citation") -> Citation? {
    guard optional(name) != nil else {
      add(
        Fault(
          path(name), "missing_citation", zh: "缺少依据（文件、条款）",
          en: "a rule or number needs its citation"))
      return nil
    }
    return citation(name)
  }
}
