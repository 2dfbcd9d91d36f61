import Domain

extension Criterion {
  /// Most criteria of a list, and of one alternative or group.
  public static let maximumCount = CriterionReader.maximumCount

  /// Reads a list of criteria that must all hold, in the form of a product's `criteria`; numbers
  /// may not refer to policy parameters.
  /// - Parameters:
  ///   - registry: what facts, types and values are checked against. Without one only the form is
  ///     checked, and values are taken as they look: text that is a day is a day.
  ///   - faults: takes every fault, with pointers below `pointer`.
  public static func readAll(
    _ elements: [JSON], at pointer: String, registry: FactRegistry?, faults: inout [Fault]
  ) -> [Criterion] {
    var reader = CriterionReader(registry: registry)
    let list = reader.read(elements, at: pointer)
    faults.append(contentsOf: reader.faults)
    return list
  }
}

/// Reads the `criteria` of a product, or of whatever else depends on facts.
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

  /// Nil: only the form is checked.
  private let context: ProductContext?
  /// Whether numbers may refer to policy parameters.
  private let admitsParameters: Bool
  private(set) var faults: [Fault] = []
  /// References to policy parameters, in the order of the document.
  private(set) var references: [ParameterReference] = []
  private var ids: Set<String> = []

  init(context: ProductContext, admitsParameters: Bool = false) {
    self.context = context
    self.admitsParameters = admitsParameters
  }

  init(registry: FactRegistry?) {
    context = registry.map {
      ProductContext(registry: $0, broken: [], institutions: [], families: [])
    }
    admitsParameters = false
  }

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
    guard let context else { return readForm(&reader, path, op, value) }
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
    if admitsParameters, case .object? = value, let unit = definition.unit,
      Operator.admittingParameters.contains(op)
    {
      return reader.requiredQuantity("value", unit, in: Bounds.operand, references: &references)?
        .parameter.map { FactTest(fact: path, op: op, operand: .parameter($0)) }
    }
    return take(
      OperandReader.read(value, op, definition, at: reader.path("value")), path, op, &reader)
  }

  private func readForm(
    _ reader: inout ObjectReader, _ path: String, _ op: Operator?, _ value: JSON?
  ) -> FactTest? {
    guard FactDefinition.isPath(path) else {
      reader.add(.pattern(reader.path("fact"), "tax.credit_grade"))
      return nil
    }
    guard let op else { return nil }
    return take(OperandForm.read(value, op, at: reader.path("value")), path, op, &reader)
  }

  private func take(
    _ operand: Result<Operand, Fault>, _ path: String, _ op: Operator,
    _ reader: inout ObjectReader
  ) -> FactTest? {
    switch operand {
    case .success(let operand): return FactTest(fact: path, op: op, operand: operand)
    case .failure(let fault):
      reader.add(fault)
      return nil
    }
  }
}
