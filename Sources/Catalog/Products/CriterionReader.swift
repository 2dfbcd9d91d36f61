import Domain

/// Reads the `criteria` of a product.
struct CriterionReader {
  /// Where in the tree a criterion stands; what may stand there follows from it.
  private enum Level {
    case top
    case alternative
    case group
  }

  /// Rule ids the engine adds after the criteria.
  static let reservedIDs: Set<String> = ["tenor", "amount_min", "coverage"]
  /// Most criteria of a product, and of one alternative or group.
  static let maximumCount = 200

  let context: ProductContext
  private(set) var faults: [Fault] = []
  private var ids: Set<String> = []

  init(context: ProductContext) { self.context = context }

  mutating func read(_ elements: [JSON], at pointer: String) -> [Criterion] {
    elements.enumerated().compactMap {
      read($0.element, at: "\(pointer)/\($0.offset)", level: .top, inherited: nil)
    }
  }

  private mutating func read(
    _ json: JSON, at pointer: String, level: Level, inherited: Citation?
  ) -> Criterion? {
    var reader = ObjectReader(json, at: pointer)
    let id = reader.requiredName("id")
    if let id { register(id, at: reader.path("id")) }
    let reason = reader.choice("reason", of: ReasonCode.self)
    let citation = level == .top ? reader.requiredCitation() : reader.citation()
    let body = readBody(&reader, level: level, inherited: citation ?? inherited)
    faults.append(contentsOf: reader.finish())
    guard let id, let body, let citation = citation ?? inherited else { return nil }
    return Criterion(id: id, body: body, reason: reason, citation: citation)
  }

  private mutating func register(_ id: String, at pointer: String) {
    if Self.reservedIDs.contains(id) {
      faults.append(
        Fault(pointer, "reserved_id", zh: "保留标识：\(id)", en: "reserved for the engine: \(id)"))
    } else if !ids.insert(id).inserted {
      faults.append(.duplicate(pointer, id))
    }
  }

  private mutating func readBody(
    _ reader: inout ObjectReader, level: Level, inherited: Citation?
  ) -> Criterion.Body? {
    let group: String? =
      switch level {
      case .top: "any_of"
      case .alternative: "all_of"
      case .group: nil
      }
    if let group, reader.optional(group) != nil {
      guard let elements = reader.array(group, maximumCount: Self.maximumCount) else { return nil }
      let pointer = reader.path(group)
      if elements.isEmpty {
        reader.add(Fault(pointer, "empty", zh: "不得为空", en: "must not be empty"))
      }
      let members = elements.enumerated().compactMap {
        read(
          $0.element, at: "\(pointer)/\($0.offset)",
          level: level == .top ? .alternative : .group, inherited: inherited)
      }
      return level == .top ? .anyOf(members) : .allOf(members)
    }
    return readTest(&reader).map(Criterion.Body.test)
  }

  private mutating func readTest(_ reader: inout ObjectReader) -> FactTest? {
    let path = reader.requiredString("fact")
    let op = reader.requiredChoice("op", of: Operator.self)
    let value = reader.optional("value")
    guard let path else { return nil }
    var found: [Fault] = []
    let definition = context.definition(path, at: reader.path("fact"), faults: &found)
    reader.add(found)
    guard let definition, let op else { return nil }
    guard Operator.admitted(for: definition.type).contains(op) else {
      reader.add(
        Fault(
          reader.path("op"), "type_mismatch",
          zh: "\(definition.type.rawValue) 类型的指标不能用 \(op.rawValue)",
          en: "\(op.rawValue) does not judge a fact of type \(definition.type.rawValue)"))
      return nil
    }
    switch OperandReader.read(value, op, definition, at: reader.path("value")) {
    case .success(let operand): return FactTest(fact: path, op: op, operand: operand)
    case .failure(let fault):
      reader.add(fault)
      return nil
    }
  }
}

/// Reads the `value` of a criterion for the type of its fact.
enum OperandReader {
  /// Most values of a list.
  static let maximumCount = 5_000

  static func read(
    _ json: JSON?, _ op: Operator, _ definition: FactDefinition, at pointer: String
  ) -> Result<Operand, Fault> {
    if op == .exists {
      guard json == nil else {
        return .failure(
          Fault(pointer, "unknown_member", zh: "exists 无需取值", en: "exists takes no value"))
      }
      return .success(.nothing)
    }
    guard let json else { return .failure(ObjectReader.requiredFault(pointer)) }
    switch op {
    case .within, .notWithin:
      guard case .array(let elements) = json else {
        return .failure(ObjectReader.typeFault(pointer, expected: "array", found: json))
      }
      return list(elements, definition, at: pointer)
    case .withinRegion:
      if case .array(let elements) = json { return list(elements, definition, at: pointer) }
      return list([json], definition, at: pointer)
    case .between:
      return range(json, definition, at: pointer)
    case .equal, .notEqual, .atLeast, .atMost, .above, .below:
      return definition.value(of: plain(json, definition.type), at: pointer).map(Operand.value)
    case .exists: return .success(.nothing)
    }
  }

  /// Codes that look like numbers may stand unquoted.
  private static func plain(_ json: JSON, _ type: FactType) -> JSON {
    guard type == .region || type == .industry, case .int(let number) = json, number >= 0 else {
      return json
    }
    return .string(String(number))
  }

  private static func list(
    _ elements: [JSON], _ definition: FactDefinition, at pointer: String
  ) -> Result<Operand, Fault> {
    guard !elements.isEmpty, elements.count <= maximumCount else {
      return .failure(
        Fault(
          pointer, elements.isEmpty ? "empty" : "too_many", zh: "应有 1 至 \(maximumCount) 项",
          en: "1 to \(maximumCount) elements", limit: Int64(maximumCount)))
    }
    var values: [FactValue] = []
    for (index, element) in elements.enumerated() {
      let place = elements.count == 1 && index == 0 ? pointer : "\(pointer)/\(index)"
      // An element of a set fact is one code.
      let read: Result<FactValue, Fault> =
        definition.type == .set
        ? definition.value(of: [element], at: pointer).flatMap {
          guard case .set(let codes) = $0, let code = codes.first else {
            return .failure(ObjectReader.typeFault(place, expected: "string", found: element))
          }
          return .success(.text(code))
        } : definition.value(of: plain(element, definition.type), at: place)
      switch read {
      case .success(let value):
        guard !values.contains(value) else {
          return .failure(.duplicate(place, value.json.canonicalText))
        }
        values.append(value)
      case .failure(let fault): return .failure(fault)
      }
    }
    return .success(.list(values))
  }

  private static func range(
    _ json: JSON, _ definition: FactDefinition, at pointer: String
  ) -> Result<Operand, Fault> {
    guard case .array(let ends) = json, ends.count == 2 else {
      return .failure(.pattern(pointer, "[low, high]"))
    }
    let low = definition.value(of: ends[0], at: pointer + "/0")
    let high = definition.value(of: ends[1], at: pointer + "/1")
    return low.flatMap { low in
      high.flatMap { high in
        let isEmpty: Bool =
          switch (low, high) {
          case (.integer(let low), .integer(let high)): high < low
          case (.date(let low), .date(let high)): high < low
          default: false
          }
        return isEmpty ? .failure(.emptyRange(pointer)) : .success(.range(low, high))
      }
    }
  }
}
