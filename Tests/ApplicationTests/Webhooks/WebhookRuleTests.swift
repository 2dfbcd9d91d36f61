import Crypto
import Domain
import Foundation
import Store
import TestSupport
import Testing

@testable import Application

@Suite("Signing, waiting and giving up")
struct WebhookRuleTests {
  private let now = TestStore.morning
  private let body = Array(#"{"a":1}"#.utf8)

  private var options: WebhookOptions {
    var options = WebhookOptions()
    options.random = { $0.lowerBound }
    return options
  }

  @Test("a signature is valid for its id, time, body and key, and for nothing else")
  func signature() throws {
    let signer = WebhookSigner()
    let other = WebhookSigner()
    let header = try WebhookSignature.header(
      id: "evt_1", seconds: 1_700_000_000, body: body, keys: [signer])
    #expect(header.hasPrefix("v1a,") && !header.contains(" "))
    func isValid(
      id: String = "evt_1", seconds: Int64 = 1_700_000_000, body: [UInt8]? = nil,
      by key: WebhookSigner? = nil
    ) -> Bool {
      WebhookSignature.isValid(
        header, id: id, seconds: seconds, body: body ?? self.body,
        publicKey: WebhookSignature.publicText((key ?? signer).publicKey))
    }
    #expect(isValid())
    #expect(!isValid(id: "evt_2"))
    #expect(!isValid(seconds: 1_700_000_001))
    #expect(!isValid(body: body + [0x20]))
    #expect(!isValid(by: other))
    #expect(
      !WebhookSignature.isValid(
        header, id: "evt_1", seconds: 1_700_000_000, body: body, publicKey: "whpk_AAAA"))
  }

  @Test("what is signed is ID.TIMESTAMP.BODY under the key of RFC 8032, and the key is Base64")
  func form() throws {
    // RFC 8032 section 7.1, TEST 1.
    let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    let bytes = stride(from: 0, to: 64, by: 2).compactMap { place in
      UInt8(secret.dropFirst(place).prefix(2), radix: 16)
    }
    let signer = try WebhookSigner(secret: bytes)
    #expect(
      WebhookSignature.publicText(signer.publicKey)
        == "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
    #expect(
      WebhookSignature.content(id: "evt_1", seconds: 17, body: body)
        == Array(#"evt_1.17.{"a":1}"#.utf8))
    let header = try WebhookSignature.header(id: "evt_1", seconds: 17, body: body, keys: [signer])
    let signature = try #require(Data(base64Encoded: String(header.dropFirst(4))))
    let key = try Curve25519.Signing.PublicKey(rawRepresentation: Data(signer.publicKey))
    #expect(key.isValidSignature(signature, for: Data(#"evt_1.17.{"a":1}"#.utf8)))
    // Nothing that prints a signer shows its secret half.
    let printed = "\(signer)" + String(reflecting: signer) + String(describing: Optional(signer))
    #expect(!printed.contains("157") && printed.contains("whpk_"))
    var dumped = ""
    dump(signer, to: &dumped)
    #expect(!dumped.contains("secret"))
  }

  @Test("while a key is rotated both sign, the new one first, and either is enough")
  func rotation() throws {
    let (old, new) = (WebhookSigner(), WebhookSigner())
    let header = try WebhookSignature.header(id: "evt_1", seconds: 5, body: body, keys: [new, old])
    #expect(header.split(separator: " ").count == 2)
    for signer in [old, new] {
      #expect(
        WebhookSignature.isValid(
          header, id: "evt_1", seconds: 5, body: body,
          publicKey: WebhookSignature.publicText(signer.publicKey)))
    }
  }

  @Test("a body holds type, time and ids, and neither names nor codes of firms")
  func payload() throws {
    let event = Event(
      id: IdentifierSource(clock: .fixed(now)).next(), type: .needDecided, key: "ent_x",
      subject: "need_x", time: now, sequence: 1,
      data: [
        "need_id": "need_01932a85-5555-7666-8777-88889999aaaa", "need_version": 2,
        "products": ["hf-tax-loan", "某企业"], "name": "某企业有限公司", "uscc": "91340100MA2TE2W95A",
        "digits": "913401000000000000", "person": ["name": "x"], "outcome": "corrected_facts",
        "enterprise_id": "ent_x",
      ])
    let bytes = WebhookPayload.bytes(event, to: "huishang")
    let json = try JSONParser.parse(bytes)
    #expect(json.canonicalBytes == bytes)
    #expect(json["type"] == "cn.rongqiao.need.decided.v1")
    #expect(json["timestamp"]?.stringValue.flatMap { Instant($0) } == now)
    #expect(
      json["data"] == [
        "need_id": "need_01932a85-5555-7666-8777-88889999aaaa", "need_version": 2,
        "products": ["hf-tax-loan"], "outcome": "corrected_facts",
      ], "an institution is not told whom it is about")
    let own = try JSONParser.parse(WebhookPayload.bytes(event, to: event.key))
    #expect(own["data"]?["enterprise_id"] == "ent_x")
  }

  @Test("who invites a supplier and who is invited learn of it, and neither the other's identifier")
  func invitation() throws {
    let event = Event(
      id: IdentifierSource(clock: .fixed(now)).next(), type: .supplierInvited, key: "ent_x",
      subject: "inv_x", time: now, sequence: 1,
      data: ["enterprise_id": "ent_x", "invitation_id": "inv_x", "supplier_id": "ent_y"])
    let inviter = try JSONParser.parse(WebhookPayload.bytes(event, to: "ent_x"))
    #expect(inviter["data"] == ["enterprise_id": "ent_x", "invitation_id": "inv_x"])
    let invited = try JSONParser.parse(WebhookPayload.bytes(event, to: "ent_y"))
    #expect(invited["data"] == ["invitation_id": "inv_x", "supplier_id": "ent_y"])
  }

  @Test("who owes a receivable is told to both parties of it, and to no institution")
  func debtor() throws {
    let event = Event(
      id: IdentifierSource(clock: .fixed(now)).next(), type: .receivableFunded, key: "ent_x",
      subject: "rcv_x", time: now, sequence: 1,
      data: ["enterprise_id": "ent_x", "receivable_id": "rcv_x", "debtor_id": "ent_y"])
    func told(_ organisation: String) throws -> JSON? {
      try JSONParser.parse(WebhookPayload.bytes(event, to: organisation))["data"]
    }
    #expect(try told("huishang") == ["receivable_id": "rcv_x"])
    #expect(try told("ent_y") == ["receivable_id": "rcv_x", "debtor_id": "ent_y"])
    #expect(try told("ent_x")?["debtor_id"] == "ent_y")
  }

  @Test("each wait is that of the schedule and at most a fifth more, then there is none")
  func schedule() {
    var options = options
    let shortest = (1...12).map { options.nextAttempt(after: $0, retryAfter: nil, at: now) }
    options.random = { $0.upperBound }
    let longest = (1...12).map { options.nextAttempt(after: $0, retryAfter: nil, at: now) }
    let seconds: [Int64?] = [
      5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, nil, nil, nil,
    ]
    #expect(shortest == seconds.map { $0.map { now.adding(milliseconds: $0 * 1_000) } })
    #expect(longest == seconds.map { $0.map { now.adding(milliseconds: $0 * 1_200) } })
    #expect(options.attemptsMaximum == 10)
  }

  @Test("Retry-After lengthens a wait within bounds, and never shortens it")
  func retryAfter() {
    func wait(_ asked: Int64?, after attempts: Int = 2) -> Int64? {
      options.nextAttempt(after: attempts, retryAfter: asked, at: now).map {
        ($0.microseconds - now.microseconds) / 1_000_000
      }
    }
    #expect(wait(nil) == 300)
    #expect(wait(1) == 300)
    #expect(wait(900) == 900)
    #expect(wait(Int64.max / 4) == 86_400)
    #expect(wait(-5) == 300)
    #expect(wait(60, after: 10) == nil)
    #expect(RetryAfter.seconds("120", at: now) == 120)
    #expect(RetryAfter.seconds("99999999999999", at: now) == Int64(Int32.max))
    let epoch = Instant(microseconds: 784_111_717_000_000)
    #expect(RetryAfter.seconds("Sun, 06 Nov 1994 08:49:37 GMT", at: epoch) == 60)
    #expect(RetryAfter.seconds("Sun, 06 Nov 1994 08:49:37 GMT", at: now) == 0)
    for wrong in ["", "soon", "-1", "1.5", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov"] {
      #expect(RetryAfter.seconds(wrong, at: now) == nil, "\(wrong)")
    }
  }

  private func pair() -> (WebhookDeliveryRecord, WebhookRecord) {
    let ids = IdentifierSource(clock: .fixed(now))
    let hook = WebhookRecord(
      id: ids.next(), organisation: "hf-bank", url: "https://a.example/", createdAt: now,
      createdBy: "x", updatedAt: now)
    return (
      WebhookDeliveryRecord(
        id: ids.next(), endpoint: hook.id, event: ids.next(), type: "t", payload: body,
        attempts: 1, nextAttemptAt: now, createdAt: now), hook
    )
  }

  @Test(
    "2xx is delivered and nothing else; 410 disables at once; the rest is tried again",
    arguments: [
      200, 201, 204, 299, 199, 300, 301, 307, 400, 404, 408, 409, 410, 429, 500, 503, 599,
    ])
  func statuses(_ status: Int) {
    var (delivery, hook) = pair()
    let disabled = options.apply(
      .status(status, retryAfter: nil), to: &delivery, of: &hook, at: now)
    #expect(delivery.lastStatus == status && delivery.lastError == nil)
    switch status {
    case 200..<300:
      #expect(delivery.state == .delivered && hook.failures == 0 && disabled == nil)
    case 410:
      #expect(delivery.state == .discarded && disabled == .gone)
      #expect(hook.state == .disabled && hook.disabledReason == .gone && hook.version == 2)
    default:
      #expect(delivery.state == .pending && disabled == nil && hook.state == .active)
      #expect(delivery.nextAttemptAt == now.adding(milliseconds: 5_000))
      #expect(hook.failures == 1 && hook.failingSince == now)
    }
  }

  @Test("a success forgets failures; a failure lets the address rest, longer each time")
  func rests() {
    var (delivery, hook) = pair()
    var waits: [Int64] = []
    for _ in 0..<9 {
      _ = options.apply(.failure(.timeout), to: &delivery, of: &hook, at: now)
      waits.append(((hook.restsUntil ?? now).microseconds - now.microseconds) / 1_000)
    }
    #expect(waits == [2_500, 5_000, 10_000, 20_000, 40_000, 80_000, 150_000, 150_000, 150_000])
    #expect(delivery.lastError == "timeout" && delivery.lastStatus == nil)
    _ = options.apply(.status(200, retryAfter: nil), to: &delivery, of: &hook, at: now)
    #expect(hook.failures == 0 && hook.failingSince == nil && hook.restsUntil == nil)
    #expect(delivery.state == .delivered && delivery.settledAt == now)
  }

  @Test("after days of nothing but failures, and often enough, an address is disabled")
  func givingUp() {
    let days = now.adding(milliseconds: 5 * 86_400_000)
    for (failures, at, expected) in [
      (9, days, WebhookDisabledReason.failures), (8, days, nil),
      (9, days.adding(milliseconds: -1_000), nil),
    ] as [(Int, Instant, WebhookDisabledReason?)] {
      var (delivery, hook) = pair()
      hook.failures = failures
      hook.failingSince = now
      let disabled = options.apply(.failure(.connect), to: &delivery, of: &hook, at: at)
      #expect(disabled == expected)
      #expect((hook.state == .disabled) == (expected != nil))
    }
    var (delivery, hook) = pair()
    delivery.attempts = 10
    _ = options.apply(.status(500, retryAfter: nil), to: &delivery, of: &hook, at: now)
    #expect(delivery.state == .failed && delivery.nextAttemptAt == nil)
  }
}
