import Domain

/// Reads `facts.yaml`: collects every fault, and keeps what was readable so that the products can
/// be checked in the same pass.
struct FactRegistryReader {
  struct Reading {
    var registry: FactRegistry
    /// Paths that are declared but could not be read; mentioning them is no further fault.
    var broken: Set<String>
    var faults: [Fault]
  }

  private var definitions: [String: FactDefinition] = [:]
  private var declared: [String: String] = [:]
  private var departments: [String: Label] = [:]
  private var faults: [Fault] = []

  /// Most facts of a registry.
  static let maximumFacts = 5_000

  static func read(_ json: JSON) -> Reading {
    var reader = FactRegistryReader()
    reader.read(json)
    let registry = FactRegistry(
      definitions: reader.definitions, departments: reader.departments, json: json)
    return Reading(
      registry: registry,
      broken: Set(reader.declared.keys).subtracting(reader.definitions.keys),
      faults: reader.faults)
  }

  private mutating func read(_ json: JSON) {
    faults.append(contentsOf: Nulls.faults(in: json))
    var document = ObjectReader(json)
    _ = document.requiredInteger("version", in: 1...1)
    if let departments = document.optional("departments") {
      readDepartments(departments, at: document.path("departments"))
    }
    let base = document.array("facts", maximumCount: Self.maximumFacts) ?? []
    if document.optional("facts") == nil {
      document.add(ObjectReader.requiredFault(document.path("facts")))
    }
    let derived = document.array("derived", maximumCount: Self.maximumFacts) ?? []
    for (index, fact) in base.enumerated() {
      readFact(fact, at: "\(document.path("facts"))/\(index)", isDerived: false)
    }
    for (index, fact) in derived.enumerated() {
      readFact(fact, at: "\(document.path("derived"))/\(index)", isDerived: true)
    }
    faults.append(contentsOf: document.finish())
    checkDerivations()
    checkNeedFacts()
  }

  private mutating func readDepartments(_ json: JSON, at pointer: String) {
    guard case .object(let members) = json else {
      faults.append(ObjectReader.typeFault(pointer, expected: "object", found: json))
      return
    }
    for (code, value) in members {
      let place = pointer + "/" + Pointer.escape(code)
      if !Name.isValid(code, allowing: "_") { faults.append(.pattern(place, "a-z 0-9 _")) }
      departments[code] =
        Label.read(value, at: place, faults: &faults) ?? Label(zh: code, en: code)
    }
  }

  private mutating func readFact(_ json: JSON, at pointer: String, isDerived: Bool) {
    var reader = ObjectReader(json, at: pointer)
    let path = readPath(&reader)
    let type = reader.requiredChoice("type", of: FactType.self)
    let unit = reader.choice("unit", of: FactUnit.self)
    let label = reader.requiredLabel("label")
    let question = reader.label("question")
    let sensitivity = reader.choice("sensitivity", of: Sensitivity.self)
    let department = reader.string("department")
    let isActionable = reader.boolean("actionable")
    let days = reader.integer("days", in: 0...36_500)
    var values: [String]?
    var valueLabels: [String: Label] = [:]
    var bounds: (Int64, Int64) = (0, FactDefinition.magnitudeLimit)
    var mayBeNone = false
    var attainable: [String]?
    var derivation: Derivation?
    if isDerived {
      if let json = reader.required("derive") {
        derivation = Derivation.read(json, at: reader.path("derive"), faults: &faults)
      }
      if let type, type != .integer {
        reader.add(
          Fault(
            reader.path("type"), "derived_type", zh: "派生指标的类型应为 integer",
            en: "a derived fact is an integer"))
      }
    } else {
      values = readValues(&reader, type)
      valueLabels = readValueLabels(&reader, values)
      bounds = readBounds(&reader, type)
      mayBeNone = reader.boolean("may_be_none") ?? false
      attainable = readAttainable(&reader, values)
    }
    if let type { checkUnit(type, &reader) }
    if let department, departments[department] == nil {
      reader.add(.undeclared(reader.path("department"), "unknown_department", department))
    }
    if days != nil, isActionable != true {
      reader.add(
        Fault(
          reader.path("days"), "not_actionable", zh: "只有可修复的指标才有天数",
          en: "only an actionable fact has days"))
    }
    let found = reader.finish()
    faults.append(contentsOf: found)
    guard found.isEmpty, let path, let type, let label, !isDerived || derivation != nil else {
      return
    }
    definitions[path] = FactDefinition(
      path: path, type: type, unit: unit, values: values, valueLabels: valueLabels,
      min: bounds.0, max: bounds.1, label: label, question: question, department: department,
      isActionable: isActionable ?? false, days: days, attainable: attainable,
      mayBeNone: mayBeNone, sensitivity: sensitivity ?? .authorised, derivation: derivation)
  }

  private mutating func readPath(_ reader: inout ObjectReader) -> String? {
    guard let path = reader.requiredString("path", maximumLength: FactDefinition.maximumPathLength)
    else { return nil }
    guard FactDefinition.isPath(path) else {
      reader.add(.pattern(reader.path("path"), "tax.credit_grade"))
      return nil
    }
    guard declared[path] == nil else {
      reader.add(.duplicate(reader.path("path"), path))
      return nil
    }
    declared[path] = reader.pointer
    return path
  }

  private func readValues(_ reader: inout ObjectReader, _ type: FactType?) -> [String]? {
    let given = reader.optional("values")
    let values = reader.texts("values")
    switch type {
    case .enumeration, .set, nil:
      if given == nil, type == .enumeration {
        reader.add(ObjectReader.requiredFault(reader.path("values")))
      } else if given?.arrayValue?.isEmpty == true {
        reader.add(Fault(reader.path("values"), "empty", zh: "不得为空", en: "must not be empty"))
      }
    default:
      if values != nil {
        reader.add(
          Fault(
            reader.path("values"), "type_mismatch", zh: "只有 enum 和 set 有取值清单",
            en: "only enum and set have a list of values"))
      }
    }
    return values
  }

  private mutating func readValueLabels(
    _ reader: inout ObjectReader, _ values: [String]?
  ) -> [String: Label] {
    guard let json = reader.optional("value_labels") else { return [:] }
    let pointer = reader.path("value_labels")
    guard case .object(let members) = json else {
      reader.add(ObjectReader.typeFault(pointer, expected: "object", found: json))
      return [:]
    }
    if values == nil, reader.optional("values") == nil {
      reader.add(ObjectReader.requiredFault(reader.path("values")))
    }
    var labels: [String: Label] = [:]
    for (code, value) in members {
      let place = pointer + "/" + Pointer.escape(code)
      if let values, !values.contains(code) {
        reader.add(.undeclared(place, "unknown_value", code))
      }
      var found: [Fault] = []
      labels[code] = Label.read(value, at: place, faults: &found)
      reader.add(found)
    }
    return labels
  }

  private func readAttainable(_ reader: inout ObjectReader, _ values: [String]?) -> [String]? {
    guard let codes = reader.texts("attainable") else { return nil }
    if values == nil, reader.optional("values") == nil {
      reader.add(ObjectReader.requiredFault(reader.path("values")))
    }
    for (place, code) in codes.enumerated() where values.map({ !$0.contains(code) }) ?? false {
      reader.add(.undeclared("\(reader.path("attainable"))/\(place)", "unknown_value", code))
    }
    return codes
  }

  private func readBounds(_ reader: inout ObjectReader, _ type: FactType?) -> (Int64, Int64) {
    let range = -FactDefinition.magnitudeLimit...FactDefinition.magnitudeLimit
    let min = reader.integer("min", in: range)
    let max = reader.integer("max", in: range)
    if let type, type != .integer {
      for (name, value) in [("min", min), ("max", max)] where value != nil {
        reader.add(
          Fault(
            reader.path(name), "type_mismatch", zh: "只有整数有上下限",
            en: "only an integer has bounds"))
      }
    }
    let bounds = (min ?? 0, max ?? FactDefinition.magnitudeLimit)
    if bounds.1 < bounds.0 { reader.add(.emptyRange(reader.path(max == nil ? "min" : "max"))) }
    return bounds
  }

  private func checkUnit(_ type: FactType, _ reader: inout ObjectReader) {
    if type == .integer, reader.optional("unit") == nil {
      reader.add(ObjectReader.requiredFault(reader.path("unit")))
    }
    if type != .integer, reader.optional("unit") != nil {
      reader.add(
        Fault(
          reader.path("unit"), "type_mismatch", zh: "只有整数有单位", en: "only an integer has a unit"))
    }
  }

  /// Inputs exist, have the right type, and no fact is computed from itself.
  private mutating func checkDerivations() {
    var finished: Set<String> = []
    for path in definitions.keys.sorted() {
      guard let derivation = definitions[path]?.derivation else { continue }
      let pointer = (declared[path] ?? "") + "/derive"
      for input in derivation.inputs {
        if let definition = definitions[input] {
          if definition.type != derivation.inputType {
            faults.append(
              Fault(
                pointer, "type_mismatch",
                zh: "\(input) 的类型为 \(definition.type.rawValue)，应为 \(derivation.inputType.rawValue)",
                en: "\(input) is \(definition.type.rawValue), not \(derivation.inputType.rawValue)"
              ))
          }
        } else if declared[input] == nil {
          faults.append(.undeclared(pointer, "unknown_fact", input))
        }
      }
      findCycle(from: path, trail: [], finished: &finished)
    }
  }

  private mutating func findCycle(
    from path: String, trail: [String], finished: inout Set<String>
  ) {
    if let start = trail.firstIndex(of: path) {
      let cycle = (trail[start...] + [path]).joined(separator: " → ")
      faults.append(
        Fault(
          (declared[path] ?? "") + "/derive", "cycle", zh: "派生指标循环引用：\(cycle)",
          en: "computed from itself: \(cycle)"))
      return
    }
    guard !finished.contains(path), let derivation = definitions[path]?.derivation else { return }
    for input in derivation.inputs {
      findCycle(from: input, trail: trail + [path], finished: &finished)
    }
    finished.insert(path)
  }

  /// The engine itself reads these; they must be what it expects.
  private mutating func checkNeedFacts() {
    for (path, unit) in [(NeedFact.amount, FactUnit.fen), (NeedFact.tenor, .months)] {
      guard let definition = definitions[path] else {
        if declared[path] == nil {
          faults.append(.undeclared("/facts", "missing_fact", path))
        }
        continue
      }
      if definition.type != .integer || definition.unit != unit || definition.derivation != nil {
        faults.append(
          Fault(
            declared[path] ?? "", "type_mismatch", zh: "应为基础整数指标，单位 \(unit.rawValue)",
            en: "must be a base integer fact in \(unit.rawValue)"))
      }
    }
  }
}

/// Facts of the need that every product is judged by.
public enum NeedFact {
  /// The amount asked for, in fen.
  public static let amount = "need.amount_fen"
  /// The tenor asked for, in months.
  public static let tenor = "need.tenor_months"
}
