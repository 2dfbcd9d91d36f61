import Domain

extension FactDefinition {
  /// Longest text of a fact, in Unicode scalars.
  public static let maximumTextLength = 500
  /// Most elements of a set.
  public static let maximumSetCount = 200

  /// Reads a value of this fact's type.
  /// - Parameter bounds: of an integer; facts have the registry's, thresholds the general ones.
  func value(
    of json: JSON, at pointer: String,
    bounds: ClosedRange<Int64> = -magnitudeLimit...magnitudeLimit
  ) -> Result<FactValue, Fault> {
    switch (type, json) {
    case (.boolean, .bool(let value)): return .success(.boolean(value))
    case (.integer, .int(let value)): return check(value, pointer, bounds)
    case (.date, .string(let text)):
      guard let date = LegalDate(text) else {
        return .failure(
          Fault(pointer, "date", zh: "日期格式应为 YYYY-MM-DD", en: "must be a day as YYYY-MM-DD"))
      }
      return .success(.date(date))
    case (.enumeration, .string(let text)): return check(code: text, pointer).map(FactValue.text)
    case (.set, .array(let elements)): return check(elements, pointer)
    case (.region, .string(let text)):
      guard RegionCode(text) != nil else {
        return .failure(.pattern(pointer, "340100"))
      }
      return .success(.text(text))
    case (.industry, .string(let text)):
      guard IndustryCode(text) != nil else {
        return .failure(.pattern(pointer, "C | 39 | 391 | 3911"))
      }
      return .success(.text(text))
    case (.text, .string(let text)):
      guard !text.isEmpty, text.unicodeScalars.count <= Self.maximumTextLength else {
        return .failure(
          Fault(
            pointer, "length", zh: "长度应为 1 至 \(Self.maximumTextLength) 个字符",
            en: "1 to \(Self.maximumTextLength) characters", limit: Int64(Self.maximumTextLength)))
      }
      return .success(.text(text))
    default:
      return .failure(ObjectReader.typeFault(pointer, expected: jsonKind, found: json))
    }
  }

  private var jsonKind: String {
    switch type {
    case .boolean: "boolean"
    case .integer: "integer"
    case .set: "array"
    case .enumeration, .region, .industry, .date, .text: "string"
    }
  }

  private func check(
    _ value: Int64, _ pointer: String, _ bounds: ClosedRange<Int64>
  ) -> Result<FactValue, Fault> {
    if value < bounds.lowerBound {
      return .failure(
        Fault(
          pointer, "below_min", zh: "不得小于 \(bounds.lowerBound)",
          en: "must be at least \(bounds.lowerBound)", limit: bounds.lowerBound))
    }
    if value > bounds.upperBound {
      return .failure(
        Fault(
          pointer, "above_max", zh: "不得大于 \(bounds.upperBound)",
          en: "must be at most \(bounds.upperBound)", limit: bounds.upperBound))
    }
    return .success(.integer(value))
  }

  private func check(code: String, _ pointer: String) -> Result<String, Fault> {
    if let values {
      guard values.contains(code) else {
        let known = values.joined(separator: ", ")
        return .failure(
          Fault(pointer, "unknown_value", zh: "取值应为：\(known)", en: "must be one of: \(known)"))
      }
    } else if code.isEmpty || code.unicodeScalars.count > Self.maximumTextLength {
      return .failure(Fault(pointer, "length", zh: "长度不符", en: "empty or too long"))
    }
    return .success(code)
  }

  private func check(_ elements: [JSON], _ pointer: String) -> Result<FactValue, Fault> {
    guard elements.count <= Self.maximumSetCount else {
      return .failure(
        Fault(
          pointer, "too_many", zh: "不得超过 \(Self.maximumSetCount) 项",
          en: "at most \(Self.maximumSetCount) elements", limit: Int64(Self.maximumSetCount)))
    }
    var codes: Set<String> = []
    for (index, element) in elements.enumerated() {
      let place = "\(pointer)/\(index)"
      guard case .string(let text) = element else {
        return .failure(ObjectReader.typeFault(place, expected: "string", found: element))
      }
      switch check(code: text, place) {
      case .success(let code): codes.insert(code)
      case .failure(let fault): return .failure(fault)
      }
    }
    return .success(
      .set(codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }))
  }
}
