import ArgumentParser
import Domain

/// `rongqiao version`.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version. 显示版本",
    discussion: """
      EXAMPLES 示例
        rongqiao version
        rongqiao version --json
      """)

  /// Of the program; the engine's own version, which runs are pinned to, stands in each run.
  static let version = "0.1.0"

  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() throws {
    let document: JSON = ["name": "rongqiao", "version": .string(Self.version)]
    Terminal.output(json ? document.canonicalText : "rongqiao \(Self.version)")
  }
}
