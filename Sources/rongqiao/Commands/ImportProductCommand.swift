import Application
import ArgumentParser
import Domain

/// `rongqiao import product FILE`.
struct ImportProduct: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "product",
    abstract: "Publish one product over the version it was made from. 发布单个产品",
    discussion: """
      FILE is one product in the form of a catalog's products/CODE.yaml. It takes the place of the
      product of that code; all else of the catalog stays as it is. --over is the version it was
      made from, as GET /v1/products/CODE and the console show it: where another one is in force,
      nothing is published. rongqiao what-if product tells first what it would do.

      EXAMPLES 示例
        rongqiao import product ./hefei-shuirongtong.yaml --over 3
        rongqiao import product ./hefei-shuirongtong.yaml --over 3 --json
      """)

  @Argument(help: "The product. 产品文件")
  var file: String
  @Option(help: "The version of the product that FILE was made from. 所依据的版本")
  var over: Int
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard over >= 1 else { throw ValidationError("--over: 1 or more") }
  }

  func run() async throws {
    let document = try DraftFile.read(file)
    guard let code = document["code"]?.stringValue else {
      throw CommandFailure(.data, "\(file): 缺少产品代码 code is missing")
    }
    let answer = try await SweepCommand.asked { [over] application in
      try await application.publishProduct(
        code, expectedVersion: over, document, actor: .system("import"))
    }
    guard !json else { return Terminal.output(answer.body.canonicalText) }
    let version = answer.body["version"]?.intValue ?? 0
    Terminal.output(
      answer.body["changed"] == true
        ? "产品 product \(code):第 \(version) 版 version \(version),已发布 published"
        : "产品 product \(code):与第 \(version) 版相同 same as version \(version)")
  }
}
