import Application
import Catalog
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("A guarantee as a repair", .serialized)
struct GuaranteedRepairTests {
  private static let product = "psbc-xiaowei-yidai"

  private static let place: JSON = [
    "id": "place", "fact": "enterprise.region", "op": "within_region", "value": "340100",
    "reason": "region_out_of_scope", "citation": ["document": "示例", "tag": "S"],
  ]
  private static let secured: JSON = [
    "id": "secured", "fact": "need.security", "op": "in", "value": ["guarantee"],
    "reason": "collateral_short", "citation": ["document": "示例", "tag": "S"],
  ]

  /// The seed catalog with one product of a bank that wants a guarantee, in Hefei.
  private func catalog() throws -> Catalog {
    let json = try SeedCatalog.catalog().json
    let changes: [String: JSON?] = [
      "criteria": [Self.place, Self.secured], "amount": nil, "limit": nil,
    ]
    let products = (json["products"]?.arrayValue ?? []).map { product in
      product["code"] == .string(Self.product) ? product.with(changes) : product
    }
    return try Catalog(json: json.with(["products": .array(products)]))
  }

  private func need(
    _ world: World, of enterprise: EnterpriseID, _ security: JSON, fen: Int64 = 300_000_000
  ) async throws -> NeedID {
    let answer = try await world.application.submitNeed(
      Body.need(enterprise, fen: fen).with(["security": security]), actor: World.system)
    return try #require(answer.body["id"]?.stringValue.flatMap { NeedID($0) })
  }

  private func repairs(
    _ world: World, _ need: NeedID, of product: String = Self.product
  ) async throws -> JSON {
    try await world.application.repairs(
      of: try await world.run(need), product: product, actor: World.system)
  }

  /// The cheapest lawful bundle with the product.
  private func bundle(
    _ world: World, _ need: NeedID, with product: String = Self.product
  ) async throws -> JSON? {
    try await world.application.bundles(
      for: need, asOf: nil, actor: World.system)["lawful"]?.arrayValue?.first {
        $0["product"] == .string(product)
      }
  }

  @Test("a need that fails a product only for want of a guarantee is offered the bundles, no other")
  func offered() async throws {
    try await World.with { world in
      try await GuaranteeCase.prepare(world)
      _ = try await world.application.publish(
        catalog: try catalog(), policies: nil, actor: World.system)
      let (here, away) = (try await world.register(), try await world.register(1, region: "340802"))
      for one in [here, away] { try await world.report(one, ["enterprise.size": "small"]) }
      let wanting = try await need(world, of: here, ["credit"])
      let offering = try await need(world, of: here, ["credit", "guarantee"])
      let elsewhere = try await need(world, of: away, ["credit"])
      try await world.matchWaiting()

      let told = try await repairs(world, wanting)
      #expect(told["outcome"] == "ineligible")
      #expect(
        told["guaranteed_bundle"] == ["bundles": .string("/v1/needs/\(wanting.text)/bundles")])
      let repaired = try await bundle(world, wanting)
      #expect(repaired?["repairs"] == true)
      #expect(repaired?["scheme"] == .string(GuaranteeCase.scheme))

      // It fits as it is: there is nothing to repair.
      let fits = try await repairs(world, offering)
      #expect(fits["outcome"] == "eligible" && fits["guaranteed_bundle"] == .null)
      #expect(try await bundle(world, offering)?["repairs"] == false)

      // A guarantee alone would not do.
      let more = try await repairs(world, elsewhere)
      #expect(more["outcome"] == "ineligible" && more["guaranteed_bundle"] == .null)
      #expect(try await bundle(world, elsewhere) == nil)
    }
  }

  @Test("a product that ships and wants a guarantee is repaired by a bundle with itself")
  func shipped() async throws {
    try await World.with { world in
      try await GuaranteeCase.prepare(world)
      let product = "psbc-xiaowei-yidai-guaranteed"
      let enterprise = try await world.register()
      // 10 % of it is what is lent, and more than the ceiling of 5 million.
      try await world.report(
        enterprise,
        ["enterprise.size": "small", "finance.revenue_last_year_fen": 10_000_000_000])
      // Above the 3 million of the unsecured lane, within the 5 of this one.
      let wanting = try await need(world, of: enterprise, ["credit"], fen: 400_000_000)
      let offering = try await need(
        world, of: enterprise, ["credit", "guarantee"], fen: 400_000_000)
      let unsaid = try await need(world, of: enterprise, .null, fen: 400_000_000)
      try await world.matchWaiting()

      let told = try await repairs(world, wanting, of: product)
      #expect(told["outcome"] == "ineligible")
      #expect(
        told["guaranteed_bundle"] == ["bundles": .string("/v1/needs/\(wanting.text)/bundles")])
      // One change mends it: to take a guarantee.
      #expect(
        told["paths"]?.arrayValue?.first?["changes"]?.arrayValue?.map { $0["path"] }
          == ["need.security"])
      let mended = try #require(try await bundle(world, wanting, with: product))
      #expect(mended["repairs"] == true && mended["scheme"] == .string(GuaranteeCase.scheme))
      #expect(mended["cost"]?["bank_ppm"]?.intValue.map { $0 >= 50_000 } == true)
      #expect(try await bundle(world, offering, with: product)?["repairs"] == false)

      // What is not said is asked for, and may be repaired the same way.
      let asked = try await repairs(world, unsaid, of: product)
      #expect(asked["outcome"] == "needs_info")
      #expect(asked["missing"]?.arrayValue?.map { $0["path"] } == ["need.security"])
      #expect(asked["guaranteed_bundle"] != .null)
    }
  }
}
