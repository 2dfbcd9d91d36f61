import Domain

/// Reads the `value` of a criterion for the type of its fact.
enum OperandReader {
  /// Most values of a list.
  static let maximumCount = 5_000

  static func read(
    _ json: JSON?, _ op: Operator, _ definition: FactDefinition, at pointer: String
  ) -> Result<Operand, Fault> {
    if op == .exists {
      guard json == nil else { return .failure(needless(pointer)) }
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
    if let fault = countFault(elements, at: pointer) { return .failure(fault) }
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
      high.flatMap { range(low, $0, at: pointer) }
    }
  }

  /// Both ends of `between`, in their order.
  static func range(
    _ low: FactValue, _ high: FactValue, at pointer: String
  ) -> Result<Operand, Fault> {
    let isEmpty: Bool
    switch (low, high) {
    case (.integer(let low), .integer(let high)): isEmpty = high < low
    case (.date(let low), .date(let high)): isEmpty = high < low
    default:
      return .failure(
        Fault(
          pointer, "type_mismatch", zh: "两端的类型应相同", en: "both ends must be of one type"))
    }
    return isEmpty ? .failure(.emptyRange(pointer)) : .success(.range(low, high))
  }

  static func needless(_ pointer: String) -> Fault {
    Fault(pointer, "unknown_member", zh: "exists 无需取值", en: "exists takes no value")
  }

  static func countFault(_ elements: [JSON], at pointer: String) -> Fault? {
    guard elements.isEmpty || elements.count > maximumCount else { return nil }
    return Fault(
      pointer, elements.isEmpty ? "empty" : "too_many", zh: "应有 1 至 \(maximumCount) 项",
      en: "1 to \(maximumCount) elements", limit: Int64(maximumCount))
  }
}
