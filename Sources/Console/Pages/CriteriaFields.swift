import Domain

/// The criteria of a product as rows of fields: one for each, and one to spare. What holds alternatives, or conditions
/// that count together, is a row as well, and those say which one they are part of.
struct CriteriaFields {
  /// Of a row, in the order of the form.
  private static let names = ["id", "part", "fact", "op", "value", "reason", "document"]
  /// What a row can be beside a comparison, by the member that holds the others.
  private static let holding = ["any_of", "all_of"]
  private static let list = "criterion"
  private static let maximumRows = 60

  /// One test or group, without what it holds.
  private struct Row {
    var members: [String: JSON]
    /// The id of the group that it is part of; empty for none.
    var part: String

    var op: String { members["op"]?.stringValue ?? "" }
  }

  /// A row as it is sent, with the fields that it is of.
  private struct Node {
    var row: Row
    /// Nil for one that has no fields.
    var index: Int?
  }

  private let published: [Row]
  private let wasThere: Bool
  private let count: Int
  private let words: FactWords
  private let visit: Visit
  let fields: [Field]

  init(_ criteria: JSON?, _ words: FactWords, _ text: DraftText) {
    let published = Self.rows(criteria, partOf: "")
    let count = text.groups(published.count, "crit_id", Self.list, maximum: Self.maximumRows)
    self.published = published
    self.count = count
    self.words = words
    wasThere = criteria?.arrayValue != nil
    visit = text.visit
    fields = text.rows(
      (0..<count).map {
        Self.fields($0, $0 < published.count ? published[$0] : nil, words, text)
      }, Self.list, "criterion")
  }

  private static func rows(_ criteria: JSON?, partOf part: String) -> [Row] {
    (criteria?.arrayValue ?? []).flatMap { one -> [Row] in
      var members = one.objectValue ?? [:]
      guard let holder = holding.first(where: { members[$0] != nil }) else {
        return [Row(members: members, part: part)]
      }
      let held = members.removeValue(forKey: holder)
      members["op"] = .string(holder)
      let id = members["id"]?.stringValue ?? ""
      return [Row(members: members, part: part)] + rows(held, partOf: id)
    }
  }

  // MARK: Fields

  private static func field(_ name: String, _ index: Int) -> String { "crit_\(name)_\(index)" }

  private static func fields(
    _ index: Int, _ row: Row?, _ words: FactWords, _ text: DraftText
  ) -> [Field] {
    let visit = text.visit
    return names.map { name in
      let now = row.map { written(name, $0, words, visit) } ?? ""
      var kind = Field.Kind.line(type: "text", inputMode: "text")
      if name == "op" {
        kind = .select(
          (visit.parts.productSchema.operators + holding).map {
            Field.Choice(value: $0, label: visit.say("op_\($0)"))
          })
      }
      var field = Field(
        field(name, index), visit.say("crit_\(name)"), kind, typed: text(field(name, index), now))
      // Told once for all rows.
      if index == 0, ["part", "value"].contains(name) {
        field.hint = visit.say("crit_\(name)_hint")
      }
      if name == "fact" || name == "reason" { field.suggestions = "list-\(name)" }
      return field
    }
  }

  /// What stands in a field of a row.
  private static func written(
    _ name: String, _ row: Row, _ words: FactWords, _ visit: Visit
  ) -> String {
    switch name {
    case "part": row.part
    case "value":
      TypedValue(of: row.members["fact"]?.stringValue ?? "", words, visit)
        .text(row.members["value"])
    case "document": row.members["citation"]?["document"]?.stringValue ?? ""
    default: row.members[name]?.stringValue ?? ""
    }
  }

  // MARK: Criteria

  /// The criteria as they were typed, nil for none where there were none, and the fields that their pointers
  /// are of.
  ///
  /// - Parameters:
  ///   - form: is told what does not read.
  ///   - cited: where criteria that are new are stated.
  ///   - tag: how sure the institution's statements are.
  func criteria(
    _ form: inout Form, cited: JSON?, tag: JSON
  ) -> (criteria: JSON?, places: [String: String]) {
    var nodes: [Node] = []
    for index in 0..<count {
      if let row = row(index, &form, cited: cited, tag: tag) {
        nodes.append(Node(row: row, index: index))
      }
    }
    nodes += published.dropFirst(count).map { Node(row: $0, index: nil) }
    var tree = Tree(Dictionary(grouping: nodes, by: \.row.part))
    let criteria = tree.held(in: "", at: "/criteria")
    for index in nodes.compactMap(\.index) where !tree.shown.contains(index) {
      form.note(Self.field("part", index), visit.say("no_such_group"))
    }
    guard !criteria.isEmpty || wasThere else { return (nil, tree.places) }
    return (.array(criteria), tree.places)
  }

  /// - Returns: nil where nothing was typed, or no kind of condition.
  private func row(_ index: Int, _ form: inout Form, cited: JSON?, tag: JSON) -> Row? {
    func typed(_ name: String) -> String? { visit.form[Self.field(name, index)] }
    guard Self.names.contains(where: { typed($0) != nil }) else { return nil }
    guard let op = typed("op") else {
      form.note(Self.field("op", index), visit.say("required"))
      return nil
    }
    let before = index < published.count ? published[index] : nil
    func isAsBefore(_ name: String) -> Bool {
      before.map { Self.written(name, $0, words, visit) == typed(name) ?? "" } ?? false
    }
    let isHolder = Self.holding.contains(op)
    let idle = isHolder ? ["fact", "value"] : op == "exists" ? ["value"] : []
    for name in idle where typed(name) != nil {
      form.note(Self.field(name, index), visit.say("not_for_kind"))
    }
    var members: [String: JSON] = ["op": .string(op)]
    for name in ["id", "fact", "reason"] { members[name] = typed(name).map(JSON.string) }
    // What nobody touched says what it said, however it may be written.
    let isKept = isAsBefore("value") && isAsBefore("fact") && isAsBefore("op")
    if isKept, let value = before?.members["value"] {
      members["value"] = value
    } else if let text = typed("value") {
      members["value"] = TypedValue(of: typed("fact") ?? "", words, visit).json(text, op)
      if members["value"] == nil { form.note(Self.field("value", index), visit.say("not_a_value")) }
    }
    if isAsBefore("document"), let citation = before?.members["citation"] {
      members["citation"] = citation
    } else if let document = typed("document") {
      members["citation"] = ["document": .string(document), "tag": tag]
    } else if typed("part") == nil {
      members["citation"] = cited
    }
    return Row(members: members, part: typed("part") ?? "")
  }

  /// Puts rows into the groups that they are part of.
  private struct Tree {
    private let nodes: [String: [Node]]
    private var opened: Set<String> = []
    /// Numbers of the rows that have a place.
    private(set) var shown: Set<Int> = []
    private(set) var places: [String: String] = [:]

    init(_ nodes: [String: [Node]]) { self.nodes = nodes }

    /// Each group once, so that none is part of itself.
    mutating func held(in part: String, at base: String) -> [JSON] {
      guard opened.insert(part).inserted else { return [] }
      var found: [JSON] = []
      for node in nodes[part] ?? [] {
        let pointer = "\(base)/\(found.count)"
        var members = node.row.members
        let op = node.row.op
        if CriteriaFields.holding.contains(op) {
          members["op"] = nil
          let id = members["id"]?.stringValue ?? ""
          members[op] = .array(id.isEmpty ? [] : held(in: id, at: "\(pointer)/\(op)"))
        }
        if let index = node.index {
          shown.insert(index)
          places[pointer] = CriteriaFields.field("id", index)
          places["\(pointer)/\(op)"] = CriteriaFields.field("op", index)
          places["\(pointer)/citation"] = CriteriaFields.field("document", index)
          for name in CriteriaFields.names {
            places["\(pointer)/\(name)"] = CriteriaFields.field(name, index)
          }
        }
        found.append(.object(members))
      }
      return found
    }
  }
}
