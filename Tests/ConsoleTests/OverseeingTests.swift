import API
import Application
import Domain
import Foundation
import HTTPTypes
import Schemas
import Spreadsheet
import Testing

@testable import Console

@Suite("Pages of those who oversee")
struct OverseeingTests {
  /// As the API tells the funnel.
  private static func funnel(_ rows: [(value: String, counts: [Int64])]) -> JSON {
    let stages = ["submitted", "matched", "offered", "claimed", "granted", "drawn"]
    return [
      "from": "2025-12", "to": "2026-11",
      "data": .array(
        rows.map { row in
          [
            "value": .string(row.value),
            "stages": .object(
              Dictionary(uniqueKeysWithValues: zip(stages, row.counts.map(JSON.int)))),
            "days": ["claimed": ["cases": 60, "median_milli_days": 1_500]],
            "asked": ["fen": 100_000_000_000, "currency": "CNY"],
            "granted": ["fen": 50_000_000_000, "currency": "CNY"],
            "drawn": ["fen": 0, "currency": "CNY"],
          ]
        }),
    ]
  }

  @Test("the funnel goes from the province by its cities down to a county and its needs")
  func places() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.operator)
    harness.backend.set {
      $0.answers["funnel"] = Self.funnel([("*", [40, 30, 25, 20, 12, 11])])
      $0.answers["funnel 340100"] = Self.funnel([("*", [4_321, 90, 80, 60, 30, 9])])
    }
    let first = try await harness.send(.get, "/console/funnel", key: key)
    #expect(first.place == "/console/funnel/place/all")
    let country = try await harness.send(.get, "/console/funnel/place/all", key: key)
    for text in [
      "href=\"/console/funnel/place/340000\">安徽省</a>",
      "href=\"/console/funnel/place/610000\">陕西省</a>",
      "aria-current=\"page\">全国</span>", "href=\"/console/regions/all/needs\"",
    ] { #expect(country.text.contains(text), "\(text)") }
    #expect(country.status == 200 && !country.text.contains("class=\"map\""))
    #expect(harness.backend.calls.contains { $0.details == ["by": "", "region": ""] })
    let province = try await harness.send(.get, "/console/funnel/place/340000", key: key)
    #expect(province.status == 200)
    #expect(province.text.components(separatedBy: "class=\"shade-").count == 17)
    #expect(province.text.contains("<a href=\"/console/funnel/place/340100\" class=\"shade-4\">"))
    #expect(province.text.contains("<td class=\"number\">4321</td>"))
    #expect(province.text.contains("<td class=\"number\">&lt;10</td>"))
    let city = try await harness.send(.get, "/console/funnel/place/340100", key: key)
    #expect(
      city.text.contains("href=\"/console/funnel/place/340104\"") && city.text.contains("蜀山区"))
    #expect(city.text.contains("href=\"/console/funnel/place/340000\">安徽省</a>"))
    #expect(city.text.contains("href=\"/console/funnel/place/all\">全国</a>"))
    #expect(!city.text.contains("class=\"map\""))
    let needs = try await harness.send(.get, "/console/regions/340104/needs", key: key)
    #expect(needs.status == 200 && needs.text.contains("蜀山区"))
    for path in ["/console/funnel/place/999999", "/console/funnel/nothing/340000"] {
      #expect(try await harness.send(.get, path, key: key).status == 404, "\(path)")
    }
  }

  @Test("whoever oversees a city sees nothing of the places beside it")
  func ownCity() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.operator)
    harness.backend.set {
      $0.sessions[key.digest]?.region = "3401"
      $0.answers["funnel"] = Self.funnel([("*", [40, 30, 25, 20, 12, 11])])
    }
    let first = try await harness.send(.get, "/console/funnel", key: key)
    #expect(first.place == "/console/funnel/place/340100")
    let own = try await harness.send(.get, "/console/funnel/place/340104", key: key)
    #expect(own.text.contains("合肥市</a>") && !own.text.contains("安徽省"))
    #expect(!own.text.contains("/console/dead-letters"))
    for path in [
      "/console/funnel/place/340000", "/console/regions/340200/needs", "/console/funnel/place/all",
      "/console/regions/all/needs", "/console/warnings/list/all/all/live",
    ] {
      #expect(try await harness.send(.get, path, key: key).status == 404, "\(path)")
    }
  }

  @Test("an official of another province finds its places, as a table where nothing is drawn")
  func otherProvince() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.operator)
    harness.backend.set {
      $0.sessions[key.digest]?.region = "61"
      $0.answers["funnel"] = Self.funnel([("*", [40, 30, 25, 20, 12, 11])])
    }
    let first = try await harness.send(.get, "/console/funnel", key: key)
    #expect(first.place == "/console/funnel/place/610000")
    let page = try await harness.send(.get, "/console/funnel/place/610000", key: key)
    #expect(page.status == 200 && page.text.contains("/console/funnel/place/610100"))
    #expect(!page.text.contains("class=\"map\""))
    let other = try await harness.send(.get, "/console/funnel/place/340000", key: key)
    #expect(other.status == 404)
  }

  @Test("who oversees the country begins with its figures, and goes into every province")
  func country() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.answers["funnel"] = Self.funnel([("*", [40, 30, 25, 20, 12, 11])])
      $0.answers["policyChain"] = [:]
    }
    for role in [Role.operator, .auditor, .service] {
      let key = harness.signIn(role)
      let home = try await harness.send(.get, "/console", key: key)
      #expect(home.place == "/console/funnel", "\(role)")
      for path in [
        "/console/funnel/place/610000", "/console/funnel/industry/all",
        "/console/funnel/place/all/table.csv", "/console/regions/all/needs",
        "/console/warnings/list/610000/all/live", "/console/policies/610000",
      ] { #expect(try await harness.send(.get, path, key: key).status == 200, "\(role) \(path)") }
      let policies = try await harness.send(.get, "/console/policies", key: key)
      #expect(policies.place == "/console/policies/340000")
      let page = try await harness.send(.get, "/console/policies/340000", key: key)
      #expect(page.text.contains("href=\"/console/policies/610000\">陕西省</a>"))
    }
  }

  @Test("the same cells are to be had as a file, and no cell of text is a formula")
  func files() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.auditor)
    harness.backend.set {
      $0.answers["funnel"] = Self.funnel([("*", [40, 30, 25, 20, 12, 11])])
      $0.answers["funnel institution"] = Self.funnel([
        ("=cmd()", [40, 30, 25, 20, 12, 11]), ("bank-b", [50, 40, 35, 30, 22, 21]),
      ])
    }
    let path = "/console/funnel/institution/340000"
    let page = try await harness.send(.get, path, key: key)
    #expect(page.text.contains("href=\"\(path)/table.csv\" download"))
    let file = try await harness.send(.get, path + "/table.csv", key: key)
    #expect(file.header("Content-Type")?.hasPrefix("text/csv") == true)
    #expect(file.header("Content-Disposition")?.contains("attachment") == true)
    #expect(file.text.contains("\"'=cmd()\",\"40\",\"30\",\"25\",\"20\",\"12\",\"11\""))
    #expect(file.text.contains("\"1.5\""))
    let workbook = try await harness.send(.get, path + "/table.xlsx", key: key)
    #expect(workbook.header("Content-Type")?.hasSuffix("spreadsheetml.sheet") == true)
    #expect(workbook.text.hasPrefix("PK"))
  }

  @Test("a product in the funnel leads to its page, for those who may open it")
  func products() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.answers["funnel"] = Self.funnel([("*", [40, 30, 25, 20, 12, 11])])
      $0.answers["funnel product"] = Self.funnel([
        ("tax-b", [40, 30, 25, 20, 12, 11]), ("../sign-in", [50, 40, 35, 30, 22, 21]),
      ])
    }
    let path = "/console/funnel/product/340000"
    let page = try await harness.send(.get, path, key: harness.signIn(.operator))
    #expect(page.text.contains("<a href=\"/console/products/tax-b\">tax-b</a>"))
    #expect(!page.text.contains("/console/products/.."))
    let auditor = try await harness.send(.get, path, key: harness.signIn(.auditor))
    #expect(auditor.text.contains("tax-b") && !auditor.text.contains("/console/products/tax-b"))
  }

  @Test("a workbook has the cells of its table: numbers as numbers, all else as text")
  func workbook() async throws {
    let table = TableSheet(
      caption: "合肥市 · 地区",
      columns: [TableSheet.Column(title: "名称", isNumber: false)]
        + ["a", "b", "c", "d", "e"].map { TableSheet.Column(title: $0) },
      rows: [["=cmd()", "40", "1.5", "<10", "1,000 元", "-3"].map { TableSheet.Cell($0) }],
      notes: ["说明"])
    let sheet = try #require(table.workbook(at: Harness.now).sheets.first)
    #expect(sheet.name == "合肥市 · 地区" && sheet.headings == ["名称", "a", "b", "c", "d", "e"])
    #expect(
      sheet.rows == [
        [
          .text("=cmd()"), .number(40), .thousandths(1_500), .text("<10"), .text("1,000 元"),
          .number(-3),
        ]
      ])
    #expect(sheet.notes == ["说明"])
    let bytes = try await table.xlsx(at: Harness.now)
    #expect(bytes.prefix(4) == [0x50, 0x4B, 3, 4])
    #expect(try await table.xlsx(at: Harness.now) == bytes)
  }

  @Test("small counts are held back, and so many more that they do not follow from the total")
  func heldBack() {
    let held = HeldBack([[3, 50], [40, 60], [100, 70]], threshold: 10)
    #expect(held.rows == [[nil, 50], [nil, 60], [100, 70]])
    #expect(HeldBack([[0], [0], [30]], threshold: 10).rows == [[nil], [nil], [nil]])
    #expect(HeldBack([[12]], threshold: 10).rows == [[12]])
    #expect(HeldBack([], threshold: 10).rows.isEmpty)
  }

  @Test("a count that follows from the total of its place and of its value is held back at both")
  func heldBackTwice() {
    let counts: [[Int64?]] = [[3, 500], [40, 600], [200, 700], [nil, 800]]
    var held = counts.map { $0.map { ($0 ?? 0) < 10 } }
    HeldBack.cover(counts, &held, threshold: 10)
    #expect(Array(held.prefix(3)) == [[true, true], [true, true], [false, false]])
    #expect(held[3][1] == false)
  }

  /// 3 and 40 needs of the first two cities, and 100 of the third, beside cities with many.
  private static func fewInOneCity(_ harness: Harness) {
    let all = Array(repeating: Int64(500), count: 6)
    harness.backend.set {
      $0.answers["funnel"] = funnel([("*", all)])
      for (city, count) in [("340100", Int64(3)), ("340200", 40), ("340300", 100)] {
        $0.answers["funnel \(city)"] = funnel([("*", all.map { _ in count })])
      }
    }
  }

  @Test("what is held back of a city is held back on its own page, and of all that makes it up")
  func heldBackBelow() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.auditor)
    Self.fewInOneCity(harness)
    let province = try await harness.send(.get, "/console/funnel/place/340000", key: key)
    #expect(!province.text.contains(">3<") && !province.text.contains(">40<"))
    #expect(province.text.contains("<td class=\"number\">100</td>"))
    for by in ["place", "industry", "product", "institution", "reason"] {
      let path = "/console/funnel/\(by)/340200"
      let city = try await harness.send(.get, path, key: key)
      #expect(city.status == 200 && !city.text.contains(">40<"), "\(by)")
      // Counties, and what else needs are told apart by, make up the city.
      #expect(!city.text.contains(">500<"), "\(by)")
      let file = try await harness.send(.get, path + "/table.csv", key: key)
      #expect(file.text.contains("\"<10\"") && !file.text.contains("\"40\""), "\(by)")
      #expect(!file.text.contains("\"500\""), "\(by)")
    }
    let county = try await harness.send(.get, "/console/funnel/place/340202", key: key)
    #expect(county.status == 200 && !county.text.contains(">500<"))
    let other = try await harness.send(.get, "/console/funnel/place/340300", key: key)
    #expect(other.text.contains("<td class=\"number\">100</td>"))
  }

  @Test("what is held back of a value in a city beside others is held back in its own table")
  func heldBackByValue() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.auditor)
    func told(_ manufacturing: Int64, _ trade: Int64) -> JSON {
      Self.funnel([
        ("C", Array(repeating: manufacturing, count: 6)), ("F", Array(repeating: trade, count: 6)),
      ])
    }
    let answers: [String: JSON] = [
      "funnel": Self.funnel([("*", Array(repeating: 1_000, count: 6))]),
      "funnel industry": told(200, 800), "funnel industry 340100": told(3, 997),
      "funnel industry 340200": told(40, 960), "funnel industry 340300": told(100, 900),
    ]
    harness.backend.set {
      for (name, answer) in answers { $0.answers[name] = answer }
    }
    let second = try await harness.send(.get, "/console/funnel/industry/340200", key: key)
    #expect(second.text.contains("<td class=\"number\">1000</td>"))
    #expect(!second.text.contains(">40<") && !second.text.contains(">960<"))
    let third = try await harness.send(.get, "/console/funnel/industry/340300", key: key)
    #expect(third.text.contains(">100<") && third.text.contains(">900<"))
  }

  @Test("every prefecture has a tile of its own")
  func tiles() throws {
    let tiles = try RegionTiles(json: SchemaFiles.bytes("console/tiles.json"))
    let regions = try RegionTable(csv: SchemaFiles.text("reference/regions-anhui.csv"))
    let prefectures = regions.regions.filter { $0.level == .prefecture }.map(\.code)
    #expect(Set(prefectures) == Set(tiles.places.keys))
    #expect(throws: RegionTiles.Malformed.self) {
      try RegionTiles(json: Array(#"{"340100": [0, 0], "340200": [0, 0]}"#.utf8))
    }
  }

  @Test("targets stand beside what the year has come to")
  func targets() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.answers["listingTargets"] = [
        "year": 2026,
        "data": [
          [
            "board": "neeq", "region": "340100", "count": 20, "listed": 5, "under_way": 9,
            "source": "<i>皖政办</i>", "forecast": ["expected": 8, "short_by": 12],
          ]
        ],
      ]
    }
    let page = try await harness.send(.get, "/console/targets", key: harness.signIn(.operator))
    for text in ["合肥市 neeq", "5 / 20", "<td class=\"number\">12</td>", "&lt;i&gt;皖政办&lt;/i&gt;"] {
      #expect(page.text.contains(text), "\(text)")
    }
  }

  @Test("shares are told of institutions with enough offers alone")
  func fairness() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.answers["offerStatistics"] = [
        "data": [
          [
            "institution": "bank-a", "offers": 100, "no_decision": 5,
            "states": ["granted": 20, "drawn": 5, "declined": 30],
            "reasons": ["collateral_short": 12, "other": 3],
          ],
          ["institution": "bank-b", "offers": 7, "no_decision": 0, "states": [:], "reasons": [:]],
        ]
      ]
      $0.answers["funnel institution"] = Self.funnel([("bank-a", [100, 100, 100, 60, 25, 5])])
    }
    let page = try await harness.send(.get, "/console/fairness", key: harness.signIn(.auditor))
    for text in ["25.00%", "30.00%", "1.5", "抵押物不足 12", "&lt;10"] {
      #expect(page.text.contains(text), "\(text)")
    }
    // Of a hundred offers a share tells how many it is of.
    #expect(!page.text.contains(">5.00%<") && !page.text.contains("其他 3"))
  }

  @Test("a share of few is not told where it follows from the others either")
  func fewOffers() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.answers["offerStatistics"] = [
        "data": [
          [
            "institution": "bank-a", "offers": 100, "no_decision": 4,
            "states": ["granted": 65, "declined": 31], "reasons": [:],
          ]
        ]
      ]
      $0.answers["funnel institution"] = Self.funnel([("bank-a", [100, 100, 100, 60, 25, 5])])
    }
    let page = try await harness.send(.get, "/console/fairness", key: harness.signIn(.auditor))
    #expect(page.text.contains(">65.00%<"))
    #expect(!page.text.contains("31.00%") && !page.text.contains("4.00%"))
  }

  @Test("an institution leads to how it decides by size, place and industry, few held back")
  func fairnessByKind() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.auditor)
    func kind(_ value: String, _ cases: Int64?, _ declined: Int64?, _ silent: Int64?) -> JSON {
      [
        "institution": "bank-a", "value": .string(value), "cases": .optional(cases),
        "declined_ppm": .optional(declined), "unanswered_ppm": .optional(silent),
        "answers": .optional(cases),
        "median_milli_days": .optional(declined.map { _ in Int64(2_500) }),
      ]
    }
    let kinds = [
      kind("micro", 200, 400_000, 20_000), kind("small", 120, 250_000, 250_000),
      kind("medium", 40, 500_000, 300_000), kind("large", nil, nil, nil),
    ]
    harness.backend.set {
      $0.answers["offerStatistics"] = [
        "data": [["institution": "bank-a", "offers": 100, "states": [:], "reasons": [:]]]
      ]
      $0.answers["funnel"] = Self.funnel([("bank-a", [100, 100, 100, 60, 25, 15])])
      $0.answers["fairness"] = [
        "from": "2025-12", "to": "2026-11", "least_cases": 20, "data": .array(kinds),
      ]
    }
    let path = "/console/fairness/size/bank-a"
    for from in ["/console/fairness", "/console/funnel/institution/340000"] {
      let page = try await harness.send(.get, from, key: key)
      #expect(page.text.contains("<a href=\"\(path)\">bank-a</a>"), "\(from)")
    }
    let page = try await harness.send(.get, path, key: key)
    #expect(
      harness.backend.calls.last?.details == ["by": "size", "region": "", "institution": "bank-a"])
    for text in [
      ">微型<", ">200<", ">40.00%<", ">25.00%<", ">2.5<",
      "href=\"/console/fairness/region/bank-a\"",
      "href=\"/console/fairness/industry/bank-a\"", "href=\"\(path)/table.csv\" download",
    ] { #expect(page.text.contains(text), "\(text)") }
    // Four of two hundred; and with few of a size the next one, whatever the other tables sum to.
    for text in [">2.00%<", ">40<", ">50.00%<"] { #expect(!page.text.contains(text), "\(text)") }
    let file = try await harness.send(.get, path + "/table.csv", key: key)
    #expect(file.text.contains("\"<10\"") && !file.text.contains("\"40\""))
    for path in ["/console/fairness/nothing/bank-a", "/console/fairness/size/Bank"] {
      #expect(try await harness.send(.get, path, key: key).status == 404, "\(path)")
    }
  }

  @Test("a dead letter is read, sent back or skipped with a reason")
  func letters() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.operator)
    let letter: JSON = [
      "id": .string(Harness.deadLetter), "state": "open", "consumer": "match",
      "reason": "event_data", "detail": "<script>1</script>", "redrivable": true,
      "created_at": "2026-11-20T11:00:00.000000+08:00", "payload": ["a": "<b>"],
    ]
    harness.backend.set {
      $0.lists["deadLetters"] = [letter]
      $0.answers["deadLetter"] = letter
    }
    let path = "/console/dead-letters/\(Harness.deadLetter)"
    let list = try await harness.send(.get, "/console/dead-letters", key: key)
    #expect(list.text.contains("href=\"\(path)\""))
    let page = try await harness.send(.get, path, key: key)
    #expect(page.text.contains("&lt;script&gt;1&lt;/script&gt;"))
    #expect(page.text.contains("action=\"\(path)/redrive\""))
    let auditor = try await harness.send(.get, path, key: harness.signIn(.auditor))
    #expect(!auditor.text.contains("\(path)/redrive") && !auditor.text.contains("\(path)/skip"))
    #expect(try await harness.post(path + "/redrive", key: key).place == path)
    #expect(harness.backend.calls.last?.name == "redriveDeadLetter")
    #expect(try await harness.post(path + "/skip", key: key, [("reason", "重复")]).place == path)
    #expect(harness.backend.calls.last?.body == ["reason": "重复"])
    harness.backend.set {
      $0.failure = ApplicationError.invalid([
        Fault("/reason", "required", zh: "必填", en: "is required")
      ])
    }
    let wrong = try await harness.post(path + "/skip", key: key, [("reason", " ")])
    #expect(wrong.status == 422 && wrong.text.contains("id=\"field-reason-error\""))
  }

  @Test("a lineage is a tree with ways into each of its parts")
  func lineage() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.answers["lineage"] = [
        "truncated": false,
        "tree": [
          "kind": "need", "id": .string(Harness.need),
          "children": [
            [
              "kind": "event", "id": "evt_01932a85-5555-7666-8777-88889999aaaa",
              "type": "cn.rongqiao.need.submitted.v1",
              "children": [
                ["kind": "run", "id": .string(Harness.run), "attempts": 2, "children": []]
              ],
            ]
          ],
        ],
      ]
    }
    let key = harness.signIn(.operator)
    let page = try await harness.send(.get, "/console/lineage/\(Harness.need)", key: key)
    #expect(page.text.contains("href=\"/console/lineage/\(Harness.run)\""))
    #expect(page.text.components(separatedBy: "<ul>").count > 3)
    #expect(try await harness.send(.get, "/console/lineage/x_1", key: key).status == 404)
  }
}
