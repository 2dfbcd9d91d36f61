import Application
import Domain
import Foundation
import Postgres
import Seeds
import TestSupport
import Testing

@Suite("Receipts", .serialized)
struct ReceiptTests {
  /// One decided need with its run.
  private func decided(_ world: World) async throws -> RunID {
    let enterprise = try await world.register()
    try await world.report(enterprise, ["tax.credit_grade": "A", "tax.arrears_fen": 0])
    let need = try await world.submit(enterprise)
    try await world.matchWaiting()
    return try await world.run(need)
  }

  private func keys(_ world: World) async throws -> [ReceiptPublicKey] {
    try #require(
      ReceiptPublicKey.read(try await world.application.receiptKeys().canonicalBytes))
  }

  @Test("a receipt verifies offline with the published keys and the stored result")
  func verifies() async throws {
    try await World.with { world in
      let run = try await decided(world)
      let receipt = try await world.application.receipt(of: run, actor: World.system)
      let result = try await world.application.result(of: run, actor: World.system).canonicalBytes
      let check = Receipt.check(
        receipt.canonicalBytes, keys: try await keys(world), result: result)
      #expect(check.faults == [] && check.verdict == .valid)
      let payload = try #require(check.payload)
      #expect(payload["run_id"]?.stringValue == run.text)
      let replay = try await world.application.replay(run, actor: World.system)
      #expect(payload["digests"]?["result"] == replay["stored_digest"])
      let view = try await world.application.run(run, expandDecisions: false, actor: World.system)
      #expect(payload["pins"] == view["pins"])
      #expect(payload["digests"]?["facts"] == view["pins"]?["facts_digest"])
      // A line feed at the end, as an editor leaves it, is admitted. Without keys it is seen to be of
      // one piece, which says nothing about who signed it.
      let bare = Receipt.check(receipt.canonicalBytes + [0x0A], keys: nil)
      #expect(bare.faults == [] && bare.verdict == .keyNotChecked)
    }
  }

  @Test("every receipt of a run has the same number, whenever it is issued")
  func number() async throws {
    try await World.with { world in
      let run = try await decided(world)
      let first = try await world.application.receipt(of: run, actor: World.system)
      world.store.clock.advance(milliseconds: 86_400_000)
      let second = try await world.application.receipt(of: run, actor: World.system)
      #expect(first["payload"]?["receipt_id"] == second["payload"]?["receipt_id"])
      #expect(first["payload"]?["issued_at"] != second["payload"]?["issued_at"])
      let page = try await world.application.notice(
        of: run, isChinese: true, actor: World.system)
      let number = try #require(first["payload"]?["receipt_id"]?.stringValue)
      #expect(page.html.contains(number))
    }
  }

  @Test("a receipt with any bit turned over, any byte cut or any byte added is refused")
  func tampering() async throws {
    try await World.with { world in
      let run = try await decided(world)
      let keys = try await keys(world)
      let file =
        try await world.application.receipt(of: run, actor: World.system).canonicalBytes + [0x0A]
      #expect(Receipt.check(file, keys: keys).verdict == .valid)
      // Every bit of the file once, which is all there is to turn over.
      for index in file.indices {
        for bit in 0..<8 {
          var changed = file
          changed[index] ^= 1 << UInt8(bit)
          // Known keys or not: what was changed must be seen without anybody's help.
          #expect(Receipt.check(changed, keys: nil).verdict == .invalid, "byte \(index) bit \(bit)")
        }
      }
      let seed = SeededGenerator.seed(for: "receipt tampering")
      var random = SeededGenerator(seed: seed)
      for _ in 0..<2_000 {
        var changed = file
        let index = Int.random(in: 0..<file.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: changed.remove(at: index)
        case 1: changed.insert(UInt8.random(in: 0...255, using: &random), at: index)
        default:
          changed.swapAt(index, Int.random(in: 0..<file.count, using: &random))
          if changed == file { continue }
        }
        // Cutting the line feed off leaves the receipt as it was issued.
        if changed + [0x0A] == file { continue }
        #expect(
          Receipt.check(changed, keys: keys).verdict == .invalid, "seed \(seed), byte \(index)")
      }
    }
  }

  @Test("another's signature, key or result is told apart, each with its reason")
  func reasons() async throws {
    try await World.with { world in
      let run = try await decided(world)
      let keys = try await keys(world)
      let receipt = try await world.application.receipt(of: run, actor: World.system)
      func codes(
        _ json: JSON, keys: [ReceiptPublicKey]? = nil, result: [UInt8]? = nil
      ) -> [String] {
        Receipt.check(json.canonicalBytes, keys: keys, result: result).faults.map(\.code)
      }
      let payload = try #require(receipt["payload"])
      #expect(
        codes(receipt.with(["payload": payload.with(["issued_at": "2030-01-01T00:00:00+08:00"])]))
          == ["signature"])
      #expect(
        codes(receipt.with(["payload": payload.with(["need_id": "need_x"])]))
          == ["receipt_id", "signature"])
      #expect(codes(receipt.with(["key_id": "x"])) == ["key_id"])
      #expect(codes(receipt.with(["extra": 1])) == ["form"])
      #expect(codes(receipt.with(["signature": "AAAA"])) == ["form"])
      #expect(codes("no receipt") == ["form"])
      #expect(Receipt.check([0x7B], keys: nil).faults.map(\.code) == ["not_canonical"])
      let spaced = Array(receipt.canonicalText.replacing(":", with: ": ").utf8)
      #expect(Receipt.check(spaced, keys: keys).faults.map(\.code) == ["not_canonical"])
      #expect(codes(receipt, keys: []) == ["key_unknown"])
      #expect(codes(receipt, keys: keys, result: Array("{}".utf8)) == ["result_differs"])
      // Signed well by somebody who is not this service.
      let other = try await World.with { stranger in
        let run = try await decided(stranger)
        return try await stranger.application.receipt(of: run, actor: World.system)
      }
      #expect(codes(other) == [] && codes(other, keys: keys) == ["key_unknown"])
    }
  }

  @Test("after a change of keys old receipts verify, and the old key signs nothing new")
  func rotation() async throws {
    try await World.with { world in
      let run = try await decided(world)
      let old = try await world.application.receipt(of: run, actor: World.system)
      world.store.clock.advance(milliseconds: 1_000)
      let id = try await world.application.rotateReceiptKey()
      let new = try await world.application.receipt(of: run, actor: World.system)
      #expect(new["key_id"]?.stringValue == id && old["key_id"] != new["key_id"])
      let keys = try await keys(world)
      #expect(keys.count == 2 && keys.count(where: { $0.retiredAt != nil }) == 1)
      for receipt in [old, new] {
        #expect(Receipt.check(receipt.canonicalBytes, keys: keys).verdict == .valid)
      }
      // Two processes agree on the new key.
      let elsewhere = try await world.store.another(seed: 5).receipt(of: run, actor: World.system)
      #expect(elsewhere["key_id"]?.stringValue == id)
      let row = try #require(
        try await world.query("SELECT count(*) FROM receipt_key WHERE secret_key IS NULL").first)
      #expect(try row.decode(0, as: Int64.self) == 1)
    }
  }

  @Test("a receipt issued after its key was retired, by more than clocks may differ, is refused")
  func retiredKey() async throws {
    try await World.with { world in
      let run = try await decided(world)
      let receipt = try await world.application.receipt(of: run, actor: World.system)
      let key = try #require(try await keys(world).first)
      let issued = try #require(
        receipt["payload"]?["issued_at"]?.stringValue.flatMap { Instant($0) })
      let skew = Receipt.maximumClockSkewMilliseconds
      for (late, codes) in [(1, []), (skew, []), (skew + 1, ["key_retired"])] {
        let retired = ReceiptPublicKey(key.bytes, retiredAt: issued.adding(milliseconds: -late))
        let check = Receipt.check(receipt.canonicalBytes, keys: [retired])
        #expect(check.faults.map(\.code) == codes, "\(late) ms")
      }
    }
  }

  @Test("a key file is a set or one key; one whose id is not its thumbprint is none")
  func keyFiles() async throws {
    try await World.with { world in
      let set = try await world.application.receiptKeys()
      let one = try #require(set["keys"]?.arrayValue?.first)
      #expect(ReceiptPublicKey.read(one.canonicalBytes)?.count == 1)
      for wrong in [
        [:], ["keys": []], one.with(["kid": "x"]), one.with(["crv": "P-256"]),
        one.with(["x": "AA"]),
        one.with(["retired_at": "never"]),
      ] as [JSON] {
        #expect(ReceiptPublicKey.read(wrong.canonicalBytes) == nil, "\(wrong)")
      }
    }
  }

  @Test("who may not see the enterprise gets no receipt, result or notice")
  func access() async throws {
    try await World.with { world in
      let run = try await decided(world)
      let stranger = Actor(
        subject: "x", role: .enterprise,
        organisation: IdentifierSource().next(EnterpriseKind.self).text)
      for body in [
        { _ = try await world.application.receipt(of: run, actor: stranger) },
        { _ = try await world.application.result(of: run, actor: stranger) },
        { _ = try await world.application.notice(of: run, isChinese: true, actor: stranger) },
        {
          _ = try await world.application.repairs(
            of: run, product: "hefei-shuirongtong", actor: stranger)
        },
        {
          _ = try await world.application.costSheet(
            of: run, product: "hefei-shuirongtong", actor: stranger)
        },
        { _ = try await world.application.diff(run, ["on": "2026-12-01"], actor: stranger) },
      ] as [@Sendable () async throws -> Void] {
        try await world.expectRefused("not found run", "", body)
      }
    }
  }
}
