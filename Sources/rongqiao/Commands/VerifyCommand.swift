import Application
import ArgumentParser
import Domain
import Foundation

/// `rongqiao verify RECEIPT`: checks a signed receipt without a database or a network.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a receipt offline. 离线核验回执",
    discussion: """
      Without --key the receipt is only shown to be of one piece. The keys stand at
      /.well-known/rongqiao-receipt-keys.json; --result is the answer of /v1/runs/RUN/result.
      Exit status 0 when it verifies, 1 when not, with each reason.

      EXAMPLES 示例
        rongqiao verify receipt.json --key keys.json
        rongqiao verify receipt.json --key keys.json --result result.json
      """)

  /// Largest key or result file that is read, in bytes.
  private static let maximumFileBytes = 16 * 1_048_576

  @Argument(help: "The receipt. 回执文件")
  var receipt: String
  @Option(help: "The published keys, or one of them, as JWK. 公布的公钥")
  var key: String?
  @Option(help: "The stored result of the run. 匹配结果文件")
  var result: String?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() throws {
    let file = try Self.read(receipt, maximumBytes: Receipt.maximumBytes)
    var keys: [ReceiptPublicKey]?
    if let key {
      guard
        let read = ReceiptPublicKey.read(
          try Self.read(key, maximumBytes: Self.maximumFileBytes))
      else { throw CommandFailure(.data, "\(key): no Ed25519 key as JWK") }
      keys = read
    }
    let check = Receipt.check(
      file, keys: keys,
      result: try result.map { try Self.read($0, maximumBytes: Self.maximumFileBytes) })
    if json {
      Terminal.output(Self.json(check).canonicalText)
    } else {
      show(check)
    }
    guard check.isValid else { throw ExitCode(1) }
  }

  private func show(_ check: Receipt.Check) {
    for fault in check.faults { Terminal.output("✗ \(fault.zh) · \(fault.en)") }
    guard check.isValid, let payload = check.payload else { return }
    Terminal.output("✓ 有效 valid  \(payload["receipt_id"]?.stringValue ?? "")")
    for (name, value) in [
      ("run", payload["run_id"]), ("issued", payload["issued_at"]),
      ("result", payload["digests"]?["result"]),
    ] {
      Terminal.output("  \(name) \(value?.stringValue ?? "")")
    }
    if !check.isKeyKnown {
      Terminal.output("  未核对签名密钥的来源,请加 --key · whose key it is was not checked: give --key")
    }
  }

  private static func json(_ check: Receipt.Check) -> JSON {
    [
      "valid": .bool(check.isValid), "key_known": .bool(check.isKeyKnown),
      "receipt_id": .optional(check.payload?["receipt_id"]?.stringValue),
      "faults": .array(
        check.faults.map { ["code": .string($0.code), "zh": .string($0.zh), "en": .string($0.en)] }),
    ]
  }

  /// One byte more than admitted is enough to see that a file is too long.
  private static func read(_ path: String, maximumBytes: Int) throws(CommandFailure) -> [UInt8] {
    let bytes: [UInt8]
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      bytes = Array(try handle.read(upToCount: maximumBytes + 1) ?? Data())
    } catch {
      throw CommandFailure(.data, "\(path): cannot be read")
    }
    guard bytes.count <= maximumBytes else {
      throw CommandFailure(.data, "\(path): more than \(maximumBytes) bytes")
    }
    return bytes
  }
}
