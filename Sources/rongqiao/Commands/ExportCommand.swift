import Application
import ArgumentParser
import Domain
import Foundation

/// `rongqiao export`: data as files.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Export data as CSV. 导出 CSV 文件",
    discussion: """
      EXAMPLES 示例
        rongqiao export directory > directory.csv
        rongqiao export directory --kind guarantor --region 3401 --out guarantors.csv
      """,
    subcommands: [ExportDirectory.self])
}

/// `rongqiao export directory`.
struct ExportDirectory: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "directory",
    abstract: "The directory of institutions as CSV. 导出机构名录",
    discussion: """
      UTF-8 with a byte order mark, as spreadsheets open it; a cell that would run as a formula has an
      apostrophe before it. Importing the file changes nothing.

      EXAMPLES 示例
        rongqiao export directory > directory.csv
        rongqiao export directory --query 担保 --region 340104
        rongqiao export directory --kind law_firm --service share_reform --out firms.csv
      """)

  @Option(help: "Only entries with these words. 检索词")
  var query: String?
  @Option(help: "Only what serves this region: 2, 4 or 6 digits. 服务区域")
  var region: String?
  @Option(help: "Only this kind, such as guarantor. 机构类别")
  var kind: String?
  @Option(help: "Only with this service, such as factoring. 服务")
  var service: String?
  @Option(help: "File to write; standard output when left out. 输出文件")
  var out: String?
  @Flag(help: "Unlisted entries instead of those that are shown. 已下架的机构")
  var unlisted = false
  @Flag(help: "Print JSON, one array. 输出 JSON")
  var json = false

  func validate() throws {
    if let kind, DirectoryKind(rawValue: kind) == nil {
      throw ValidationError(
        "--kind: " + DirectoryKind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    if let service, DirectoryService(rawValue: service) == nil {
      throw ValidationError(
        "--service: " + DirectoryService.allCases.map(\.rawValue).joined(separator: ", "))
    }
    if let region {
      let isPlain = region.utf8.allSatisfy { (0x30...0x39).contains($0) }
      guard isPlain, [2, 4, 6].contains(region.utf8.count) else {
        throw ValidationError("--region: 2, 4 or 6 digits")
      }
    }
    guard !(json && out != nil) else {
      throw ValidationError("--json prints; it goes without --out")
    }
  }

  func run() async throws {
    let question = DirectoryQuery(
      text: query, region: region, kind: kind.flatMap { DirectoryKind(rawValue: $0) },
      service: service.flatMap { DirectoryService(rawValue: $0) },
      status: unlisted ? .unlisted : .listed)
    if json {
      return Terminal.output(JSON.array(try await Self.entries(question)).canonicalText)
    }
    let bytes = try await SweepCommand.asked {
      try await $0.directoryFile(question, actor: .commandLine)
    }
    guard let out else {
      return Terminal.write(String(decoding: bytes, as: UTF8.self), to: .output)
    }
    guard FileManager.default.createFile(atPath: out, contents: Data(bytes)) else {
      throw CommandFailure(.data, "\(out): cannot be written")
    }
  }

  private static func entries(_ question: DirectoryQuery) async throws -> [JSON] {
    try await SweepCommand.asked { application in
      var entries: [JSON] = []
      var page = PageRequest(limit: 100)
      repeat {
        let found = try await application.directory(question, page: page, actor: .commandLine)
        entries += found.items
        page.after = found.next
      } while page.after != nil
      return entries
    }
  }
}
