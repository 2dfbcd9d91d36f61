import Application
import Domain
import Store
import TestSupport
import Testing

/// A change that makes a good body bad, and the faults it must be answered with.
private struct Bad {
  let change: [String: JSON?]
  let faults: [String]

  init(_ change: [String: JSON?], _ faults: String...) {
    self.change = change
    self.faults = faults.sorted()
  }
}

@Suite("Bad input", .serialized)
struct BadInputTests {
  private static let tooLong = JSON.string(String(repeating: "长", count: 501))
  private static let overflowing = JSON.int(.max)

  private func expect(
    _ world: World, _ faults: [String], _ what: String, _ body: () async throws -> Void
  ) async throws {
    try await world.expectRefused(
      "invalid " + faults.sorted().joined(separator: ", "), what, body)
  }

  @Test("a body that is no object is told so, and stores nothing")
  func noObject() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      for body in [nil, true, 1, "text", [], [[:]]] as [JSON] {
        let uses: [(String, () async throws -> Void)] = [
          (
            "create",
            { _ = try await world.application.createEnterprise(body, actor: World.system) }
          ),
          (
            "amend enterprise",
            {
              _ = try await world.application.amendEnterprise(
                enterprise, expectedVersion: 1, body, actor: World.system)
            }
          ),
          (
            "facts",
            {
              _ = try await world.application.putFacts(
                enterprise, expectedVersion: nil, body, mode: .replace, actor: World.system)
            }
          ),
          (
            "submit", { _ = try await world.application.submitNeed(body, actor: World.system) }
          ),
          (
            "amend need",
            {
              _ = try await world.application.amendNeed(
                need, expectedVersion: 1, body, actor: World.system)
            }
          ),
        ]
        for (name, use) in uses {
          let before = try await world.counts()
          guard case .invalid(let faults)? = await refusal(use) else {
            Issue.record("\(name) took \(body)")
            continue
          }
          #expect(faults.first?.pointer == "" && faults.first?.code == "type", "\(name)")
          #expect(try await world.counts() == before, "\(name)")
        }
      }
    }
  }

  @Test("every fault of an enterprise is named by its place and code, and none is stored")
  func enterprise() async throws {
    let cases: [Bad] = [
      Bad(["uscc": nil], "/uscc required"), Bad(["uscc": .null], "/uscc required"),
      Bad(["uscc": 91], "/uscc type"), Bad(["uscc": ""], "/uscc empty"),
      Bad(["uscc": "91340100MA2TE2W9"], "/uscc length"),
      Bad(["uscc": Self.tooLong], "/uscc too_long"),
      Bad(["uscc": "91340100MA2TE2W9OO"], "/uscc alphabet"),
      Bad(["uscc": .string(String(Body.uscc(0).dropLast()) + "W")], "/uscc checksum"),
      Bad(["name": nil], "/name required"), Bad(["name": ""], "/name empty"),
      Bad(["name": Self.tooLong], "/name too_long"), Bad(["name": ["a"]], "/name type"),
      Bad(["region": nil], "/region required"), Bad(["region": 340_104], "/region type"),
      Bad(["region": "3401"], "/region region_format"),
      Bad(["region": "34010A"], "/region region_format"),
      Bad(["region": "349999"], "/region region_unknown"),
      Bad(["industry": nil], "/industry required"),
      Bad(["industry": "Z"], "/industry industry_format"),
      Bad(["industry": "9999"], "/industry industry_unknown"),
      Bad(["industry": false], "/industry type"),
      Bad(["registered_on": nil], "/registered_on required"),
      Bad(["registered_on": "2019-02-30"], "/registered_on date"),
      Bad(["registered_on": "2019/03/15"], "/registered_on date"),
      Bad(["registered_on": "2026-11-21"], "/registered_on future"),
      Bad(["registered_on": 20_190_315], "/registered_on type"),
      Bad(["uscc_override_reason": Self.tooLong], "/uscc_override_reason too_long"),
      Bad(["uscc_override_reason": 1], "/uscc_override_reason type"),
      Bad(["score": 1], "/score unknown_member"),
      Bad(["a/b~c": 1], "/a~1b~0c unknown_member"),
      Bad(
        ["uscc": "1", "name": 2, "region": "x", "industry": "", "registered_on": "y", "z": .null],
        "/uscc length", "/name type", "/region region_format", "/industry empty",
        "/registered_on date", "/z unknown_member"),
    ]
    try await World.with { world in
      let id = try await world.register(1)
      for bad in cases {
        try await expect(world, bad.faults, "create \(bad.change)") {
          _ = try await world.application.createEnterprise(
            Body.enterprise().with(bad.change), actor: World.system)
        }
        // What cannot be amended is not known there; what is absent stays as it is.
        let given = JSON.object([:]).with(bad.change)
        guard given["uscc"] == nil, given["uscc_override_reason"] == nil,
          !bad.faults.contains(where: { $0.hasSuffix("required") })
        else { continue }
        try await expect(world, bad.faults, "amend \(bad.change)") {
          _ = try await world.application.amendEnterprise(
            id, expectedVersion: 1, given, actor: World.system)
        }
      }
      try await expect(world, ["/uscc unknown_member"], "the code is for life") {
        _ = try await world.application.amendEnterprise(
          id, expectedVersion: 1, ["uscc": .string(Body.uscc(2))], actor: World.system)
      }
    }
  }

  @Test("every fault of a need is named by its place and code, and none is stored")
  func need() async throws {
    let cases: [Bad] = [
      Bad(["amount": nil], "/amount required"),
      Bad(["amount": 5], "/amount type", "/amount/fen required"),
      Bad(["amount": [:]], "/amount/fen required"),
      Bad(["amount": ["fen": 0]], "/amount/fen below_min"),
      Bad(["amount": ["fen": -1]], "/amount/fen below_min"),
      Bad(["amount": ["fen": 10_000_000_000_001]], "/amount/fen above_max"),
      Bad(["amount": ["fen": Self.overflowing]], "/amount/fen above_max"),
      Bad(["amount": ["fen": "1"]], "/amount/fen type"),
      Bad(["amount": ["fen": 1, "currency": "USD"]], "/amount/currency currency"),
      Bad(["amount": ["fen": 1, "currency": "EURO"]], "/amount/currency too_long"),
      Bad(["amount": ["fen": 1, "yuan": 1]], "/amount/yuan unknown_member"),
      Bad(["tenor_months": nil], "/tenor_months required"),
      Bad(["tenor_months": 0], "/tenor_months below_min"),
      Bad(["tenor_months": 601], "/tenor_months above_max"),
      Bad(["tenor_months": Self.overflowing], "/tenor_months above_max"),
      Bad(["tenor_months": "12"], "/tenor_months type"),
      Bad(["purpose": nil], "/purpose required"),
      Bad(["purpose": "speculation"], "/purpose unknown_value"),
      Bad(["purpose": ["other"]], "/purpose type"),
      Bad(["security": "credit"], "/security type"),
      Bad(["security": ["credit", "promise"]], "/security/1 unknown_value"),
      Bad(["security": ["credit", 1]], "/security/1 type"),
      Bad(["security": ["credit", "ip", "credit"]], "/security/2 duplicate"),
      Bad(["security": .array(Array(repeating: "ip", count: 8))], "/security too_many"),
      Bad(["enterprise": "x"], "/enterprise unknown_member"),
      Bad(["match": [:]], "/match unknown_member"),
    ]
    try await World.with { world in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      for bad in cases {
        try await expect(world, bad.faults, "submit \(bad.change)") {
          _ = try await world.application.submitNeed(
            Body.need(enterprise).with(bad.change), actor: World.system)
        }
        let given = JSON.object([:]).with(bad.change)
        guard given != [:] else { continue }
        try await expect(world, bad.faults, "amend \(bad.change)") {
          _ = try await world.application.amendNeed(
            need, expectedVersion: 1, given, actor: World.system)
        }
      }
      let uuid = enterprise.text.dropFirst(4)
      for bad in [
        "need_\(uuid)", "\(uuid)", "ent_\(uuid.uppercased())", "ent_", "ent_\(uuid)0",
        "ent_00000000-0000-4000-8000-000000000000",
      ] {
        try await expect(world, ["/enterprise_id identifier"], bad) {
          _ = try await world.application.submitNeed(
            Body.need(enterprise).with(["enterprise_id": .string(bad)]), actor: World.system)
        }
      }
      try await expect(world, ["/enterprise_id unknown_member"], "a need stays where it is") {
        _ = try await world.application.amendNeed(
          need, expectedVersion: 1, ["enterprise_id": .string(enterprise.text)],
          actor: World.system)
      }
    }
  }

  @Test("every fault of facts is named by its place and code, and none is stored")
  func facts() async throws {
    let good: JSON = [
      "path": "tax.credit_grade", "value": "A", "source": "tax_bureau", "as_of": "2026-10-31",
    ]
    let cases: [Bad] = [
      Bad(["path": nil], "/facts/0/path required"),
      Bad(["path": 1], "/facts/0/path type"),
      Bad(["path": "tax.nothing"], "/facts/0/path unknown_fact"),
      Bad(["path": "need.amount_fen", "value": 1], "/facts/0/path unknown_fact"),
      Bad(["path": "enterprise.region", "value": "340104"], "/facts/0/path unknown_fact"),
      Bad(["path": "tax.mean_2y_fen", "value": 1], "/facts/0/path unknown_fact"),
      Bad(["value": nil], "/facts/0/value required"),
      Bad(["value": .null], "/facts/0/value required"),
      Bad(["value": "Z"], "/facts/0/value unknown_value"),
      Bad(["value": 1], "/facts/0/value type"),
      Bad(["path": "tax.arrears_fen", "value": -1], "/facts/0/value below_min"),
      Bad(["path": "tax.arrears_fen", "value": Self.overflowing], "/facts/0/value above_max"),
      Bad(["path": "tax.arrears_fen", "value": "0"], "/facts/0/value type"),
      Bad(["path": "tax.vat_payer", "value": "true"], "/facts/0/value type"),
      Bad(["path": "person.legal_rep_since", "value": "2020-13-01"], "/facts/0/value date"),
      Bad(["path": "tax.registration_region", "value": "Hefei"], "/facts/0/value pattern"),
      Bad(["path": "enterprise.titles", "value": ["x"]], "/facts/0/value/0 unknown_value"),
      Bad(["none": true], "/facts/0/none contradiction"),
      Bad(["path": "tax.vat_payer", "none": true, "value": nil], "/facts/0/none contradiction"),
      Bad(["none": "yes"], "/facts/0/none type"),
      Bad(["source": nil], "/facts/0/source required"),
      Bad(["source": "Tax Bureau"], "/facts/0/source source"),
      Bad(["source": "1st"], "/facts/0/source source"),
      Bad(["source": "税务局"], "/facts/0/source source"),
      Bad(["source": "registry"], "/facts/0/source source"),
      Bad(["source": "classification"], "/facts/0/source source"),
      Bad(["as_of": nil], "/facts/0/as_of required"),
      Bad(["as_of": "yesterday"], "/facts/0/as_of date"),
      Bad(["as_of": "2026-11-21"], "/facts/0/as_of future"),
      Bad(
        ["path": "enterprise.high_tech_certified_on", "value": "2035-01-01"],
        "/facts/0/value future"),
      Bad(["label": "x"], "/facts/0/label unknown_member"),
      Bad(["unknown": true], "/facts/0/unknown contradiction"),
      Bad(
        ["value": "Z", "source": "", "as_of": 1], "/facts/0/as_of type",
        "/facts/0/source empty", "/facts/0/value unknown_value"),
    ]
    try await World.with { world in
      let id = try await world.register()
      for mode in [FactsMode.replace, .merge] {
        func put(_ body: JSON, _ faults: [String], actor: Actor = World.system) async throws {
          try await expect(world, faults, "\(mode) \(body)") {
            _ = try await world.application.putFacts(
              id, expectedVersion: nil, body, mode: mode, actor: actor)
          }
        }
        for bad in cases { try await put(["facts": [good.with(bad.change)]], bad.faults) }
        try await put([:], ["/facts required"])
        try await put(["facts": [:]], ["/facts type"])
        try await put(["facts": [], "more": 1], ["/more unknown_member"])
        try await put(["facts": [good, good]], ["/facts/1/path duplicate"])
        try await put(["facts": .array(Array(repeating: good, count: 501))], ["/facts too_many"])
        try await put(
          ["facts": [good]], ["/facts/0/source source_not_allowed"],
          actor: Actor(subject: "token", role: .enterprise, organisation: id.text))
      }
      try await expect(world, ["/facts/0/unknown contradiction"], "a replacement retracts nothing")
      {
        _ = try await world.application.putFacts(
          id, expectedVersion: nil,
          ["facts": [["path": "tax.credit_grade", "unknown": true]]], mode: .replace,
          actor: World.system)
      }
    }
  }

  @Test("every fault is said in Chinese and in English")
  func bothLanguages() async throws {
    try await World.with { world in
      let error = await refusal {
        _ = try await world.application.createEnterprise(
          ["uscc": "1", "name": 2, "region": "x", "industry": "", "more": 1], actor: World.system)
      }
      guard case .invalid(let faults)? = error else {
        Issue.record("it was taken")
        return
      }
      #expect(faults.count == 6)
      for fault in faults {
        #expect(fault.zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(!fault.en.isEmpty && fault.en.unicodeScalars.allSatisfy(\.isASCII), "\(fault.en)")
      }
    }
  }
}
