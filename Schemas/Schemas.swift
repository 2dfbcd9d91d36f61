import Foundation

/// The files that ship with the program: migrations, event and API schemas, the seed catalog, the
/// policy packs and the reference tables.
///
/// They lie in `rongqiao_Schemas.resources` beside the executable, or, while developing, in the
/// build folder. A file is named by its path inside that folder, such as `catalog/facts.yaml`.
public enum SchemaFiles {
  /// Why a shipped file could not be had.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no such file; the program and its resources are of different versions, or the
    /// resources folder was not copied beside the executable.
    case missing(path: String)
    /// The file is there but is not UTF-8 text.
    case notText(path: String)

    public var description: String {
      switch self {
      case .missing(let path):
        "\(path) is missing: rongqiao_Schemas.resources must lie beside the executable"
      case .notText(let path): "\(path) is not UTF-8 text"
      }
    }
  }

  /// The folders that ship.
  public enum Folder: String, CaseIterable, Sendable {
    /// Numbered forward migrations.
    case sql
    /// One JSON Schema per event type, and the AsyncAPI document.
    case events
    /// The OpenAPI document.
    case api
    /// The product schema, the fact registry and the seed catalog.
    case catalog
    /// Policy packs, one per jurisdiction.
    case policy
    /// Regions, industries, size thresholds, the working-day calendar.
    case reference
    /// State machines, their time limits, and what is shown before a consent.
    case workflow
    /// Loss-sharing schemes, receivables, payment terms, guarantors' limits, bridge funds.
    case arrangement
    /// What enterprises may claim from governments.
    case entitlement
    /// Ways to the boards, what they ask for, and the ladders of growing enterprises.
    case listing
    /// What is reported of enterprises, what it must be like, and when to look at one.
    case monitoring
    /// What published figures mean, and how small cells are held back.
    case statistics
    /// Templates, words, style and script of the console.
    case console
  }

  /// The folder with all of them. It must not be written to.
  public static var root: URL {
    let name = "rongqiao_Schemas.resources"
    let beside = Bundle.main.bundleURL.appendingPathComponent(name, isDirectory: true)
    if FileManager.default.fileExists(atPath: beside.path) { return beside }
    return Bundle.module.resourceURL ?? Bundle.module.bundleURL
  }

  /// The names of a folder's files, subfolders included, sorted by bytes, relative to the folder;
  /// empty when the folder is. Hidden files are left out.
  public static func names(in folder: Folder) -> [String] {
    let base = root.appendingPathComponent(folder.rawValue, isDirectory: true)
    guard let entries = FileManager.default.enumerator(atPath: base.path) else { return [] }
    var names: [String] = []
    for case let name as String in entries {
      guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { continue }
      var isFolder: ObjCBool = false
      let path = base.appendingPathComponent(name).path
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
      if !isFolder.boolValue { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The bytes of one file.
  ///
  /// - Parameter path: as in `catalog/facts.yaml`. A path that leads out of the folder is answered
  ///   like a missing one, so that a name from a request may be passed on.
  /// - Throws: `Failure.missing`.
  public static func bytes(_ path: String) throws(Failure) -> [UInt8] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0.isEmpty || $0.hasPrefix(".") || $0.utf8.contains(0) }),
      let data = try? Data(contentsOf: root.appendingPathComponent(path))
    else { throw .missing(path: path) }
    return Array(data)
  }

  /// The text of one file.
  ///
  /// - Throws: `Failure.missing`, `.notText`.
  public static func text(_ path: String) throws(Failure) -> String {
    guard let text = String(validating: try bytes(path), as: UTF8.self) else {
      throw .notText(path: path)
    }
    return text
  }

  /// Every file of a folder as name (relative to the folder) and text, in the order of the names.
  ///
  /// - Throws: `Failure.notText`, and `.missing` when a file goes away meanwhile.
  public static func texts(
    in folder: Folder, suffix: String = ""
  ) throws(Failure) -> [(name: String, text: String)] {
    var files: [(name: String, text: String)] = []
    for name in names(in: folder) where name.hasSuffix(suffix) {
      files.append((name, try text("\(folder.rawValue)/\(name)")))
    }
    return files
  }

  /// The migrations as file name and SQL text, in the order of their numbers.
  ///
  /// - Throws: `Failure.missing` when there is none: a program without its schema must not start.
  public static func migrations() throws(Failure) -> [(name: String, text: String)] {
    let files = try texts(in: .sql, suffix: ".sql")
    guard !files.isEmpty else { throw .missing(path: "sql") }
    return files
  }
}
