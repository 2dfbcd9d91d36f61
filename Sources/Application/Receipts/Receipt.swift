import Crypto
import Domain

/// A signed statement of what a run was decided from and what came out, as digests: whoever holds
/// it can show later that nothing was changed, without asking this service.
///
/// A file of RFC 8785 JSON `{key_id, payload, public_key, signature}`; Ed25519 (RFC 8032) over the
/// canonical payload after `Receipt.type` and a line feed, so that the signature can stand for
/// nothing else.
public struct Receipt: Sendable {
  /// What the payload's `type` says, and what the signed bytes begin with.
  public static let type = "rongqiao.receipt.v1"
  /// Largest file that is read, in bytes.
  public static let maximumBytes = 65_536
  /// How much later than its key was retired a receipt may say it was issued: the clocks of replicas
  /// differ.
  public static let maximumClockSkewMilliseconds: Int64 = 5 * 60_000

  /// `{type, receipt_id, run_id, need_id, pins, digests, issued_at}`.
  public let payload: JSON
  public let signature: [UInt8]
  public let publicKey: ReceiptPublicKey

  /// Signs what a run pins and produced.
  ///
  /// - Parameter statement: `{run_id, need_id, pins, digests}`.
  static func sign(
    _ statement: [String: JSON], issuedAt: Instant, with signer: ReceiptSigner
  ) throws -> Receipt {
    var members = statement
    members["type"] = .string(type)
    members["receipt_id"] = .string(identifier(of: members))
    members["issued_at"] = .string(issuedAt.text)
    let payload = JSON.object(members)
    return Receipt(
      payload: payload, signature: try signer.sign(message(payload)), publicKey: signer.publicKey)
  }

  /// `rcpt_` and half of the SHA-256 of the payload without itself and without the time of issue:
  /// every receipt of a run has the same.
  static func identifier(of payload: [String: JSON]) -> String {
    var members = payload
    members["receipt_id"] = nil
    members["issued_at"] = nil
    return "rcpt_" + Domain.Digest(of: .object(members)).hexadecimal.prefix(32)
  }

  static func message(_ payload: JSON) -> [UInt8] {
    Array(type.utf8) + [UInt8(ascii: "\n")] + payload.canonicalBytes
  }

  /// The receipt as a file or an answer.
  public var json: JSON {
    [
      "key_id": .string(publicKey.id), "payload": payload,
      "public_key": .string(Base64URL.encode(publicKey.bytes)),
      "signature": .string(Base64URL.encode(signature)),
    ]
  }
}

extension Receipt {
  /// What came of checking a receipt.
  public struct Check: Sendable {
    /// Why it does not verify; empty when it does.
    public var faults: [Fault] = []
    /// Nil when the file could not be read.
    public var payload: JSON?
    /// Whether the key is one of those given; false when none were given.
    public var isKeyKnown = false

    /// What follows from it.
    public enum Verdict: String, Sendable {
      /// Of one piece, and signed with a key that is known.
      case valid
      case invalid
      /// Of one piece, but whose key signed it was not asked: anybody can make such a file.
      case keyNotChecked = "key_not_checked"
    }

    public var verdict: Verdict {
      guard faults.isEmpty else { return .invalid }
      return isKeyKnown ? .valid : .keyNotChecked
    }

    mutating func add(_ code: String, zh: String, en: String) {
      faults.append(Fault("", code, zh: zh, en: en))
    }
  }

  /// Checks a receipt file offline. One changed byte anywhere makes it invalid.
  ///
  /// - Parameters:
  ///   - file: canonical JSON; a line feed at the end is admitted.
  ///   - keys: the published keys. Without them the receipt is only shown to be of one piece, not to
  ///     come from anybody.
  ///   - result: the stored result of the run, to be compared with the receipt's digest.
  public static func check(
    _ file: [UInt8], keys: [ReceiptPublicKey]?, result: [UInt8]? = nil
  ) -> Check {
    var check = Check()
    guard let json = canonical(file) else {
      check.add(
        "not_canonical", zh: "不是规范格式（RFC 8785）的回执文件", en: "not a receipt in RFC 8785 form")
      return check
    }
    guard let parts = Parts(json) else {
      check.add("form", zh: "回执缺少内容或有多余内容", en: "members are missing, extra or malformed")
      return check
    }
    check.payload = .object(parts.payload)
    verify(parts, keys, &check)
    if let result, .string(Domain.Digest(ofBytes: withoutLineFeed(result)).text) != parts.result {
      check.add(
        "result_differs", zh: "匹配结果与回执中的摘要不符",
        en: "the result is not the one the receipt was issued for")
    }
    return check
  }

  private static func verify(_ parts: Parts, _ keys: [ReceiptPublicKey]?, _ check: inout Check) {
    if parts.payload["receipt_id"] != .string(identifier(of: parts.payload)) {
      check.add("receipt_id", zh: "回执编号与内容不符", en: "the receipt id is not that of its content")
    }
    if parts.keyID != parts.publicKey.id {
      check.add("key_id", zh: "密钥编号与公钥不符", en: "the key id is not that of the public key")
    }
    let key = try? Curve25519.Signing.PublicKey(rawRepresentation: parts.publicKey.bytes)
    let isSigned = key?.isValidSignature(parts.signature, for: message(.object(parts.payload)))
    if isSigned != true {
      check.add("signature", zh: "签名不符", en: "the signature does not fit the content")
    }
    guard let keys else { return }
    guard let known = keys.first(where: { $0.bytes == parts.publicKey.bytes }) else {
      check.add("key_unknown", zh: "签名所用密钥不在公布的密钥中", en: "the key is not one of those published")
      return
    }
    check.isKeyKnown = true
    if let retiredAt = known.retiredAt,
      parts.issuedAt > retiredAt.adding(milliseconds: maximumClockSkewMilliseconds)
    {
      check.add(
        "key_retired", zh: "签发时该密钥已停用", en: "the key was retired before the receipt was issued")
    }
  }

  /// The value of canonical JSON, with or without a line feed at the end; nil for anything else.
  private static func canonical(_ file: [UInt8]) -> JSON? {
    let bytes = withoutLineFeed(file)
    guard file.count <= maximumBytes, let json = try? JSONParser.parse(bytes),
      json.canonicalBytes == bytes
    else { return nil }
    return json
  }

  private static func withoutLineFeed(_ bytes: [UInt8]) -> [UInt8] {
    bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : bytes
  }

  /// A receipt file taken apart.
  private struct Parts {
    var payload: [String: JSON]
    var issuedAt: Instant
    var result: JSON
    var keyID: String
    var publicKey: ReceiptPublicKey
    var signature: [UInt8]

    init?(_ json: JSON) {
      guard let members = json.objectValue,
        Set(members.keys) == ["key_id", "payload", "public_key", "signature"],
        let payload = members["payload"]?.objectValue, payload["type"] == .string(Receipt.type),
        let issuedAt = payload["issued_at"]?.stringValue.flatMap({ Instant($0) }),
        let result = payload["digests"]?["result"],
        let keyID = members["key_id"]?.stringValue,
        let publicKey = members["public_key"]?.stringValue.flatMap({ Base64URL.decode($0) }),
        publicKey.count == 32,
        let signature = members["signature"]?.stringValue.flatMap({ Base64URL.decode($0) }),
        signature.count == 64
      else { return nil }
      self.payload = payload
      self.issuedAt = issuedAt
      self.result = result
      self.keyID = keyID
      self.publicKey = ReceiptPublicKey(publicKey)
      self.signature = signature
    }
  }
}
