import Foundation

/// The repository this test was built from.
struct Repository {
  /// A text file.
  struct File {
    /// Relative to the root, such as `Sources/Domain/Money/Fen.swift`.
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  }

  let root: URL

  /// Two folders above this file's own.
  init(file: String = #filePath) {
    root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// Made by building and running; not part of the sources.
  private static let skipped: Set<String> = [".git", ".venv", "__pycache__", "node_modules"]
  private static let bytesMaximum = 4 << 20

  /// The text files under some folders, in the order of their paths.
  func files(under folders: [String], suffix: String = "") -> [File] {
    folders.flatMap { folder in
      names(under: folder).filter { $0.hasSuffix(suffix) }.compactMap(read)
    }
  }

  /// Swift files under some folders.
  func sources(under folders: [String]) -> [SwiftSource] {
    files(under: folders, suffix: ".swift").map(SwiftSource.init)
  }

  /// Every text file that is not hidden state of a tool.
  func everything() -> [File] { files(under: [""]) }

  /// The names of the folders directly in a folder.
  func folders(in folder: String) -> [String] {
    let place = root.appendingPathComponent(folder).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      let path = "\(place)/\(name)"
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && isFolder.boolValue
    }.sorted()
  }

  private func names(under folder: String) -> [String] {
    let base = folder.isEmpty ? root : root.appendingPathComponent(folder)
    guard let entries = FileManager.default.enumerator(atPath: base.path) else { return [] }
    var names: [String] = []
    for case let name as String in entries {
      let last = name.split(separator: "/").last.map(String.init) ?? name
      let isTool = last.hasPrefix(".build") || last.hasPrefix(".rongqiao")
      if Self.skipped.contains(last) || isTool {
        entries.skipDescendants()
        continue
      }
      names.append(folder.isEmpty ? name : "\(folder)/\(name)")
    }
    return names.sorted()
  }

  /// A text file by its path; nil when there is none.
  func read(_ path: String) -> File? {
    let place = root.appendingPathComponent(path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder),
      !isFolder.boolValue, let data = try? Data(contentsOf: place), data.count <= Self.bytesMaximum,
      let text = String(validating: data, as: UTF8.self)
    else { return nil }
    return File(path: path, text: text)
  }
}
