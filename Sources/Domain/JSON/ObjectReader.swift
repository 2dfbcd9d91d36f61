/// Reads the members of one JSON object strictly and collects every fault instead of the first.
///
/// Use: take each known member once, then call `finish()`, which reports members nobody asked for
/// (design section 6: unknown members in requests are a fault).
///
///     var body = ObjectReader(json)
///     let name = body.requiredString("name", maximumLength: 200)
///     let faults = body.finish()
public struct ObjectReader {
  /// Pointer of this object inside its document.
  public let pointer: String
  public private(set) var faults: [Fault] = []
  private var members: [String: JSON]
  private var taken: Set<String> = []

  /// - Parameters:
  ///   - json: the value; anything but an object is the fault `type`.
  ///   - pointer: where it stands in the document.
  public init(_ json: JSON, at pointer: String = "") {
    self.pointer = pointer
    if case .object(let members) = json {
      self.members = members
    } else {
      self.members = [:]
      faults.append(Self.typeFault(pointer, expected: "object", found: json))
    }
  }

  public static func typeFault(_ pointer: String, expected: String, found: JSON) -> Fault {
    Fault(
      pointer, "type", zh: "类型应为 \(expected),收到 \(found.kindName)",
      en: "expected \(expected), found \(found.kindName)")
  }

  public static func requiredFault(_ pointer: String) -> Fault {
    Fault(pointer, "required", zh: "必填字段缺失", en: "this member is required")
  }

  public func path(_ name: String) -> String { pointer + "/" + Pointer.escape(name) }

  /// Names of all members, sorted.
  public var names: [String] { members.keys.sorted() }

  public mutating func add(_ fault: Fault) { faults.append(fault) }
  public mutating func add(_ more: [Fault]) { faults.append(contentsOf: more) }

  /// The member as it is, or nil when absent; marks it as known.
  public mutating func value(_ name: String) -> JSON? {
    taken.insert(name)
    return members[name]
  }

  /// The member, where an explicit null counts as absent.
  public mutating func optional(_ name: String) -> JSON? {
    let found = value(name)
    return found == .null ? nil : found
  }

  public mutating func required(_ name: String) -> JSON? {
    guard let found = optional(name) else {
      faults.append(Self.requiredFault(path(name)))
      return nil
    }
    return found
  }

  public mutating func string(_ name: String, maximumLength: Int = 1_000) -> String? {
    optional(name).flatMap { check($0, name, maximumLength) }
  }

  public mutating func requiredString(_ name: String, maximumLength: Int = 1_000) -> String? {
    required(name).flatMap { check($0, name, maximumLength) }
  }

  private mutating func check(_ json: JSON, _ name: String, _ maximumLength: Int) -> String? {
    guard case .string(let text) = json else {
      faults.append(Self.typeFault(path(name), expected: "string", found: json))
      return nil
    }
    guard !text.isEmpty else {
      faults.append(Fault(path(name), "empty", zh: "不得为空", en: "must not be empty"))
      return nil
    }
    guard text.unicodeScalars.count <= maximumLength else {
      faults.append(
        Fault(
          path(name), "too_long", zh: "不得超过 \(maximumLength) 个字符",
          en: "at most \(maximumLength) characters", limit: Int64(maximumLength)))
      return nil
    }
    return text
  }

  public mutating func integer(_ name: String, in range: ClosedRange<Int64>? = nil) -> Int64? {
    optional(name).flatMap { check($0, name, range) }
  }

  public mutating func requiredInteger(
    _ name: String, in range: ClosedRange<Int64>? = nil
  ) -> Int64? {
    required(name).flatMap { check($0, name, range) }
  }

  private mutating func check(_ json: JSON, _ name: String, _ range: ClosedRange<Int64>?) -> Int64?
  {
    guard case .int(let number) = json else {
      faults.append(Self.typeFault(path(name), expected: "integer", found: json))
      return nil
    }
    guard let range else { return number }
    if number < range.lowerBound {
      faults.append(
        Fault(
          path(name), "below_min", zh: "不得小于 \(range.lowerBound)",
          en: "must be at least \(range.lowerBound)", limit: range.lowerBound))
      return nil
    }
    if number > range.upperBound {
      faults.append(
        Fault(
          path(name), "above_max", zh: "不得大于 \(range.upperBound)",
          en: "must be at most \(range.upperBound)", limit: range.upperBound))
      return nil
    }
    return number
  }

  public mutating func boolean(_ name: String) -> Bool? {
    guard let json = optional(name) else { return nil }
    guard case .bool(let value) = json else {
      faults.append(Self.typeFault(path(name), expected: "boolean", found: json))
      return nil
    }
    return value
  }

  /// An array member; absent gives nil. At most `maximumCount` elements.
  public mutating func array(_ name: String, maximumCount: Int = 1_000) -> [JSON]? {
    guard let json = optional(name) else { return nil }
    guard case .array(let elements) = json else {
      faults.append(Self.typeFault(path(name), expected: "array", found: json))
      return nil
    }
    guard elements.count <= maximumCount else {
      faults.append(
        Fault(
          path(name), "too_many", zh: "不得超过 \(maximumCount) 项",
          en: "at most \(maximumCount) elements", limit: Int64(maximumCount)))
      return nil
    }
    return elements
  }

  /// A reader of the object member `name`; hand it back to `merge` when done.
  public mutating func object(_ name: String) -> ObjectReader? {
    optional(name).map { ObjectReader($0, at: path(name)) }
  }

  /// Takes over the faults of a nested reader, after its own `finish()`.
  public mutating func merge(_ nested: ObjectReader) {
    var nested = nested
    faults.append(contentsOf: nested.finish())
  }

  /// One of a closed list of strings.
  public mutating func choice<T: RawRepresentable & CaseIterable>(
    _ name: String, of: T.Type
  ) -> T? where T.RawValue == String {
    guard let text = string(name) else { return nil }
    guard let value = T(rawValue: text) else {
      let known = T.allCases.map(\.rawValue).joined(separator: ", ")
      faults.append(
        Fault(path(name), "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)"))
      return nil
    }
    return value
  }

  /// A day as `YYYY-MM-DD`.
  public mutating func day(_ name: String) -> LegalDate? {
    guard let text = string(name) else { return nil }
    guard let date = LegalDate(text) else {
      faults.append(
        Fault(
          path(name), "date", zh: "日期格式应为 YYYY-MM-DD", en: "must be a day as YYYY-MM-DD"))
      return nil
    }
    return date
  }

  /// Reports members nobody took, and returns all faults.
  public mutating func finish() -> [Fault] {
    for name in members.keys.sorted() where !taken.contains(name) {
      taken.insert(name)
      faults.append(
        Fault(path(name), "unknown_member", zh: "未知字段", en: "this member is not known"))
    }
    return faults
  }
}
