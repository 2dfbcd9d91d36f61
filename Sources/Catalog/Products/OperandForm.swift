import Domain

/// Reads the `value` of a criterion by its form alone, where no registry says what its fact is.
enum OperandForm {
  static func read(
    _ json: JSON?, _ op: Operator, at pointer: String
  ) -> Result<Operand, Fault> {
    if op == .exists {
      guard json == nil else { return .failure(OperandReader.needless(pointer)) }
      return .success(.nothing)
    }
    guard let json else { return .failure(ObjectReader.requiredFault(pointer)) }
    switch op {
    case .within, .notWithin:
      guard case .array(let elements) = json else {
        return .failure(ObjectReader.typeFault(pointer, expected: "array", found: json))
      }
      return list(elements, at: pointer, element: scalar)
    case .withinRegion:
      if case .array(let elements) = json { return list(elements, at: pointer, element: region) }
      return list([json], at: pointer, element: region)
    case .between:
      guard case .array(let ends) = json, ends.count == 2 else {
        return .failure(.pattern(pointer, "[low, high]"))
      }
      return ordered(ends[0], at: pointer + "/0").flatMap { low in
        ordered(ends[1], at: pointer + "/1").flatMap { OperandReader.range(low, $0, at: pointer) }
      }
    case .atLeast, .atMost, .above, .below:
      return ordered(json, at: pointer).map(Operand.value)
    case .equal, .notEqual: return value(json, at: pointer).map(Operand.value)
    case .exists: return .success(.nothing)
    }
  }

  private static func list(
    _ elements: [JSON], at pointer: String,
    element: (JSON, String) -> Result<FactValue, Fault>
  ) -> Result<Operand, Fault> {
    if let fault = OperandReader.countFault(elements, at: pointer) { return .failure(fault) }
    var values: [FactValue] = []
    for (index, json) in elements.enumerated() {
      let place = elements.count == 1 ? pointer : "\(pointer)/\(index)"
      switch element(json, place) {
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

  /// A number, or a day.
  private static func ordered(_ json: JSON, at pointer: String) -> Result<FactValue, Fault> {
    guard case .string(let text) = json else { return integer(json, at: pointer) }
    guard let day = LegalDate(text) else {
      return .failure(
        Fault(
          pointer, "date", zh: "应为整数或日期 YYYY-MM-DD", en: "must be a number or a day as YYYY-MM-DD"
        ))
    }
    return .success(.date(day))
  }

  private static func integer(_ json: JSON, at pointer: String) -> Result<FactValue, Fault> {
    guard case .int(let value) = json else {
      return .failure(ObjectReader.typeFault(pointer, expected: "integer", found: json))
    }
    guard Bounds.operand.contains(value) else {
      let isBelow = value < Bounds.operand.lowerBound
      let limit = isBelow ? Bounds.operand.lowerBound : Bounds.operand.upperBound
      return .failure(
        Fault(
          pointer, isBelow ? "below_min" : "above_max", zh: "超出 \(limit)", en: "beyond \(limit)",
          limit: limit))
    }
    return .success(.integer(value))
  }

  private static func text(_ json: JSON, at pointer: String) -> Result<String, Fault> {
    guard case .string(let text) = json else {
      return .failure(ObjectReader.typeFault(pointer, expected: "string", found: json))
    }
    guard !text.isEmpty, text.unicodeScalars.count <= FactDefinition.maximumTextLength else {
      return .failure(
        Fault(
          pointer, "length", zh: "长度应为 1 至 \(FactDefinition.maximumTextLength) 个字符",
          en: "1 to \(FactDefinition.maximumTextLength) characters",
          limit: Int64(FactDefinition.maximumTextLength)))
    }
    return .success(text)
  }

  /// An element of `in`: a code, or a number.
  private static func scalar(_ json: JSON, at pointer: String) -> Result<FactValue, Fault> {
    if case .int = json { return integer(json, at: pointer) }
    return text(json, at: pointer).map(FactValue.text)
  }

  /// Six digits, quoted or not.
  private static func region(_ json: JSON, at pointer: String) -> Result<FactValue, Fault> {
    let text = json.intValue.map { String($0) } ?? json.stringValue ?? ""
    guard let code = RegionCode(text) else { return .failure(.pattern(pointer, "340100")) }
    return .success(.text(code.text))
  }

  /// What `eq` compares with.
  private static func value(_ json: JSON, at pointer: String) -> Result<FactValue, Fault> {
    switch json {
    case .bool(let value): return .success(.boolean(value))
    case .int: return integer(json, at: pointer)
    case .array(let elements):
      guard elements.count <= FactDefinition.maximumSetCount else {
        return .failure(
          Fault(
            pointer, "too_many", zh: "不得超过 \(FactDefinition.maximumSetCount) 项",
            en: "at most \(FactDefinition.maximumSetCount) elements",
            limit: Int64(FactDefinition.maximumSetCount)))
      }
      var codes: Set<String> = []
      for (index, element) in elements.enumerated() {
        switch text(element, at: "\(pointer)/\(index)") {
        case .success(let code): codes.insert(code)
        case .failure(let fault): return .failure(fault)
        }
      }
      return .success(.set(codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }))
    default:
      return text(json, at: pointer).map { text in
        LegalDate(text).map(FactValue.date) ?? .text(text)
      }
    }
  }
}
