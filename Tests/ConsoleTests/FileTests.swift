import Application
import Domain
import HTTPTypes
import Testing

@testable import Console

@Suite("Files of tables")
struct FileTests {
  private func harness() async throws -> Harness {
    let harness = try await Harness()
    harness.backend.set {
      $0.lists["needs"] = [Samples.need()]
      $0.lists["listingCases"] = [Samples.listingCase]
      $0.lists["deadLetters"] = [
        [
          "id": .string(Harness.deadLetter), "state": "open", "consumer": "match",
          "reason": "event_data", "detail": "=cmd()",
        ]
      ]
      $0.lists["products"] = [
        [
          "code": "tax-a", "name": ["zh": "税信贷", "en": "Tax loan"], "version": 3,
          "family": "credit", "institution": ["code": "bank-a", "name": nil],
        ],
        [
          "code": "tax-b", "name": ["zh": "税易贷", "en": "Tax loan"], "version": 1,
          "family": "credit", "institution": ["code": "bank-b", "name": nil],
        ],
      ]
      $0.lists["offers"] = [Samples.offer]
      $0.lists["receivables"] = [Samples.receivable]
      $0.lists["consents"] = [
        [
          "id": .string(Harness.consent), "institution": "bank-b", "purpose": "loan_assessment",
          "fields": ["registry", "tax"], "state": "authorised",
          "expires_at": "2026-12-20T09:00:00.000000+08:00", "reads": 2,
        ]
      ]
      $0.lists["accessLog"] = [
        [
          "institution": "bank-b", "reader": "=cmd()", "fields": ["registry"],
          "read_at": "2026-11-20T11:00:00.000000+08:00",
        ]
      ]
      $0.answers["need"] = Samples.need()
      $0.answers["run"] = Samples.run
      $0.answers["repairs"] = Samples.repairs
      $0.answers["entitlements"] = Samples.entitlements
      $0.answers["referral"] = Samples.referral
      $0.answers["warning"] = Samples.warning
      $0.answers["warningRule"] = Samples.warningRule
      $0.answers["listingCase"] = Samples.listingCase
      $0.answers["listingPlan"] = Samples.plan
      $0.answers["boards"] = ["data": [Samples.board]]
      $0.answers["board"] = Samples.board
      $0.answers["policyChain"] = [
        "packs": [],
        "subsidies": [
          [
            "id": "first_loan", "pack": "cn-34", "label": ["zh": "首贷贴息", "en": "first loan"],
            "ppm": 500_000, "document": "办法",
          ]
        ],
      ]
    }
    return harness
  }

  /// A line of a file.
  private func line(_ cells: String...) -> String {
    cells.map { "\"\($0)\"" }.joined(separator: ",")
  }

  /// Holds each page to lead to its files, and these to hold a text.
  ///
  /// - Parameter tables: the page, what the addresses of its files begin with, and the text.
  private func check(
    _ tables: [(String, String, String)], _ harness: Harness, _ key: SessionKey
  ) async throws {
    for (path, at, text) in tables {
      let page = try await harness.send(.get, path, key: key)
      #expect(page.text.contains("href=\"\(at)/table.csv\" download"), "\(path)")
      #expect(page.text.contains("href=\"\(at)/table.xlsx\" download"), "\(path)")
      let file = try await harness.send(.get, at + "/table.csv", key: key)
      #expect(file.status == 200 && file.text.contains(text), "\(at)")
      let book = try await harness.send(.get, at + "/table.xlsx", key: key)
      #expect(book.status == 200 && book.text.hasPrefix("PK"), "\(at)")
    }
  }

  @Test("every table that officials see leads to its files, which hold its rows")
  func officials() async throws {
    let harness = try await harness()
    let key = harness.signIn(.operator)
    let need = "/console/needs/\(Harness.need)"
    let warning = "/console/warnings/\(Harness.warning)"
    let listing = "/console/listing/cases/\(Harness.listing)"
    let tables = [
      (need, "\(need)/offers", "税信贷"), ("\(need)/result", "\(need)/result", "2,500,000.50 元"),
      (warning, "\(warning)/rule", "≤ -40.00%"), (warning, "\(warning)/figures", "1,175,000 元"),
      (listing, "\(listing)/plan", "2026-12-09"),
      ("/console/needs", "/console/needs", "3,000,000 元"),
      ("/console/regions/340104/needs", "/console/regions/340104/needs", "经营周转"),
      ("/console/dead-letters", "/console/dead-letters", "'=cmd()"),
      ("/console/products", "/console/products", "税易贷"),
      ("/console/listing", "/console/listing/boards/neeq", "辅导"),
      ("/console/policies/340100", "/console/policies/340100/subsidies", "首贷贴息"),
    ]
    try await check(tables, harness, key)
  }

  @Test("the lists of institutions and enterprises lead to their files, which hold their rows")
  func others() async throws {
    let harness = try await harness()
    let offer = line(
      Harness.offer, "税信贷", "已推介", "2026-11-19 18:00", "", "2026-11-20 10:00")
    for role in [Role.liaison, .liaisonManager] {
      try await check(
        [("/console/offers", "/console/offers", offer)], harness, harness.signIn(role))
    }
    let receivable = line(
      "26342000000012345678", "1,130,000 元", "2026-11-01", "2027-01-30", "待确权", "2026-12-20")
    let consent = line(
      "bank-b", "有效", "贷款评估", "名称与统一社会信用代码、纳税数据", "2026-12-20 09:00", "2")
    let read = line("2026-11-20 11:00", "bank-b", "'=cmd()", "名称与统一社会信用代码")
    try await check(
      [
        ("/console/receivables", "/console/receivables", receivable),
        ("/console/consents", "/console/consents", consent),
        ("/console/consents", "/console/consents/log", read),
      ], harness, harness.signIn(.enterprise))
  }

  @Test("a gauge, and what a consent shows, lead to files, and a file of the latter is a read")
  func institutions() async throws {
    let harness = try await harness()
    harness.backend.set {
      $0.answers["guarantor"] = [
        "code": "bank-a", "name": "某担保公司",
        "figures": [
          "leverage_limit_fen": 1_000_000_000_000, "carried_fen": 250_000_000_000,
          "headroom_fen": 750_000_000_000, "single_limit_fen": 10_000_000_000,
          "group_limit_fen": 15_000_000_000, "as_of": "2026-09-30", "source": "季报",
        ],
      ]
      $0.answers["identifiedData"] = [
        "enterprise": Samples.enterprise, "need": nil,
        "facts": [
          [
            "path": "tax.credit_grade", "value": "A", "none": false, "source": "=cmd()",
            "as_of": "2026-01-01",
          ]
        ],
      ]
    }
    let key = harness.signIn(.liaison)
    let gauge = "/console/headroom"
    let enterprise = "/console/offers/\(Harness.offer)/enterprise"
    try await check(
      [
        (gauge, gauge, line("在保责任余额(加权)", "2,500,000,000 元 (25.00%)")),
        (gauge, gauge, line("担保余量", "7,500,000,000 元")), (gauge, gauge, "2026-09-30 · 季报"),
        (enterprise, enterprise, line("纳税信用级别", "A级", "'=cmd()", "2026-01-01")),
      ], harness, key)
    // The page and both of its files, each of which is logged where it is read.
    #expect(harness.backend.calls.filter { $0.name == "identifiedData" }.count == 3)
    // Whoever is no guarantor, or has no consent, has no file either.
    harness.backend.set {
      $0.answers["guarantor"] = nil
      $0.answers["identifiedData"] = nil
    }
    for at in [gauge, enterprise] {
      let file = try await harness.send(.get, at + "/table.csv", key: key)
      #expect(file.status == 404, "\(at)")
    }
  }

  @Test("figures of fairness and parameters of policies lead to their files, which hold their rows")
  func figures() async throws {
    let harness = try await harness()
    harness.backend.set {
      $0.answers["offerStatistics"] = [
        "data": [
          [
            "institution": "bank-a", "offers": 100, "no_decision": 20,
            "states": ["granted": 20, "drawn": 5, "declined": 30],
            "reasons": ["collateral_short": 12, "other": 3],
          ]
        ]
      ]
      $0.answers["funnel"] = ["data": []]
      $0.answers["policyChain"] = [
        "packs": [],
        "parameters": [
          [
            "id": "fee_max_ppm", "label": ["zh": "担保费率上限", "en": "greatest fee"], "unit": "ppm",
            "value": 10_000, "pack": "cn-34", "from": "2020-01-01", "document": "=cmd()",
            "verified": true, "overrides": [["pack": "cn", "value": 15_000]],
          ]
        ],
      ]
    }
    let fairness = line("bank-a", "100", "25.00%", "30.00%", "20.00%", "—", "抵押物不足 12")
    let parameter = line("担保费率上限", "1.00%", "cn-34", "cn 1.50%", "2020-01-01", "'=cmd()")
    try await check(
      [
        ("/console/fairness", "/console/fairness", fairness),
        ("/console/policies/340100", "/console/policies/340100", parameter),
      ], harness, harness.signIn(.operator))
  }

  @Test("a file of targets holds all answers of the service up to a bound, and says so beyond it")
  func targets() async throws {
    func answer(_ region: String, next: String?) -> JSON {
      [
        "data": [
          [
            "board": "neeq", "region": .string(region), "count": 20, "listed": 5, "under_way": 9,
            "source": "=cmd()", "forecast": ["expected": 8, "short_by": 12],
          ]
        ], "next_after": .optional(next),
      ]
    }
    let harness = try await harness()
    let key = harness.signIn(.operator)
    harness.backend.set {
      $0.answers["listingTargets"] = answer("340100", next: "neeq/340100")
      $0.answers["listingTargets neeq/340100"] = answer("340200", next: nil)
    }
    for path in ["/console/targets", "/console/targets/years/2027"] {
      let rows = ["合肥市", "芜湖市"].map { line($0, "neeq", "20", "5", "9", "8", "12", "'=cmd()") }
      try await check(rows.map { (path, path, $0) }, harness, key)
    }
    // More than a file holds.
    harness.backend.set {
      $0.answers["listingTargets neeq/340100"] = answer("340200", next: "neeq/340100")
    }
    let before = harness.backend.calls.count
    let file = try await harness.send(.get, "/console/targets/table.csv", key: key)
    #expect(harness.backend.calls.count == before + 20)
    #expect(file.text.contains("\"内容较多,仅显示一部分。\""))
  }

  @Test("the columns of a file are headed in the language of the page")
  func headings() async throws {
    let harness = try await harness()
    let key = harness.signIn(.enterprise)
    let path = "/console/receivables/table.csv"
    let chinese = try await harness.send(.get, path, key: key)
    #expect(chinese.text.contains(line("发票号码", "金额", "开票日期", "到期日", "状态", "答复期限")))
    let english = try await harness.send(
      .get, path, key: key, cookies: ["rongqiao_language": "en"])
    #expect(
      english.text.contains(
        line("invoice number", "amount", "invoiced on", "due on", "state", "to be answered by")))
  }

  @Test("who has registered no enterprise has no consents to take away as a file")
  func unregistered() async throws {
    let harness = try await harness()
    harness.backend.set { $0.lists["enterprises"] = [] }
    let key = harness.signIn(.enterprise)
    for at in ["/console/consents", "/console/consents/log"] {
      let file = try await harness.send(.get, at + "/table.csv", key: key)
      #expect(file.status == 404, "\(at)")
    }
    #expect(!harness.backend.calls.contains { ["consents", "accessLog"].contains($0.name) })
  }

  @Test("what a draft would do is had as a file by buttons of its form, once the page shows it")
  func drafts() async throws {
    let drafts: [(path: String, fields: [(String, String)])] = [
      ("/console/products/tax-b", [("amount_most", "37"), ("cited", "办法")]),
      ("/console/policies/packs/cn-34/subsidies/first_loan", [("rate", "12.5")]),
      ("/console/policies/packs/cn-34/parameters/fee_max_ppm", [("value", "1.25")]),
    ]
    let result: JSON = [
      "gained": ["firms": 25, "amount": ["fen": 500_000_000, "currency": "CNY"]],
      "lost": ["firms": nil, "amount": nil],
    ]
    for (path, fields) in drafts {
      let harness = try await EveryForm.harness(of: path)
      let key = harness.signIn(.operator)
      harness.backend.set {
        $0.answers["productWhatIf"] = result
        $0.answers["policyWhatIf"] = result
      }
      let page = try await harness.send(.get, path, key: key)
      #expect(page.status == 200 && !page.text.contains("name=\"file\""), "\(path)")
      let tried = try await harness.post(path, key: key, fields)
      for name in ["table.csv", "table.xlsx"] {
        #expect(tried.text.contains("<button name=\"file\" value=\"\(name)\""), "\(path)")
      }
      let digest = try #require(tried.hidden("tried"))
      let shown = fields + [("tried", digest)]
      let file = try await harness.post(path, key: key, shown + [("file", "table.csv")])
      #expect(file.header("Content-Type")?.hasPrefix("text/csv") == true, "\(path)")
      #expect(file.header("Content-Disposition") == "attachment; filename=\"table.csv\"")
      for text in [
        line("新增符合条件", "25", "5,000,000 元"), line("不再符合条件", "不予显示", "不予显示"), "数字已取整",
      ] { #expect(file.text.contains(text), "\(path) \(text)") }
      let book = try await harness.post(path, key: key, shown + [("file", "table.xlsx")])
      #expect(book.status == 200 && book.text.hasPrefix("PK"), "\(path)")
      let none = try await harness.post(path, key: key, shown + [("file", "table.exe")])
      #expect(none.status == 404, "\(path)")
      // Never tried, or changed since.
      let asked = harness.backend.calls.filter { $0.name.hasSuffix("WhatIf") }.count
      let changed: [(String, String)] = [(fields[0].0, "38")] + shown.dropFirst()
      for sent in [fields, changed] {
        let refused = try await harness.post(path, key: key, sent + [("file", "table.csv")])
        #expect(refused.status == 422 && refused.text.contains("请先试算再下载"), "\(path)")
        #expect(refused.hidden("tried") == "" && !refused.text.contains("name=\"file\""))
      }
      #expect(
        harness.backend.calls.filter { $0.name.hasSuffix("WhatIf") }.count == asked, "\(path)")
    }
  }

  @Test("an institution's file has its own products alone")
  func own() async throws {
    let harness = try await harness()
    let file = try await harness.send(
      .get, "/console/products/table.csv", key: harness.signIn(.liaisonManager))
    #expect(file.text.contains("tax-a") && !file.text.contains("tax-b"))
  }

  @Test("a file holds all pages of a list up to a bound, and says so where there is more")
  func gathered() async throws {
    let two = try await Gathered { page in
      Page(items: [.string("\(page.limit)")], next: page.after == nil ? Harness.formID : nil)
    }
    #expect(two.items == ["100", "100"] && two.isWhole)
    let endless = try await Gathered { _ in Page(items: ["x"], next: Harness.formID) }
    #expect(endless.items.count == 50 && !endless.isWhole)
    let harness = try await harness()
    let lists = ["offers", "receivables", "consents", "accessLog"]
    harness.backend.set { $0.endless = Set(lists) }
    let (liaison, enterprise) = (harness.signIn(.liaison), harness.signIn(.enterprise))
    let cut = "\"内容较多,仅显示一部分。\""
    for (at, key) in [
      ("/console/offers", liaison), ("/console/receivables", enterprise),
      ("/console/consents", enterprise), ("/console/consents/log", enterprise),
    ] {
      let file = try await harness.send(.get, at + "/table.csv", key: key)
      #expect(file.text.contains(cut), "\(at)")
    }
    for list in lists {
      #expect(harness.backend.calls.filter { $0.name == list }.count == 50, "\(list)")
    }
  }
}
