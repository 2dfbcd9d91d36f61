import Catalog
import Domain
import Policy
import Testing

@Suite("What changed between two policy sets")
struct PolicyDiffTests {
  private func set(_ text: String = PackFixture.national, _ more: [SourceFile] = []) throws
    -> PolicySet
  {
    try PackFixture.set([PackFixture.file(text)] + more)
  }

  private func national(_ old: String, _ new: String) throws -> PolicySet {
    try set(PackFixture.replaced(PackFixture.national, old, new))
  }

  @Test("a set does not differ from itself")
  func same() throws {
    let diff = PolicyDiff(from: try set(), to: try set())
    #expect(diff.isEmpty && diff.changesNothing && diff.touchedFamilies == [])
  }

  @Test("a changed value is told with the days it concerns, and nothing else is")
  func values() throws {
    let diff = PolicyDiff(from: try set(), to: try national("value: 10000", "value: 9000"))
    let change = try #require(diff.parameters.first)
    #expect(diff.parameters.count == 1 && diff.subsidies.isEmpty && diff.restated.isEmpty)
    #expect(change.pack == "cn" && change.id == "fee_cap" && change.unit == .ppm)
    #expect(change.from.text == "2025-01-01" && change.to?.text == "2025-12-31")
    #expect(change.before == 10_000 && change.after == 9_000)
    #expect(diff.touchedParameters == ["fee_cap"] && diff.touchedFamilies == [])
    #expect(try !diff.on(PackFixture.day("2025-12-31")).changesNothing)
    #expect(try diff.on(PackFixture.day("2026-01-01")).changesNothing)
  }

  @Test("a moved boundary concerns the days between the old one and the new")
  func boundary() throws {
    let text = PackFixture.replaced(PackFixture.national, "to: 2024-12-31", "to: 2024-10-31")
    let moved = try set(PackFixture.replaced(text, "from: 2025-01-01, to", "from: 2024-11-01, to"))
    let changes = PolicyDiff(from: try set(), to: moved).parameters
    #expect(changes.map(\.from.text) == ["2024-11-01"])
    #expect(changes.map { $0.to?.text } == ["2024-12-31"])
    #expect(changes.map(\.before) == [15_000] && changes.map(\.after) == [10_000])
  }

  @Test("a new pack brings its values for its days, and a removed one takes them")
  func packs() throws {
    let local = PackFixture.local("cn-34", "340000", fee: 5_000)
    let diff = PolicyDiff(from: try set(), to: try set(PackFixture.national, [local]))
    #expect(diff.parameters.map(\.pack) == ["cn-34"])
    #expect(diff.parameters.map(\.jurisdiction) == [RegionCode("340000")])
    #expect(diff.parameters.map(\.before) == [nil] && diff.parameters.map(\.after) == [5_000])
    #expect(diff.parameters.first?.to?.text == "2025-08-31")
    let back = PolicyDiff(from: try set(PackFixture.national, [local]), to: try set())
    #expect(back.parameters.map(\.before) == [5_000] && back.parameters.map(\.after) == [nil])
  }

  @Test("other words for the same are told apart from changes")
  func words() throws {
    for (old, new) in [
      ("zh: 担保费上限", "zh: 担保费率上限"), ("verified: false", "verified: true"),
      ("clause: 第五条", "clause: 第六条"), ("zh: 贴息, en: interest subsidy", "zh: 贷款贴息, en: interest"),
    ] {
      let diff = PolicyDiff(from: try set(), to: try national(old, new))
      #expect(diff.changesNothing && !diff.isEmpty, "\(old)")
      #expect(diff.restated.count == 1, "\(old)")
    }
    let renamed = PackFixture.replaced(
      PackFixture.local("cn-34", "340000").text, "code: cn-34\n", "code: anhui\n")
    let diff = PolicyDiff(
      from: try set(PackFixture.national, [PackFixture.local("cn-34", "340000")]),
      to: try set(PackFixture.national, [SourceFile(name: "anhui.yaml", text: renamed)]))
    #expect(diff.changesNothing && diff.restated.map(\.pack) == ["anhui"])
  }

  @Test(
    "a subsidy that pays otherwise is changed",
    arguments: [
      ("ppm: 300000", "ppm: 300001"), ("cap_fen: 10000000\n", "cap_fen: 10000001\n"),
      ("families: [tax_credit]", "families: [mortgage]"), ("certain: true", "certain: false"),
      ("value: [A, B]", "value: [A]"), ("group: interest\n", "group: other\n"),
      ("to: 2026-12-31", "to: 2026-12-30"),
    ])
  func subsidies(_ old: String, _ new: String) throws {
    let diff = PolicyDiff(from: try set(), to: try national(old, new))
    #expect(diff.subsidies.map(\.kind) == ["changed"] && diff.subsidies.map(\.id) == ["interest"])
    let isMoved = new.contains("mortgage")
    #expect(diff.touchedFamilies == (isMoved ? ["mortgage", "tax_credit"] : ["tax_credit"]))
  }

  @Test("a subsidy without families touches all of them")
  func families() throws {
    let diff = PolicyDiff(from: try set(), to: try national("ppm: 500000", "ppm: 400000"))
    #expect(diff.touchedFamilies == nil)
  }

  @Test("a lower subsidy that overrides touches the families of the one it covers as well")
  func overridden() throws {
    let local = PackFixture.local("cn-34", "340000", subsidy: ("interest", 1, "2026-01-01"))
    let diff = PolicyDiff(from: try set(), to: try set(PackFixture.national, [local]))
    #expect(diff.subsidies.map(\.kind) == ["added"])
    #expect(diff.touchedFamilies == ["mortgage", "tax_credit"])
  }

  @Test("products are touched by their references, their LPR and their family")
  func products() throws {
    let catalog = try PackTree.catalog()
    let policies = try PackTree.policies(catalog)
    func changed(_ file: String, _ old: String, _ new: String) throws -> [String] {
      let files = try PackTree.files().map {
        $0.name == file
          ? SourceFile(name: file, text: PackFixture.replaced($0.text, old, new)) : $0
      }
      return PolicyDiff(from: policies, to: try PolicySet.read(files: files))
        .touchedProducts(of: catalog)
    }
    #expect(
      try changed(
        "cn-3401.yaml", "{from: 2015-12-03, value: 5000}", "{from: 2015-12-03, value: 6000}")
        == ["hefei-shuirongtong"])
    #expect(
      try changed("cn-3401.yaml", "ppm: 500000", "ppm: 400000")
        == ["hefei-zhengxindai-keji", "hefei-zhengxindai-xiaowei"])
    let byLPR = try changed(
      "cn.yaml", "{from: 2025-05-20, value: 30000}", "{from: 2025-05-20, value: 29000}")
    #expect(byLPR.contains("anqing-guoqiao") && !byLPR.contains("keji-dan"))
  }

  @Test("the document names every change")
  func json() throws {
    let diff = PolicyDiff(from: try set(), to: try national("ppm: 300000", "ppm: 200000"))
    #expect(
      diff.json == [
        "parameters": [],
        "subsidies": [
          [
            "pack": "cn", "id": "interest", "label": ["zh": "贴息", "en": "interest subsidy"],
            "change": "changed", "families": ["tax_credit"],
          ]
        ],
        "restated": [], "touched": ["parameters": [], "families": ["tax_credit"]],
      ])
  }
}
