import Application
import Catalog
import Domain
import Foundation
import Policy
import Postgres
import Store
import TestSupport
import Testing

@Suite("Publishing the catalog", .serialized)
struct PublishTests {
  private func publish(
    _ world: World, _ catalog: Catalog?, _ policies: PolicySet? = nil, dryRun: Bool = false
  ) async throws -> PublishedVersions {
    try await world.application.publish(
      catalog: catalog, policies: policies, actor: World.system, dryRun: dryRun)
  }

  @Test("the first catalog is version 1 with every product, and tells of each")
  func first() async throws {
    try await World.with(.migrated) { world in
      let catalog = try SeedCatalog.catalog()
      let codes = catalog.products.map(\.code)
      let published = try await publish(world, catalog, try SeedCatalog.policies())
      #expect(published.catalog?.version == 1 && published.catalog?.isNew == true)
      #expect(published.catalog?.changed == codes)
      #expect(published.policies?.version == 1 && published.policies?.isNew == true)
      let packs = try SeedCatalog.policies().packs.map(\.code)
      #expect(published.policies?.changed == packs)
      let events = try await world.events()
      #expect(
        events.map(\.type) == Array(repeating: .catalogPublished, count: codes.count)
          + Array(repeating: .policyPublished, count: packs.count))
      #expect(events.map(\.key) == codes + packs)
      #expect(try await world.count("sweep") == 0, "before there was nothing to change")
      #expect(try await world.count("product") == Int64(codes.count))
      #expect(try await world.count("product_version") == Int64(codes.count))
    }
  }

  @Test("the same catalog and policies again publish nothing")
  func same() async throws {
    try await World.with { world in
      let before = try await world.counts()
      let published = try await publish(
        world, try SeedCatalog.catalog(), try SeedCatalog.policies())
      #expect(published.catalog?.isNew == false && published.catalog?.version == 1)
      #expect(published.catalog?.changed == [])
      #expect(published.policies?.isNew == false && published.policies?.version == 1)
      #expect(try await world.counts() == before)
    }
  }

  @Test("one changed product adds one product version and keeps every identifier")
  func oneChanged() async throws {
    try await World.with { world in
      let before = try await world.counts()
      let catalog = try changedCatalog("新名称")
      let code = catalog.products[0].code
      let old = try await world.application.product(code, actor: World.system)
      let published = try await publish(world, catalog)
      #expect(published.catalog?.version == 2 && published.catalog?.changed == [code])
      #expect(published.policies == nil)
      let after = try await world.counts()
      let added = after.mapValues { $0 }.filter { $0.value != before[$0.key] }
        .mapValues { $0 }
      #expect(
        added == [
          "catalog_version": 2, "product_version": (before["product_version"] ?? 0) + 1,
          "document": (before["document"] ?? 0) + 1, "outbox": 1, "sweep": 1,
          "catalog_product": (before["catalog_product"] ?? 0) * 2,
        ])
      let new = try await world.application.product(code, actor: World.system)
      #expect(old.version == 1 && new.version == 2)
      #expect(new.value["name"]?["zh"] == "新名称")
      #expect(new.value["id"] == old.value["id"])
      let other = try await world.application.product(
        catalog.products[1].code, actor: World.system)
      #expect(other.version == 1 && other.value["catalog_version"] == 2)
    }
  }

  @Test("going back to earlier content is a new version, and the product's next one")
  func back() async throws {
    try await World.with { world in
      _ = try await publish(world, try changedCatalog("新名称"))
      let published = try await publish(world, try SeedCatalog.catalog())
      #expect(published.catalog?.version == 3 && published.catalog?.changed.count == 1)
      let code = try #require(published.catalog?.changed.first)
      #expect(try await world.application.product(code, actor: World.system).version == 3)
    }
  }

  @Test("a product that is taken out is listed no more, and keeps its number when it comes back")
  func removed() async throws {
    try await World.with { world in
      let seed = try SeedCatalog.catalog()
      let code = seed.products[3].code
      let old = try await world.application.product(code, actor: World.system)
      let rest = (seed.json["products"]?.arrayValue ?? []).filter {
        $0["code"]?.stringValue != code
      }
      let smaller = try Catalog(json: seed.json.with(["products": .array(rest)]))
      let published = try await publish(world, smaller)
      #expect(published.catalog?.version == 2 && published.catalog?.changed == [])
      try await world.expectRefused("not found product") {
        _ = try await world.application.product(code, actor: World.system)
      }
      let back = try await publish(world, seed)
      #expect(back.catalog?.changed == [])
      let again = try await world.application.product(code, actor: World.system)
      #expect(again.version == old.version && again.value["id"] == old.value["id"])
    }
  }

  @Test("a dry run says what would change and leaves nothing")
  func dryRun() async throws {
    try await World.with { world in
      let before = try await world.counts()
      let dry = try await publish(
        world, try changedCatalog("新名称"), try SeedCatalog.policies(), dryRun: true)
      #expect(dry.catalog?.version == 2 && dry.catalog?.isNew == true)
      #expect(dry.catalog?.changed.count == 1)
      #expect(try await world.counts() == before)
      let real = try await publish(world, try changedCatalog("新名称"))
      #expect(real.catalog == dry.catalog)
    }
  }

  @Test("a catalog that prices by a parameter no pack has is refused, and the old one stays")
  func unfit() async throws {
    try await World.with { world in
      let policies = try PolicySet(json: try withoutParameters(try SeedCatalog.policies().json))
      let before = try await world.counts()
      let error = await refusal { _ = try await publish(world, nil, policies) }
      guard case .invalid(let faults)? = error else {
        Issue.record("it was taken")
        return
      }
      #expect(faults.allSatisfy { $0.code == "missing_parameter" })
      #expect(try await world.counts() == before)
    }
  }

  /// The packs without any parameter.
  private func withoutParameters(_ json: JSON) throws -> JSON {
    switch json {
    case .object(let members):
      return .object(
        try members.mapValues(withoutParameters).merging(
          members["parameters"] == nil ? [:] : ["parameters": []]
        ) { _, new in new })
    case .array(let elements): return .array(try elements.map(withoutParameters))
    default: return json
    }
  }

  @Test("publishers at once get numbers in a row, without a gap and without a repetition")
  func concurrent() async throws {
    try await World.with(limits: .patient(6)) { world in
      let versions = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<6 {
          group.addTask {
            try await publish(world, try changedCatalog("名称\(number)")).catalog?.version ?? 0
          }
        }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      #expect(versions.sorted() == Array(2...7))
    }
  }

  @Test("products are listed by code, by family and page by page")
  func list() async throws {
    try await World.with { world in
      let catalog = try SeedCatalog.catalog()
      var seen: [String] = []
      var page = PageRequest(limit: 7)
      repeat {
        let found = try await world.application.products(
          family: nil, page: page, actor: World.system)
        seen += found.items.compactMap { $0["code"]?.stringValue }
        page.after = found.next
      } while page.after != nil && seen.count < 1_000
      #expect(seen == catalog.products.map(\.code))
      for family in catalog.families {
        let found = try await world.application.products(
          family: family.code, page: PageRequest(limit: 100), actor: World.system)
        #expect(
          found.items.compactMap { $0["code"]?.stringValue }
            == catalog.products.filter { $0.family == family.code }.map(\.code))
      }
      try await world.expectRefused("invalid /family unknown_value") {
        _ = try await world.application.products(
          family: "x", page: PageRequest(), actor: World.system)
      }
      try await world.expectRefused("invalid /cursor cursor") {
        _ = try await world.application.products(
          family: nil, page: PageRequest(after: UUID()), actor: World.system)
      }
      let registry = try await world.application.factRegistry()
      #expect(registry == catalog.registry.json)
    }
  }
}
