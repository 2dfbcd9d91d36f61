import Application
import Catalog
import Domain
import Store
import TestSupport
import Testing

@Suite("Decisions as they are read", .serialized)
struct DecisionViewTests {
  private static let registry = Result { try SeedCatalog.catalog().registry }

  /// A value the registry admits for a fact.
  private func plausible(_ definition: FactDefinition) -> JSON {
    switch definition.type {
    case .boolean: true
    case .integer: .int(min(definition.max, max(definition.min, 12)))
    case .enumeration: .string(definition.values?.first ?? "x")
    case .set: .array([.string(definition.values?.first ?? "icbc")])
    case .region: "340104"
    case .industry: "6510"
    case .date: "2020-01-01"
    case .text: "x"
    }
  }

  /// Facts nobody computes: what may be reported.
  private func reportable() throws -> [FactDefinition] {
    try Self.registry.get().definitions.values.filter {
      $0.derivation == nil && !$0.path.hasPrefix("need.")
        && !["enterprise.region", "enterprise.industry", "enterprise.registered_on"].contains(
          $0.path)
    }
  }

  private func decisions(_ world: World, _ need: NeedID) async throws -> [JSON] {
    let list = try await world.application.decisions(
      of: try await world.run(need), actor: World.system)
    return try #require(list["data"]?.arrayValue)
  }

  private func isText(_ label: JSON?) -> Bool {
    guard let zh = label?["zh"]?.stringValue, let en = label?["en"]?.stringValue else {
      return false
    }
    return zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } && !en.isEmpty
  }

  @Test("every decision on every product is explained in both languages and promises nothing")
  func explained() async throws {
    try await World.with { world in
      let sample = SampleRegistration(application: world.application)
      _ = try await sample.submit(count: 12, seed: 5, today: TestStore.morning.legalDate)
      try await world.submit(try await world.register())
      try await world.matchWaiting()
      let catalog = try SeedCatalog.catalog()
      let needs = try await world.application.needs(
        status: nil, enterprise: nil, region: nil, page: PageRequest(limit: 100),
        actor: World.system)
      var outcomes: Set<String> = []
      for need in needs.items {
        let run = try #require(need["match"]?["run_id"]?.stringValue.flatMap { RunID($0) })
        for product in catalog.products {
          let view = try await world.application.decision(
            of: run, product: product.code, actor: World.system)
          outcomes.insert(view["outcome"]?.stringValue ?? "")
          #expect(isText(view["explanation"]), "\(product.code)")
          #expect(isText(view["name"]), "\(product.code)")
          let rules = view["rules"]?.arrayValue ?? []
          #expect(rules.count >= product.criteria.count, "\(product.code)")
          #expect(rules.allSatisfy { isText($0["text"]) }, "\(product.code)")
          #expect(view["pins"]?["engine_version"] == 2)
          let reasons = view["reasons"]?.arrayValue ?? []
          if view["outcome"] == "ineligible" { #expect(!reasons.isEmpty, "\(product.code)") }
          let text = view.canonicalText.lowercased()
          for word in ["批准", "approved", "信用评分", "credit score"] where text.contains(word) {
            Issue.record("\(product.code) says \(word)")
          }
        }
      }
      #expect(outcomes == ["eligible", "ineligible", "needs_info"])
    }
  }

  @Test("the list of decisions, the counts and the best products of a run agree")
  func agree() async throws {
    try await World.with { world in
      let sample = SampleRegistration(application: world.application)
      _ = try await sample.submit(count: 20, seed: 6, today: TestStore.morning.legalDate)
      try await world.matchWaiting()
      let needs = try await world.application.needs(
        status: nil, enterprise: nil, region: nil, page: PageRequest(limit: 100),
        actor: World.system)
      for need in needs.items {
        let id = try #require(need["match"]?["run_id"]?.stringValue.flatMap { RunID($0) })
        let run = try await world.application.run(id, expandDecisions: true, actor: World.system)
        let list = try #require(run["decisions"]?.arrayValue)
        let alone = try await world.application.decisions(of: id, actor: World.system)
        #expect(alone["data"]?.arrayValue == list)
        let codes = list.compactMap { $0["product"]?.stringValue }
        #expect(codes == codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        for outcome in ["eligible", "ineligible", "needs_info"] {
          let matching = list.filter { $0["outcome"]?.stringValue == outcome }
          #expect(run["counts"]?[outcome] == .int(Int64(matching.count)))
        }
        let eligible = list.filter { $0["outcome"] == "eligible" }
        let top = try #require(run["top"]?.arrayValue)
        #expect(top.count == min(10, eligible.count))
        for best in top {
          let own = try #require(eligible.first { $0["product"] == best["product"] })
          #expect(own["limit"] == best["limit"] && own["coverage_ppm"] == best["coverage_ppm"])
          #expect(own["product_id"] == best["product_id"] && best["product_version"] == 1)
        }
        for miss in run["near_misses"]?.arrayValue ?? [] {
          let own = try #require(list.first { $0["product"] == miss["product"] })
          #expect(own["outcome"] == "ineligible" && own["near_miss_rule"] == miss["rule"])
        }
        for decision in list {
          let single = try await world.application.decision(
            of: id, product: try #require(decision["product_id"]?.stringValue),
            actor: World.system)
          #expect(single["outcome"] == decision["outcome"])
          #expect(single["missing"] == decision["missing"])
        }
      }
    }
  }

  @Test("only a decision that needs information asks for some, in words and with who has it")
  func missing() async throws {
    try await World.with { world in
      let need = try await world.submit(try await world.register())
      try await world.matchWaiting()
      let registry = try Self.registry.get()
      let decisions = try await decisions(world, need)
      #expect(decisions.contains { $0["outcome"] == "needs_info" })
      for decision in decisions {
        let missing = decision["missing"]?.arrayValue ?? []
        #expect((decision["outcome"] == "needs_info") == !missing.isEmpty)
        for fact in missing {
          let path = try #require(fact["path"]?.stringValue)
          #expect(registry[path]?.derivation == nil, "\(path) can be reported")
          #expect(isText(fact["label"]) && isText(fact["question"]), "\(path)")
          #expect(isText(fact["department"]), "\(path)")
        }
      }
    }
  }

  @Test("supplying just what a decision asks for leads it out of needs_info")
  func supplied() async throws {
    try await World.with { world in
      let registry = try Self.registry.get()
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      try await world.matchWaiting()
      let first = try await decisions(world, need).filter { $0["outcome"] == "needs_info" }
      let codes = first.compactMap { $0["product"]?.stringValue }
      #expect(codes.count > 5)
      for code in codes {
        // A verdict may need more once an alternative is ruled out, but never what is known.
        var asked: Set<String> = []
        for _ in 0..<10 {
          let list = try await decisions(world, need)
          let decision = try #require(list.first { $0["product"]?.stringValue == code })
          guard decision["outcome"] == "needs_info" else { break }
          let paths = (decision["missing"]?.arrayValue ?? []).compactMap {
            $0["path"]?.stringValue
          }
          #expect(asked.isDisjoint(with: paths), "\(code) asks twice")
          asked.formUnion(paths)
          if paths == ["need.security"] {
            let version = try await world.application.need(need, actor: World.system).version
            _ = try await world.application.amendNeed(
              need, expectedVersion: version, ["security": ["guarantee"]], actor: World.system)
          } else {
            var facts: [String: JSON] = [:]
            for path in paths { facts[path] = registry[path].map(plausible) }
            try await world.report(enterprise, facts)
          }
          try await world.matchWaiting()
        }
        let list = try await decisions(world, need)
        let decision = try #require(list.first { $0["product"]?.stringValue == code })
        #expect(decision["outcome"] != "needs_info", "\(code)")
      }
    }
  }

  @Test("with every fact known no decision needs information")
  func everythingKnown() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      var facts: [String: JSON] = [:]
      for definition in try reportable() { facts[definition.path] = plausible(definition) }
      try await world.report(enterprise, facts)
      let need = try await world.submit(enterprise)
      try await world.matchWaiting()
      let left = try await decisions(world, need).filter { $0["outcome"] == "needs_info" }
      #expect(left.map { $0["product"]?.stringValue } == [])
    }
  }

  @Test("what is not there is not found: runs, products and decisions")
  func notFound() async throws {
    try await World.with { world in
      let need = try await world.submit(try await world.register())
      try await world.matchWaiting()
      let run = try await world.run(need)
      let ids = IdentifierSource()
      let application = world.application
      for product in ["no-such-product", "prod_x", ids.next(ProductKind.self).text, ""] {
        try await world.expectRefused("not found decision", product) {
          _ = try await application.decision(of: run, product: product, actor: World.system)
        }
        try await world.expectRefused("not found product", product) {
          _ = try await application.product(product, actor: World.system)
        }
      }
      let none: RunID = ids.next()
      try await world.expectRefused("not found run") {
        _ = try await application.run(none, expandDecisions: true, actor: World.system)
      }
      try await world.expectRefused("not found run") {
        _ = try await application.replay(none, actor: World.system)
      }
      try await world.expectRefused("not found need") {
        _ = try await application.need(ids.next(), actor: World.system)
      }
      try await world.expectRefused("not found need") {
        _ = try await application.runs(of: ids.next(), page: PageRequest(), actor: World.system)
      }
      for change in [true, false] {
        try await world.expectRefused("not found need") {
          if change {
            _ = try await application.amendNeed(
              ids.next(), expectedVersion: 1, [:], actor: World.system)
          } else {
            _ = try await application.withdrawNeed(
              ids.next(), expectedVersion: 1, actor: World.system)
          }
        }
      }
    }
  }
}
