import Domain
import Yams

/// A YAML file as exact JSON, with the place of every value.
///
/// Scalars follow the core schema of YAML 1.2: plain `true`, `false`, `null` and decimal integers;
/// everything else is text (so days stay text). What would make the meaning depend on the reader is
/// a fault: fractions, integers beyond Int64, leading zeros, anchors, repeated members.
public struct YAMLDocument: Sendable {
  /// Longest file that is read, in bytes of UTF-8.
  public static let maximumBytes = 1_048_576
  /// Deepest nesting that is read.
  public static let depthLimit = 32

  /// Name of the file.
  public let file: String
  /// The document; nil when the text is no YAML at all.
  public let json: JSON?
  /// What is wrong with the text itself, before anybody asks what it means.
  public let faults: [CatalogFault]
  private let positions: [String: Position]

  private struct Position: Sendable {
    var line: Int
    var column: Int
  }

  public init(_ source: SourceFile) {
    file = source.name
    guard source.text.utf8.count <= Self.maximumBytes else {
      json = nil
      positions = [:]
      faults = [
        Self.fault(
          source.name, Position(line: 1, column: 1), "", "too_long",
          zh: "文件不得超过 \(Self.maximumBytes) 字节", en: "at most \(Self.maximumBytes) bytes")
      ]
      return
    }
    var walk = Walk(file: source.name)
    do {
      // The parser owns the anchors; it must outlive the walk that looks for them.
      let parser = try Parser(yaml: source.text)
      let root = try parser.singleRoot()
      json = withExtendedLifetime(parser) { root.map { walk.read($0, at: "", depth: 0) } ?? .null }
    } catch {
      json = nil
      walk.faults.append(Self.syntaxFault(source.name, error))
    }
    faults = walk.faults
    positions = walk.positions
  }

  /// The fault with the line and column of the value it points at, or of the nearest value that
  /// holds it (a missing member has no place of its own).
  public func located(_ fault: Fault) -> CatalogFault {
    var pointer = fault.pointer
    while positions[pointer] == nil, let slash = pointer.lastIndex(of: "/") {
      pointer = String(pointer[..<slash])
    }
    return Self.fault(
      file, positions[pointer] ?? Position(line: 1, column: 1), fault.pointer, fault.code,
      zh: fault.zh, en: fault.en)
  }

  /// The faults with their places, without those that only repeat a fault of the text.
  public func located(_ list: [Fault]) -> [CatalogFault] {
    let broken = Set(faults.map(\.pointer))
    return list.filter { !broken.contains($0.pointer) }.map(located)
  }

  private static func fault(
    _ file: String, _ position: Position, _ pointer: String, _ code: String, zh: String, en: String
  ) -> CatalogFault {
    CatalogFault(
      file: file, line: position.line, column: position.column, pointer: pointer, code: code,
      zh: zh, en: en)
  }

  private static func syntaxFault(_ file: String, _ error: any Error) -> CatalogFault {
    var position = Position(line: 1, column: 1)
    var code = "yaml_syntax"
    var reason = "\(error)"
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      position = Position(line: mark.line, column: mark.column)
      reason = problem
    case .duplicatedKeysInMapping(let names, let context):
      position = Position(line: context.mark.line, column: context.mark.column)
      code = "duplicate_member"
      reason = "member given twice: " + names.joined(separator: ", ")
    case .reader(let problem, _, _, _): reason = problem
    default: break
    }
    return fault(file, position, "", code, zh: "YAML 无法读取：\(reason)", en: reason)
  }

  /// Turns nodes into JSON and remembers where each stood.
  private struct Walk {
    let file: String
    var positions: [String: Position] = [:]
    var faults: [CatalogFault] = []

    mutating func read(_ node: Node, at pointer: String, depth: Int) -> JSON {
      if positions[pointer] == nil { positions[pointer] = position(node.mark) }
      guard depth < YAMLDocument.depthLimit else {
        report(node.mark, pointer, "too_deep", zh: "嵌套过深", en: "nested too deeply")
        return .null
      }
      switch node {
      case .scalar(let scalar):
        refuseAnchor(scalar.anchor, scalar.mark, pointer)
        return value(of: scalar, at: pointer)
      case .sequence(let sequence):
        if refuseAnchor(sequence.anchor, sequence.mark, pointer) { return .null }
        var elements: [JSON] = []
        for (index, element) in sequence.enumerated() {
          elements.append(read(element, at: "\(pointer)/\(index)", depth: depth + 1))
        }
        return .array(elements)
      case .mapping(let mapping):
        if refuseAnchor(mapping.anchor, mapping.mark, pointer) { return .null }
        var members: [String: JSON] = [:]
        for (key, value) in mapping {
          guard case .scalar(let name) = key else {
            report(key.mark, pointer, "type", zh: "键应为文本", en: "a key must be text")
            continue
          }
          let place = pointer + "/" + Pointer.escape(name.string)
          positions[place] = position(name.mark)
          members[name.string] = read(value, at: place, depth: depth + 1)
        }
        return .object(members)
      case .alias(let alias):
        report(alias.mark, pointer, "anchor", zh: "不得使用锚点或别名", en: "aliases are not read")
        return .null
      }
    }

    private mutating func value(of scalar: Node.Scalar, at pointer: String) -> JSON {
      let text = scalar.string
      guard scalar.style == .plain || scalar.style == .any else { return .string(text) }
      switch text {
      case "", "null", "~": return .null
      case "true": return .bool(true)
      case "false": return .bool(false)
      default: break
      }
      var digits = Substring(text)
      if digits.first == "-" || digits.first == "+" { digits.removeFirst() }
      guard let first = digits.utf8.first, first >= 0x30, first <= 0x39 else {
        return .string(text)
      }
      if digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
        if first == 0x30, digits.utf8.count > 1 {
          report(
            scalar.mark, pointer, "leading_zero", zh: "以 0 开头的数字须加引号",
            en: "quote a number with a leading zero, or leave the zero out")
          return .string(text)
        }
        if let number = Int64(text) { return .int(number) }
        report(scalar.mark, pointer, "number", zh: "整数超出范围", en: "integer out of range")
        return .string(text)
      }
      if Double(text) != nil {
        report(
          scalar.mark, pointer, "number", zh: "只接受整数（金额用分，比率用百万分率）",
          en: "numbers are whole here: amounts in fen, rates in ppm; quote it if it is text")
      }
      return .string(text)
    }

    @discardableResult
    private mutating func refuseAnchor(_ anchor: Anchor?, _ mark: Mark?, _ pointer: String) -> Bool
    {
      guard anchor != nil else { return false }
      report(mark, pointer, "anchor", zh: "不得使用锚点或别名", en: "anchors are not read")
      return true
    }

    private func position(_ mark: Mark?) -> Position {
      Position(line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    private mutating func report(
      _ mark: Mark?, _ pointer: String, _ code: String, zh: String, en: String
    ) {
      faults.append(
        YAMLDocument.fault(file, position(mark), pointer, code, zh: zh, en: en))
    }
  }
}
