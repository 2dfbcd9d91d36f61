import Domain

/// One text file of a catalog or a policy pack, as read by whoever does the I/O.
public struct SourceFile: Hashable, Sendable {
  /// The path inside its folder, with `/`, such as `products/hefei-shuirongtong.yaml`.
  public let name: String
  /// YAML 1.2 text, or JSON (which is YAML).
  public let text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// One thing wrong with a catalog or policy file: where it stands, which rule, and what to do.
public struct CatalogFault: Error, Hashable, Sendable {
  /// Name of the file.
  public let file: String
  /// Line and column, both counted from 1; 1 and 1 when the fault is of the whole file.
  public let line: Int
  public let column: Int
  /// RFC 6901 pointer into the document of that file.
  public let pointer: String
  /// A stable code in snake_case, such as `unknown_fact`, `empty_range`, `cycle`.
  public let code: String
  /// One sentence in Chinese, and the same in English.
  public let zh: String
  public let en: String

  public init(
    file: String, line: Int, column: Int, pointer: String, code: String, zh: String, en: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.pointer = pointer
    self.code = code
    self.zh = zh
    self.en = en
  }
}

extension CatalogFault: CustomStringConvertible {
  /// `file:line:column: code: sentence (pointer)`.
  public var description: String {
    "\(file):\(line):\(column): \(code): \(en)" + (pointer.isEmpty ? "" : " (\(pointer))")
  }
}

/// All faults of a set of files, in the order of file, line and column; never empty when thrown.
public struct CatalogFaults: Error, Hashable, Sendable {
  /// At least one, sorted.
  public let list: [CatalogFault]

  public init(_ list: [CatalogFault]) {
    self.list = list.sorted {
      ($0.file, $0.line, $0.column, $0.pointer, $0.code)
        < ($1.file, $1.line, $1.column, $1.pointer, $1.code)
    }
  }
}

extension CatalogFaults: CustomStringConvertible {
  /// One fault a line.
  public var description: String { list.map(\.description).joined(separator: "\n") }
}
