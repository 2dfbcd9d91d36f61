import Application
import Catalog
import Domain
import Foundation
import Postgres
import Store
import TestSupport

/// A small database in which everything has happened once: needs that were decided, amended and
/// withdrawn, facts that changed, a catalog whose sweep flipped verdicts, offers, receivables, guarantees,
/// listing cases, claims of awards, reports, consents and webhooks.
struct Books: Sendable {
  let store: TestStore
  let ledger: Ledger

  var checks: Checks { Checks(pool: store.pool, application: store.application) }

  static func with(_ body: (Books) async throws -> Void) async throws {
    try await TestStore.with { store in
      let books = Books(store: store, ledger: Ledger())
      try await books.fill()
      try await body(books)
    }
  }

  private func fill() async throws {
    let application = store.application
    let bodies = try await SampleRegistration(application: application).register(
      count: 8, seed: 5, today: TestStore.morning.legalDate
    ).map(\.body)
    var needs: [NeedID] = []
    for body in bodies + bodies {
      let answer = try await application.submitNeed(body, actor: Checks.actor)
      guard let need = answer.body["id"]?.stringValue.flatMap({ NeedID($0) }) else {
        throw StoryError("\(answer)")
      }
      needs.append(need)
      ledger.accepted(need, .init(version: 1, isOpen: true))
    }
    try await work()
    _ = try await application.amendNeed(
      needs[0], expectedVersion: 1, ["tenor_months": 6], actor: Checks.actor)
    ledger.accepted(needs[0], .init(version: 2, isOpen: true))
    _ = try await application.withdrawNeed(needs[1], expectedVersion: 1, actor: Checks.actor)
    ledger.accepted(needs[1], .init(version: 2, isOpen: false))
    guard let enterprise = bodies[0]["enterprise_id"]?.stringValue.flatMap({ EnterpriseID($0) })
    else { throw StoryError("no enterprise") }
    let answer = try await application.putFacts(
      enterprise, expectedVersion: nil,
      [
        "facts": [
          [
            "path": "tax.paid_last_year_fen", "value": 1_000, "source": "tax_bureau",
            "as_of": "2026-01-02",
          ]
        ]
      ], mode: .merge, actor: Checks.actor)
    ledger.accepted(factsOf: enterprise, version: Int(answer.body["version"]?.intValue ?? 0))
    try await work()
    var publisher = try CatalogPublisher(application, seed: 3)
    try await publisher.publish()
    try await work()
    try await Self.limit(application)
    for need in needs.dropFirst(2) {
      _ = try await application.referNeed(need, [:], actor: Checks.actor)
    }
    let offers = try await application.offers(
      state: "offered", region: nil, page: PageRequest(limit: 100), actor: Checks.actor
    ).items
    guard offers.count > 1, let first = offers.first?["id"]?.stringValue.flatMap({ OfferID($0) })
    else { throw StoryError("no offers") }
    _ = try await application.advanceOffer(
      first, .reassign, ["reasons": ["no_response"]], actor: Checks.actor)
    let others = bodies.compactMap { $0["enterprise_id"]?.stringValue.flatMap { EnterpriseID($0) } }
    guard let debtor = others.first(where: { $0 != enterprise }) else {
      throw StoryError("no debtor")
    }
    try await fillConsents(Array(offers.dropFirst()))
    try await fillReceivables(enterprise, debtor)
    try await work()
    try await fillGuarantees(Array(needs.dropFirst(2)))
    try await work()
    try await fillNurture()
  }

  /// Limits how many offers each institution may have at once.
  static func limit(_ application: Application) async throws {
    for institution in try SeedCatalog.catalog().institutions {
      _ = try await application.setCapacity(
        .institution, code: institution.code, ["maximum": 40], actor: Checks.actor)
    }
  }

  /// Does what relay and workers would, until the outbox is empty.
  func work() async throws {
    try await store.application.cutSlices()
    while true {
      let records = try await store.pool.withConnection {
        try await OutboxRepository.oldest(limit: 1_000, $0)
      }
      guard !records.isEmpty else { return }
      let events = try records.map {
        try Event(
          headers: Dictionary($0.headers, uniquingKeysWith: { first, _ in first }),
          value: $0.payload)
      }
      _ = try await store.application.match(
        events: events.filter { $0.type.topic == .enterprise }, consumer: "match")
      _ = try await store.application.sweep(
        events: events.filter { [.catalog, .work].contains($0.type.topic) }, consumer: "sweep")
      try await follow(events)
      _ = try await store.pool.withConnection {
        try await OutboxRepository.settle(records.map(\.id), at: TestStore.morning, $0)
      }
    }
  }

  /// What workers do that follow what happens to enterprises.
  private func follow(_ events: [Event]) async throws {
    let application = store.application
    let own = events.filter { $0.type.topic == .enterprise }
    _ = try await application.refreshReceivables(events: own, consumer: "receivable")
    _ = try await application.reviewListings(events: own, consumer: "listing")
    _ = try await application.openEntitlements(events: own, consumer: "entitlement")
    _ = try await application.judgeReported(events: own, consumer: "monitoring")
    _ = try await application.countFunnel(events: own, consumer: "statistics")
    _ = try await application.queueWebhooks(events: events, consumer: Consumer.webhook.name)
  }

  /// What the invariants say after these statements, which are then taken back.
  func invariants(after statements: [Statement]) async throws -> Findings {
    struct TakenBack: Error { var findings: Findings }
    do {
      try await store.pool.withTransaction { session in
        for statement in statements { try await session.execute(statement) }
        throw TakenBack(findings: try await Checks.invariants(session))
      }
    } catch let end as TakenBack {
      return end.findings
    }
    return Findings()
  }
}
