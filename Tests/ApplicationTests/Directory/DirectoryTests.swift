import Application
import Catalog
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("The directory", .serialized)
struct DirectoryTests {
  @Test("an entry is entered once, read with its tag, and found by what it says")
  func entered() async throws {
    try await World.with { world in
      let answer = try await world.enter()
      #expect(answer.status == 201)
      #expect(
        answer.headers == ["ETag": "\"1\"", "Location": "/v1/directory/example-firm"])
      let found = try await world.application.directoryEntry("example-firm", actor: World.country)
      #expect(found.version == 1)
      #expect(found.value["contacts"] == World.firm()["contacts"])
      #expect(found.value["services"] == ["share_reform", "legal"])
      #expect(found.value["source"] == World.firm()["source"])
      #expect(found.value["name"] == World.firm()["name"])
      #expect(found.value["intro"] == ["zh": "为股份制改造提供法律服务", "en": nil])
      #expect(found.value["products"] == [] && found.value["product_count"] == 0)
      #expect(try await world.find(DirectoryQuery(text: "律师 示例")) == ["example-firm"])
      #expect(try await world.find(DirectoryQuery(text: "股份制")) == ["example-firm"])
      #expect(try await world.find(DirectoryQuery(text: "law FIRM")) == ["example-firm"])
      try await world.expectRefused("conflict entry_exists") { try await world.enter() }
      let acts = try await world.acts("example-firm")
      #expect(acts.map { $0["action"] } == ["directory.create"])
      #expect(acts[0]["actor"] == "operator-1")
    }
  }

  @Test("the same key gives the same answer once stored, and another request with it is refused")
  func idempotent() async throws {
    try await World.with { world in
      let key = IdempotencyRequest(client: "c", key: "k", fingerprint: Digest(of: World.firm()))
      let first = try await world.enter(idempotency: key)
      let again = try await world.enter(idempotency: key)
      #expect(again.isReplay && again.body == first.body && again.headers == first.headers)
      var other = key
      other.fingerprint = Digest(of: .null)
      try await world.expectRefused("reused") { try await world.enter(idempotency: other) }
      #expect(try await world.acts("example-firm").count == 1)
    }
  }

  @Test("of many who enter the same code at once one succeeds, and of many who change it one does")
  func race() async throws {
    try await World.with { world in
      func words(_ body: @escaping @Sendable (Int) async throws -> Void) async -> [String] {
        await withTaskGroup(of: String.self) { group in
          for number in 0..<12 {
            group.addTask { await refusal { try await body(number) }?.word ?? "done" }
          }
          return await group.reduce(into: []) { $0.append($1) }.sorted()
        }
      }
      let entered = await words { _ in try await world.enter() }
      #expect(entered == Array(repeating: "conflict entry_exists", count: 11) + ["done"])
      let amended = await words { number in
        try await world.amend("example-firm", 1, ["intro": ["zh": .string("简介 \(number)")]])
      }
      #expect(amended == ["done"] + Array(repeating: "stale 2", count: 11))
      let acts = try await world.acts("example-firm")
      #expect(acts.map { $0["action"] } == ["directory.amend", "directory.create"])
    }
  }

  @Test("what is not given stays, null takes back, and who knew an older version is told")
  func amended() async throws {
    try await World.with { world in
      try await world.enter()
      world.store.clock.advance(milliseconds: 5)
      let answer = try await world.amend(
        "example-firm", 1,
        [
          "name": ["zh": "示例（合肥）律师事务所"], "contacts": ["email": nil], "seat": nil, "regions": [],
          "services": ["legal"], "intro": ["en": "share reform"],
        ])
      #expect(answer.headers["ETag"] == "\"2\"")
      let entry = try await world.entry()
      #expect(entry["name"] == ["zh": "示例（合肥）律师事务所", "en": "Example Law Firm"])
      #expect(entry["contacts"]?["email"] == .null)
      #expect(entry["contacts"]?["phone"] == "+86 551 6264 6666")
      #expect(entry["intro"] == ["zh": "为股份制改造提供法律服务", "en": "share reform"])
      #expect(entry["seat"] == .null && entry["regions"] == [] && entry["version"] == 2)
      #expect(entry["updated_at"] != entry["created_at"])
      #expect(
        try await world.find(DirectoryQuery(text: "（合肥）律师", region: "1101")) == ["example-firm"])
      let act = try await world.acts("example-firm")[0]
      #expect(act["action"] == "directory.amend")
      #expect(
        act["data"]?["changed"] == [
          "name_zh", "regions", "seat", "services", "business_email", "intro_en",
        ])
      try await world.expectRefused("stale 2") {
        try await world.amend("example-firm", 1, ["kind": "other"])
      }
      let same = try await world.amend("example-firm", 2, ["kind": "law_firm"])
      #expect(same.headers["ETag"] == "\"2\"", "nothing changed")
      try await world.expectRefused("not found directory entry") {
        try await world.amend("no-such", 1, ["kind": "other"])
      }
    }
  }

  @Test("an unlisted entry is gone for everybody but its managers and those who oversee the whole")
  func unlisted() async throws {
    try await World.with { world in
      try await world.enter()
      let reader = Actor(subject: "e", role: .enterprise)
      let county = Actor(subject: "county", role: .operator, region: "340104")
      #expect(try await world.entry(actor: reader)["status"] == "listed")
      let answer = try await world.unlist()
      #expect(answer.body["status"] == "unlisted" && answer.body["unlisted_reason"] == "已注销")
      #expect(try await world.find(DirectoryQuery(text: "示例律师")) == [])
      let query = DirectoryQuery(text: "示例律师", status: .unlisted)
      let auditor = Actor(subject: "auditor", role: .auditor)
      for actor in [World.country, World.system, auditor] {
        #expect(try await world.find(query, actor: actor) == ["example-firm"])
        #expect(try await world.entry(actor: actor)["version"] == 2)
      }
      #expect(try await world.entry(actor: World.manager("example-firm"))["version"] == 2)
      for actor in [reader, county, World.manager("icbc")] {
        try await world.expectRefused("not found directory entry", actor.subject) {
          _ = try await world.entry(actor: actor)
        }
        try await world.expectRefused("forbidden", actor.subject) {
          _ = try await world.find(query, actor: actor)
        }
      }
      try await world.expectRefused("conflict entry_status") {
        try await world.unlist("example-firm", 2)
      }
      let back = try await world.application.relistDirectoryEntry(
        "example-firm", expectedVersion: 2, ["reason": "误操作"], actor: World.country)
      #expect(back.headers["ETag"] == "\"3\"" && back.body["unlisted_reason"] == .null)
      #expect(try await world.find(DirectoryQuery(text: "示例律师"), actor: reader) == ["example-firm"])
      let acts = try await world.acts("example-firm")
      #expect(
        acts.map { $0["action"] } == ["directory.relist", "directory.unlist", "directory.create"])
      #expect(acts.map { $0["reason"] } == ["误操作", "已注销", .null])
    }
  }

  @Test("a dry run says what would stand and leaves nothing")
  func dryRun() async throws {
    try await World.with { world in
      let before = try await world.counts()
      let answer = try await world.enter(World.firm().with(["dry_run": true]))
      #expect(answer.status == 200 && answer.headers == [:])
      #expect(answer.body["code"] == "example-firm")
      #expect(try await world.counts() == before)
      try await world.enter()
      let kept = try await world.entry()
      let amended = try await world.amend(
        "example-firm", 1, ["kind": "other", "dry_run": true])
      #expect(amended.body["kind"] == "other" && amended.headers["ETag"] == "\"1\"")
      let unlisted = try await world.application.unlistDirectoryEntry(
        "example-firm", expectedVersion: 1, ["reason": "x", "dry_run": true],
        actor: World.country)
      #expect(unlisted.body["status"] == "unlisted" && unlisted.headers["ETag"] == "\"1\"")
      #expect(try await world.entry() == kept)
      #expect(try await world.acts("example-firm").count == 1)
    }
  }

  @Test(
    "everybody reads; only who runs the whole service writes; an institution keeps its contacts")
  func access() async throws {
    try await World.with { world in
      try await world.enter()
      let others = [
        Actor(subject: "county", role: .operator, region: "340104"),
        Actor(subject: "auditor", role: .auditor), Actor(subject: "e", role: .enterprise),
        Actor(subject: "l", role: .liaison, organisation: "example-firm"),
        World.manager("icbc"),
      ]
      let contacts: JSON = ["contacts": ["phone": "0551-12345"]]
      for actor in others {
        #expect(try await world.entry(actor: actor)["code"] == "example-firm")
        #expect(
          try await world.find(DirectoryQuery(text: "示例律师"), actor: actor) == ["example-firm"])
        try await world.expectRefused("forbidden", actor.subject) {
          try await world.enter(World.firm("another"), actor: actor)
        }
        try await world.expectRefused("forbidden", actor.subject) {
          try await world.amend("example-firm", 1, contacts, actor: actor)
        }
        try await world.expectRefused("forbidden", actor.subject) {
          _ = try await world.importDirectory([], actor: actor)
        }
      }
      let own = World.manager("example-firm")
      let changed = try await world.amend(
        "example-firm", 1,
        ["contacts": ["phone": "0551-12345"], "intro": ["zh": "新简介"], "kind": "law_firm"],
        actor: own)
      #expect(changed.body["contacts"]?["phone"] == "0551-12345")
      #expect(changed.body["intro"]?["zh"] == "新简介")
      for body: JSON in [
        ["kind": "bank"], ["regions": []], ["name": ["zh": "x"]], ["services": []],
        ["source": ["document": "x", "tag": "?"]], ["seat": nil],
      ] {
        try await world.expectRefused("forbidden") {
          try await world.amend("example-firm", 2, body, actor: own)
        }
      }
      for actor in others + [own] {
        try await world.expectRefused("forbidden", actor.subject) {
          _ = try await world.application.unlistDirectoryEntry(
            "example-firm", expectedVersion: 2, ["reason": "x"], actor: actor)
        }
        try await world.expectRefused("forbidden", actor.subject) {
          _ = try await world.application.relistDirectoryEntry(
            "example-firm", expectedVersion: 2, ["reason": "x"], actor: actor)
        }
      }
    }
  }

  @Test("what an entry must not say is refused with its place")
  func refused() async throws {
    try await World.with { world in
      func contact(_ name: String, _ value: JSON) -> [String: JSON?] {
        ["contacts": [name: value]]
      }
      let cases: [([String: JSON?], String)] = [
        (["code": nil], "/code required"), (["code": "Bad Code"], "/code pattern"),
        (["code": "-x"], "/code pattern"), (["kind": "planet"], "/kind unknown_value"),
        (["kind": nil], "/kind required"), (["name": ["en": "x"]], "/name/zh required"),
        (["name": ["zh": " "]], "/name/zh empty"),
        (["name": ["zh": "a\tb"]], "/name/zh control_character"),
        (["name": ["zh": "a\u{200B}b"]], "/name/zh control_character"),
        (["name": ["zh": "\u{301}a"]], "/name/zh combining_character"),
        (["name": ["zh": "a,\u{301}b"]], "/name/zh combining_character"),
        (["name": ["zh": .string(String(repeating: "x", count: 201))]], "/name/zh too_long"),
        (["regions": nil], "/regions required"),
        (["regions": ["3401"]], "/regions/0 region_format"),
        (["regions": ["340199"]], "/regions/0 region_unknown"),
        (["regions": ["340100", "340100"]], "/regions/1 duplicate"),
        (["regions": [340_100]], "/regions/0 type"), (["seat": "99"], "/seat region_format"),
        (["services": ["magic"]], "/services/0 unknown_value"),
        (contact("phone", "13800138000"), "/contacts/phone mobile_number"),
        (contact("phone", "+86 138 0013 8000"), "/contacts/phone mobile_number"),
        (contact("phone", "call us"), "/contacts/phone phone"),
        (contact("web_site", "example.org"), "/contacts/web_site web_site"),
        (contact("web_site", "javascript:alert(1)"), "/contacts/web_site web_site"),
        (contact("email", "office"), "/contacts/email email"),
        (contact("fax", "x"), "/contacts/fax unknown_member"),
        (["source": nil], "/source required"),
        (["source": ["tag": "S"]], "/source/document required"),
        (["source": ["document": "x", "tag": "sure"]], "/source/tag unknown_value"),
        (
          ["source": ["document": "x", "tag": "S", "observed_on": "2026-11-21"]],
          "/source/observed_on future"
        ), (["colour": "red"], "/colour unknown_member"), (["dry_run": "yes"], "/dry_run type"),
      ]
      for (change, word) in cases {
        try await world.expectRefused("invalid \(word)", word) {
          try await world.enter(World.firm().with(change))
        }
      }
      for body: JSON in [[:], ["reason": ""], ["reason": "x", "more": 1]] {
        let error = await refusal {
          _ = try await world.application.unlistDirectoryEntry(
            "icbc", expectedVersion: 1, body, actor: World.country)
        }
        #expect(error?.word.hasPrefix("invalid") == true)
      }
      try await world.expectRefused("invalid /q empty") {
        _ = try await world.find(DirectoryQuery(text: "——"))
      }
    }
  }

  @Test("institutions of a catalog are entered when they are missing, and never over an edited one")
  func fromCatalog() async throws {
    try await World.with(.migrated) { world in
      let catalog = try SeedCatalog.catalog()
      func publish(_ catalog: Catalog) async throws {
        _ = try await world.application.publish(
          catalog: catalog, policies: nil, actor: World.system)
      }
      try await publish(catalog)
      let codes = catalog.institutions.map(\.code).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
      #expect(try await world.find(DirectoryQuery(), limit: 7) == codes)
      let bank = try await world.entry("abc-anhui")
      #expect(bank["name"]?["zh"] == "中国农业银行安徽省分行" && bank["kind"] == "bank")
      #expect(bank["regions"] == ["340000"] && bank["services"] == ["loan"])
      #expect(bank["source"]?["document"] == "农业银行安徽省分行产品介绍")
      let own = catalog.products.filter { $0.institution == "abc-anhui" }
      #expect(own.count > 0 && bank["product_count"] == .int(Int64(own.count)))
      #expect(
        bank["products"]?.arrayValue?.compactMap { $0["code"]?.stringValue } == own.map(\.code))
      let observed = own.map(\.source.observedOn).max()?.text
      #expect(bank["source"]?["observed_on"]?.stringValue == observed)
      try await world.amend("abc-anhui", 1, ["name": ["zh": "改过的名称"]])
      try await world.unlist("webank", 1)
      try await publish(catalog)
      var institutions = catalog.json["institutions"]?.arrayValue ?? []
      institutions = institutions.map { $0.with(["name": ["zh": "目录里的名称", "en": "x"]]) }
      institutions.append([
        "code": "new-bank", "kind": "insurer", "name": ["zh": "\t新\u{200B}机构", "en": "n"],
      ])
      try await publish(Catalog(json: catalog.json.with(["institutions": .array(institutions)])))
      #expect(try await world.entry("abc-anhui")["name"]?["zh"] == "改过的名称")
      #expect(try await world.entry("webank")["status"] == "unlisted")
      #expect(try await world.entry("icbc")["version"] == 1)
      let fresh = try await world.entry("new-bank")
      #expect(fresh["name"]?["zh"] == "新 机构" && fresh["kind"] == "insurer")
      #expect(fresh["source"]?["document"] == "产品目录第 2 版" && fresh["source"]?["tag"] == "?")
      #expect(fresh["source"]?["observed_on"] == .null)
      #expect(try await world.count("directory_entry") == Int64(codes.count + 1))
    }
  }

  @Test("the catalog's institutions are found in both languages by region and kind, page by page")
  func seeded() async throws {
    try await World.with { world in
      let hefei = try await world.find(DirectoryQuery(region: "340104"), limit: 3)
      #expect(hefei.contains("shushan-partner-banks") && hefei.contains("icbc"))
      #expect(!hefei.contains("wuhu-minqiang") && !hefei.contains("xiamen-sme-guarantee"))
      let guarantors = try await world.find(DirectoryQuery(region: "34", kind: .guarantor))
      #expect(guarantors == ["anhui-technology-guarantee", "bozhou-guarantee", "wuhu-minqiang"])
      #expect(
        try await world.find(DirectoryQuery(text: "guarantee anhui", kind: .reGuarantor))
          == ["anhui-guarantee-group"])
      #expect(
        try await world.find(DirectoryQuery(text: "担保", service: .guarantee), limit: 1)
          == guarantors + ["xiamen-sme-guarantee"])
      #expect(try await world.find(DirectoryQuery(text: "工商银行")) == ["icbc", "icbc-anhui"])
      #expect(try await world.find(DirectoryQuery(text: "ＩＣＢＣ　ａｎｈｕｉ")) == ["icbc-anhui"])
    }
  }
}
