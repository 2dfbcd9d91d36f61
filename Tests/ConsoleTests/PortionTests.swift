import API
import Application
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Console

@Suite("Pages of long lists")
struct PortionTests {
  /// What the benchmark of the pages holds each of them to.
  private static let bytesMaximum = 150_000

  private func query(_ text: String) throws -> FormBody { try FormBody(Array(text.utf8)) }

  /// The place that a page leads on to.
  private func next(_ text: String) -> String? {
    text.firstMatch(of: /href="([^"]+)" rel="next"/).map {
      String($0.1).replacing("&amp;", with: "&")
    }
  }

  @Test("portions go on one after the other until the end, and what is gone leads to the beginning")
  func portions() throws {
    let all = (1...7).map { "项 \($0)&" }
    var seen: [String] = []
    var place: String? = ""
    while let asked = place {
      let portion = Portion(
        all, limit: 3, by: "after", try query("kept=a+b&" + asked), keeping: ["kept"]
      ) { $0 }
      seen += portion.items
      #expect(portion.next.map { $0.hasPrefix("kept=a%20b&after=") } ?? true)
      place = portion.next.map { String($0.dropFirst("kept=a%20b&".count)) }
    }
    #expect(seen == all)
    let gone = Portion(all, limit: 3, by: "after", try query("after=gone")) { $0 }
    #expect(gone.range == 0..<3)
    let empty = Portion([String](), limit: 3, by: "after", FormBody()) { $0 }
    #expect(empty.items.isEmpty && empty.next == nil)
  }

  @Test("a table of a thousand rows is shown in pages, and its file has all of them")
  func tables() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.auditor)
    let stages = ["submitted", "matched", "offered", "claimed", "granted", "drawn"]
    let counts = JSON.object(Dictionary(uniqueKeysWithValues: stages.map { ($0, .int(1_000)) }))
    let products = (1...1_000).map { number -> JSON in
      ["value": .string("product-\(number)"), "stages": counts, "days": [:]]
    }
    harness.backend.set {
      $0.answers["funnel"] = ["from": "2025-12", "to": "2026-11", "data": []]
      $0.answers["funnel product"] = ["data": .array(products)]
    }
    let path = "/console/funnel/product/340000"
    var place: String? = path
    var rows = 0
    while let asked = place, rows < 2_000 {
      let page = try await harness.send(.get, asked, key: key)
      #expect(page.status == 200 && page.text.utf8.count < Self.bytesMaximum)
      rows += page.text.components(separatedBy: "<th scope=\"row\">").count - 1
      place = next(page.text)
    }
    // The last one is the total.
    #expect(rows == 1_001)
    let file = try await harness.send(.get, path + "/table.csv", key: key)
    #expect(file.text.contains("\"product-1\"") && file.text.contains("\"product-1000\""))
  }

  @Test("a run over a thousand products is shown in pages")
  func result() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.operator)
    let reason: JSON = ["text": ["zh": .string(String(repeating: "不", count: 60)), "en": "no"]]
    let decisions = (1...1_000).map { number -> JSON in
      let outcome: JSON = number <= 150 ? "eligible" : "ineligible"
      return [
        "product": .string("product-\(number)"),
        "name": ["zh": .string("产品\(number)"), "en": .string("product \(number)")],
        "institution": ["code": "bank-a", "name": nil],
        "outcome": outcome, "limit": nil, "cost": nil, "coverage_ppm": nil,
        "near_miss_rule": nil, "missing": [],
        "principal_reasons": [reason, reason, reason, reason],
      ]
    }
    harness.backend.set {
      $0.answers["need"] = Samples.need()
      $0.answers["run"] = [
        "id": .string(Harness.run), "clock": "2026-11-20T09:00:05.000000+08:00", "top": [],
        "decisions": .array(decisions),
      ]
      $0.answers["repairs"] = ["paths": []]
      $0.answers["entitlements"] = ["data": []]
    }
    let path = "/console/needs/\(Harness.need)/result"
    let first = try await harness.send(.get, path, key: key)
    #expect(first.status == 200 && first.text.utf8.count < Self.bytesMaximum)
    #expect(first.text.contains("产品50<") && !first.text.contains("产品51<"))
    #expect(first.text.contains("产品200 ") && !first.text.contains("产品201 "))
    #expect(first.text.contains("\(path)?refused_after=product-200\""))
    let more = try await harness.send(.get, try #require(next(first.text)), key: key)
    #expect(more.text.contains("产品51<") && !more.text.contains("产品50<"))
    let last = try await harness.send(.get, "\(path)?refused_after=product-990", key: key)
    #expect(last.text.contains("产品1000 ") && !last.text.contains("refused_after="))
  }

  @Test("an institution with a thousand products finds them page by page")
  func products() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.liaisonManager)
    let ids = (0..<120).map { number in
      ProductID(UUID(uuid: (1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 0, 0, 0, 0, 0, 0, UInt8(number))))
    }
    let products = ids.enumerated().map { number, id -> JSON in
      let bank: JSON = number.isMultiple(of: 2) ? "bank-a" : "bank-b"
      return [
        "id": .string(id.text), "code": .string("tax-\(number)"),
        "name": ["zh": .string("产品\(number)"), "en": nil], "version": 1, "family": "credit",
        "institution": ["code": bank, "name": nil],
      ]
    }
    harness.backend.set { $0.lists["products"] = products }
    let page = try await harness.send(.get, "/console/products", key: key)
    #expect(page.text.contains("产品98<") && !page.text.contains("产品100<"))
    let place = "/console/products?after=\(ids[98].uuid.uuidString.lowercased())"
    #expect(next(page.text) == place)
  }
}
