import Application
import ArgumentParser
import Domain

/// `rongqiao receipt RUN`: a signed receipt; `--keys` and `--rotate-key` see to its keys.
struct ReceiptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt",
    abstract: "Issue a run's signed receipt, or see to the keys. 签发回执与管理密钥",
    discussion: """
      EXAMPLES 示例
        rongqiao receipt run_0190a3c8-… > receipt.json
        rongqiao receipt --keys > keys.json     the public keys, old ones too 导出公钥
        rongqiao receipt --rotate-key           sign with a new key from now on 更换密钥
      """)

  @Argument(help: "The run: run_ and a UUID. 匹配编号")
  var run: String?
  @Flag(help: "Print the public keys. 输出公钥")
  var keys = false
  @Flag(help: "Retire the key in use; its secret half is forgotten. 更换签名密钥")
  var rotateKey = false

  func validate() throws {
    guard [run != nil, keys, rotateKey].count(where: { $0 }) == 1 else {
      throw ValidationError("give a run, --keys or --rotate-key")
    }
  }

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let id = try run.map { try RunArgument.parse($0) }
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    let application = composition.application
    try await composition.withPool {
      if let id, let run {
        let receipt = try await RunArgument.found(run) {
          try await application.receipt(of: id, actor: .system("receipt"))
        }
        Terminal.output(receipt.canonicalText)
      } else if keys {
        Terminal.output(try await application.receiptKeys().canonicalText)
      } else {
        Terminal.output(try await application.rotateReceiptKey())
      }
    }
  }
}
