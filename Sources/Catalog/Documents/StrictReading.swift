import Domain

extension Fault {
  /// A closed range whose end lies before its start.
  public static func emptyRange(_ pointer: String) -> Fault {
    Fault(
      pointer, "empty_range", zh: "区间为空：上限小于下限",
      en: "the range is empty: its end is below its start")
  }

  /// An id or path that stands twice in a list where it must be alone.
  public static func duplicate(_ pointer: String, _ id: String) -> Fault {
    Fault(pointer, "duplicate_id", zh: "重复的标识：\(id)", en: "given twice: \(id)")
  }

  /// A name that nothing declares; `code` says what kind of thing was looked for.
  public static func undeclared(_ pointer: String, _ code: String, _ name: String) -> Fault {
    Fault(pointer, code, zh: "未登记：\(name)", en: "not declared: \(name)")
  }

  /// A value that does not look as it must.
  public static func pattern(_ pointer: String, _ expected: String) -> Fault {
    Fault(pointer, "pattern", zh: "格式应为 \(expected)", en: "must look like \(expected)")
  }
}

extension ObjectReader {
  /// An identifier in snake_case (`tax_years`) or, with `allowing` a dash or a dot, the like.
  public mutating func requiredName(
    _ member: String, allowing extra: String = "_", maximumLength: Int = 64
  ) -> String? {
    guard let text = requiredString(member, maximumLength: maximumLength) else { return nil }
    guard Name.isValid(text, allowing: extra) else {
      add(.pattern(path(member), "a-z 0-9 \(extra)"))
      return nil
    }
    return text
  }

  /// The member with one of a closed list of strings; absent is the fault `required`.
  public mutating func requiredChoice<T: RawRepresentable & CaseIterable>(
    _ name: String, of type: T.Type
  ) -> T? where T.RawValue == String {
    guard required(name) != nil else { return nil }
    return choice(name, of: type)
  }

  /// A day; absent is the fault `required`.
  public mutating func requiredDay(_ name: String) -> LegalDate? {
    guard required(name) != nil else { return nil }
    return day(name)
  }

  /// Texts of an array member, each not empty and none twice; absent gives nil.
  public mutating func texts(_ name: String, maximumCount: Int = 1_000) -> [String]? {
    guard let elements = array(name, maximumCount: maximumCount) else { return nil }
    var list: [String] = []
    for (index, element) in elements.enumerated() {
      let place = "\(path(name))/\(index)"
      guard case .string(let text) = element, !text.isEmpty else {
        add(Self.typeFault(place, expected: "string", found: element))
        continue
      }
      if list.contains(text) { add(.duplicate(place, text)) } else { list.append(text) }
    }
    return list
  }
}

/// The shape of identifiers.
public enum Name {
  /// Starts with a lowercase letter or digit; lowercase letters, digits and `extra` after it.
  public static func isValid(_ text: String, allowing extra: String) -> Bool {
    guard let first = text.utf8.first, isLetterOrDigit(first) else { return false }
    return text.utf8.allSatisfy { isLetterOrDigit($0) || extra.utf8.contains($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }
}

/// Explicit nulls are refused: leaving a member out is the one way to say nothing.
public enum Nulls {
  /// Every null of `json` except those at a pointer `allowed` admits, in the order of pointers.
  public static func faults(
    in json: JSON, at pointer: String = "", except allowed: (String) -> Bool = { _ in false }
  ) -> [Fault] {
    switch json {
    case .null:
      guard !allowed(pointer) else { return [] }
      return [
        Fault(
          pointer, "null", zh: "没有内容时请删去该字段",
          en: "leave the member out when there is nothing to say")
      ]
    case .array(let elements):
      return elements.enumerated().flatMap {
        faults(in: $0.element, at: "\(pointer)/\($0.offset)", except: allowed)
      }
    case .object(let members):
      return members.sorted { $0.key < $1.key }.flatMap {
        faults(in: $0.value, at: pointer + "/" + Pointer.escape($0.key), except: allowed)
      }
    case .bool, .int, .string: return []
    }
  }
}
