import Domain
import Foundation
import Store
import TestSupport
import Testing

@testable import Application

extension World {
  /// A manager of the institution with that code.
  static func manager(_ institution: String) -> Actor {
    Actor(subject: "manager-\(institution)", role: .liaisonManager, organisation: institution)
  }

  /// An enterprise for itself.
  static func firm(_ enterprise: EnterpriseID) -> Actor {
    Actor(subject: "firm", role: .enterprise, organisation: enterprise.text)
  }

  /// Codes of institutions of the catalog.
  func institutions() async throws -> [String] {
    let products = try await application.products(
      family: nil, page: PageRequest(limit: 100), actor: Self.system)
    return Set(products.items.compactMap { $0["institution"]?["code"]?.stringValue }).sorted()
  }

  /// Enters a webhook and says its id.
  @discardableResult
  func hook(
    _ organisation: String, _ url: String = "https://hooks.example.com/in",
    types: [EventType] = [], by actor: Actor = World.system
  ) async throws -> WebhookID {
    var body: [String: JSON] = [
      "url": .string(url), "types": .array(types.map { .string($0.rawValue) }),
    ]
    if actor.role == .service { body["organisation"] = .string(organisation) }
    let answer = try await application.createWebhook(.object(body), actor: actor)
    return try #require(answer.body["id"]?.stringValue.flatMap { WebhookID($0) })
  }

  /// Sends all that is due, as a sender whose requests get this answer.
  @discardableResult
  func send(_ answer: WebhookAnswer, milliseconds: Int = 5) async throws -> [WebhookVerdict] {
    let owner = UUID()
    var verdicts: [WebhookVerdict] = []
    for turn in try await application.takeWebhookTurns(
      owner: owner, limit: 100, deliveries: 100, leaseMilliseconds: 60_000)
    {
      for request in turn.requests {
        verdicts.append(
          try await application.noteWebhookAttempt(
            request, at: turn.endpoint, answer, made: store.clock.now, milliseconds: milliseconds))
      }
      try await application.endWebhookTurn(turn.endpoint, owner: owner)
    }
    return verdicts
  }

  func deliveries(of hook: WebhookID, state: String? = nil) async throws -> [JSON] {
    try await application.webhookDeliveries(
      of: hook, state: state, page: PageRequest(limit: 100), actor: Self.system
    ).items
  }

  func view(_ hook: WebhookID) async throws -> JSON {
    try await application.webhook(hook, actor: Self.system).value
  }

  @discardableResult
  func test(_ hook: WebhookID) async throws -> StoredAnswer {
    try await application.testWebhook(hook, actor: Self.system)
  }
}
