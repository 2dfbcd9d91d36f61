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
      Give --key: the key inside a receipt proves nothing about who signed it. The keys stand at
      /.well-known/rongqiao-receipt-keys.json; --result is the answer of /v1/runs/RUN/result.
      Exit status 0 when it verifies, 1 when not, with each reason, 2 when it is of one piece but
      no --key was given.
      未给出 --key 时只能看出回执未被改动,不能证明由谁签发,退出码为 2。

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
    switch check.verdict {
    case .valid: return
    case .invalid: throw ExitCode(1)
    case .keyNotChecked: throw ExitCode(2)
    }
  }

  private func show(_ check: Receipt.Check) {
    for fault in check.faults { Terminal.output("✗ \(fault.zh) · \(fault.en)") }
    guard check.verdict != .invalid, let payload = check.payload else { return }
    let number = payload["receipt_id"]?.stringValue ?? ""
    if check.verdict == .valid {
      Terminal.output("✓ 有效 valid  \(number)")
    } else {
      Terminal.output("? 未证明有效 not shown to be valid  \(number)")
      Terminal.output("  内容完整,但未核对由谁签发:请用 --key 给出公布的公钥")
      Terminal.output("  of one piece, but who signed it was not checked: give the keys, --key")
    }
    for (name, value) in [
      ("run", payload["run_id"]), ("issued", payload["issued_at"]),
      ("result", payload["digests"]?["result"]),
    ] {
      Terminal.output("  \(name) \(value?.stringValue ?? "")")
    }
  }

  /// `valid` is null when nobody said whose key to trust.
  private static func json(_ check: Receipt.Check) -> JSON {
    [
      "valid": check.verdict == .keyNotChecked ? .null : .bool(check.verdict == .valid),
      "code": .string(check.verdict.rawValue), "key_known": .bool(check.isKeyKnown),
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
