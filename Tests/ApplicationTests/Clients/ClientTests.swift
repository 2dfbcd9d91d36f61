import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@testable import Application

@Suite("Clients of institutions", .serialized)
struct ClientTests {
  private static let bank = World.manager("huishang")

  private func order(
    _ institution: String? = nil, role: String = "liaison", name: String = "core"
  ) -> JSON {
    var body: [String: JSON] = ["name": .string(name), "role": .string(role)]
    if let institution { body["institution"] = .string(institution) }
    return .object(body)
  }

  private func create(
    _ world: World, _ institution: String? = nil, role: String = "liaison",
    by actor: Actor = ClientTests.bank
  ) async throws -> ClientID {
    let made = try await world.application.createClient(
      order(institution, role: role), actor: actor)
    return try #require(made.body["id"]?.stringValue.flatMap { ClientID($0) })
  }

  private func secret(
    _ world: World, _ id: ClientID, _ body: JSON = [:], by actor: Actor = ClientTests.bank
  ) async throws -> (id: ClientSecretID, text: String) {
    let made = try await world.application.createClientSecret(id, body, actor: actor)
    let secret = try #require(made.body["id"]?.stringValue.flatMap { ClientSecretID($0) })
    return (secret, try #require(made.body["secret"]?.stringValue))
  }

  private func word(_ body: () async throws -> Void) async -> String? {
    await refusal(body)?.word
  }

  @Test("a client is entered, renamed, disabled and enabled, and each act is in the trail")
  func life() async throws {
    try await World.with { world in
      let application = world.application
      let made = try await application.createClient(order(), actor: Self.bank)
      #expect(made.status == 201 && made.headers["ETag"] == "\"1\"")
      let id = try #require(made.body["id"]?.stringValue.flatMap { ClientID($0) })
      #expect(made.headers["Location"] == "/v1/clients/\(id)")
      #expect(made.body["institution"] == "huishang" && made.body["secrets"] == [])
      #expect(made.body["state"] == "active" && made.body["disabled"] == .null)
      let read = try await application.client(id, actor: Self.bank)
      #expect(read.value == made.body && read.version == 1)
      let renamed = try await application.amendClient(
        id, expectedVersion: 1, ["name": "credit"], actor: Self.bank)
      #expect(renamed.body["name"] == "credit" && renamed.headers["ETag"] == "\"2\"")
      let same = try await application.amendClient(
        id, expectedVersion: 2, ["name": "credit"], actor: Self.bank)
      #expect(same.headers["ETag"] == "\"2\"", "no change, no version")
      #expect(
        await word {
          _ = try await application.disableClient(
            id, expectedVersion: 1, ["reason": "lost"], actor: Self.bank)
        } == "stale 2")
      let disabled = try await application.disableClient(
        id, expectedVersion: 2, ["reason": "lost"], actor: Self.bank)
      #expect(disabled.body["state"] == "disabled")
      #expect(disabled.body["disabled"]?["reason"] == "lost")
      #expect(
        await word {
          _ = try await application.disableClient(
            id, expectedVersion: 3, ["reason": "again"], actor: Self.bank)
        } == "conflict client_status")
      #expect(await word { _ = try await secret(world, id) } == "conflict client_status")
      let enabled = try await application.enableClient(
        id, expectedVersion: 3, ["reason": "found"], actor: World.system)
      #expect(enabled.body["state"] == "active" && enabled.body["disabled"] == .null)
      #expect(
        await word {
          _ = try await application.enableClient(
            id, expectedVersion: 4, ["reason": "again"], actor: World.system)
        } == "conflict client_status")
      let key = try await secret(world, id)
      _ = try await application.revokeClientSecret(key.id, of: id, actor: Self.bank)
      let trail = try await application.auditEntries(
        action: nil, subject: id.text, page: PageRequest(), actor: World.system)
      #expect(
        trail.items.map { $0["action"] } == [
          "client_secret.revoke", "client_secret.create", "client.enable", "client.disable",
          "client.amend", "client.create",
        ])
      #expect(trail.items[3]["reason"] == "lost")
      #expect(trail.items.allSatisfy { !$0.canonicalText.contains(key.text) })
    }
  }

  @Test("a secret brings what its client is, and nothing else does")
  func grant() async throws {
    try await World.with { world in
      let application = world.application
      let id = try await create(world, role: "liaison_manager")
      #expect(try await application.clientGrant(id: id.text, secret: "") == nil)
      let key = try await secret(world, id)
      #expect(key.text.hasPrefix("rqsec_") && key.text.utf8.count == 49)
      let grant = try await application.clientGrant(id: id.text, secret: key.text)
      #expect(
        grant == ClientGrant(client: id, role: .liaisonManager, organisation: "huishang"))
      let other = try await create(world)
      for (client, secret) in [
        (id.text, key.text + "x"), (id.text, ""), (other.text, key.text), ("nobody", key.text),
        ("", ""), (id.text, key.text.uppercased()),
      ] {
        #expect(try await application.clientGrant(id: client, secret: secret) == nil)
      }
      _ = try await application.disableClient(
        id, expectedVersion: 2, ["reason": "lost"], actor: Self.bank)
      #expect(try await application.clientGrant(id: id.text, secret: key.text) == nil)
      _ = try await application.enableClient(
        id, expectedVersion: 3, ["reason": "found"], actor: Self.bank)
      #expect(try await application.clientGrant(id: id.text, secret: key.text) == grant)
      let used = try await application.client(id, actor: Self.bank).value["secrets"]
      #expect(used?.arrayValue?.first?["last_used_at"] != .null)
    }
  }

  @Test("two secrets count at once, so that one takes over from the other; each ends at its time")
  func rotation() async throws {
    try await World.with { world in
      let application = world.application
      let id = try await create(world)
      func counts(_ secret: String) async throws -> Bool {
        try await application.clientGrant(id: id.text, secret: secret) != nil
      }
      let first = try await secret(world, id)
      let second = try await secret(world, id, ["expires_in_days": 2])
      #expect(first.text != second.text)
      #expect(await word { _ = try await secret(world, id) } == "conflict too_many_secrets")
      #expect(try await counts(first.text))
      #expect(try await counts(second.text))
      _ = try await application.revokeClientSecret(first.id, of: id, actor: Self.bank)
      #expect(try await !counts(first.text))
      #expect(try await counts(second.text))
      #expect(
        await word {
          _ = try await application.revokeClientSecret(first.id, of: id, actor: Self.bank)
        } == "not found client secret")
      let third = try await secret(world, id)
      world.store.clock.advance(milliseconds: 2 * 86_400_000)
      #expect(try await !counts(second.text))
      #expect(try await counts(third.text))
      // The slot of the expired one is free.
      let fourth = try await secret(world, id)
      #expect(try await counts(fourth.text))
      for _ in 0..<12 {
        let short = try await application.client(id, actor: Self.bank).value["secrets"]
        let newest = short?.arrayValue?.first?["id"]?.stringValue
        let name = try #require(newest.flatMap { ClientSecretID($0) })
        _ = try await application.revokeClientSecret(name, of: id, actor: Self.bank)
        _ = try await secret(world, id)
      }
      let kept = try await application.client(id, actor: Self.bank).value["secrets"]?.arrayValue
      #expect(kept?.count == 10, "two that count and eight that ended")
    }
  }

  @Test("no table holds a secret in the clear, and a repeated key does not show it again")
  func shownOnce() async throws {
    try await World.with { world in
      let application = world.application
      let id = try await create(world)
      let key = IdempotencyRequest(client: "c", key: "k", fingerprint: Digest(of: ["a": 1]))
      let made = try await application.createClientSecret(
        id, [:], actor: Self.bank, idempotency: key)
      let text = try #require(made.body["secret"]?.stringValue)
      #expect(
        await word {
          _ = try await application.createClientSecret(
            id, [:], actor: Self.bank, idempotency: key)
        } == "conflict secret_shown_once")
      #expect(try await world.count("api_client_secret") == 1)
      let stored = try await world.store.pool.withConnection { session in
        let rows = try await session.query("SELECT body FROM idempotency")
        return try rows.map { String(decoding: try $0.decode(0, as: [UInt8].self), as: UTF8.self) }
      }
      #expect(stored.count == 1 && stored[0].contains("expires_at"))
      #expect(!stored[0].contains(text) && !stored[0].contains("rqsec"))
      let tables = try await world.counts().keys.sorted()
      for table in tables {
        let found = try await world.store.pool.withConnection { session in
          try await session.query(
            .unsafeSQL("SELECT 1 FROM \(table) t WHERE t::text LIKE '%rqsec%'")
          ).count
        }
        #expect(found == 0, "\(table)")
      }
    }
  }

  @Test("others' clients do not exist, and who may not have any is refused")
  func access() async throws {
    try await World.with { world in
      let application = world.application
      let id = try await create(world)
      let key = try await secret(world, id)
      let away = Actor(subject: "o", role: .operator, region: "320000")
      let city = Actor(subject: "o", role: .operator, region: "340100")
      let reason: JSON = ["reason": "x"]
      for (actor, expected) in [
        (World.manager("cdb"), "not found client"), (away, "not found client"),
        // The bank serves more than the city.
        (city, "not found client"),
        (Actor(subject: "l", role: .liaison, organisation: "huishang"), "forbidden"),
        (Actor(subject: "e", role: .enterprise, uscc: "91340100MA2TE2W95U"), "forbidden"),
        (Actor(subject: id.text, role: .liaisonManager, organisation: "huishang"), "forbidden"),
        (Actor(subject: "a", role: .auditor), "forbidden"),
      ] {
        let attempts: [() async throws -> Void] = [
          {
            _ = try await application.amendClient(
              id, expectedVersion: 2, ["name": "x"], actor: actor)
          },
          { _ = try await application.disableClient(id, expectedVersion: 2, reason, actor: actor) },
          { _ = try await application.enableClient(id, expectedVersion: 2, reason, actor: actor) },
          { _ = try await application.createClientSecret(id, [:], actor: actor) },
          { _ = try await application.revokeClientSecret(key.id, of: id, actor: actor) },
        ]
        for attempt in attempts { #expect(await word(attempt) == expected, "\(actor)") }
        if expected == "not found client" {
          #expect(await word { _ = try await application.client(id, actor: actor) } == expected)
          #expect(try await application.clients(page: PageRequest(), actor: actor).items.isEmpty)
        }
      }
      #expect(try await application.client(id, actor: Self.bank).version == 2)
      for actor in [Self.bank, World.system, World.country, Actor(subject: "a", role: .auditor)] {
        let listed = try await application.clients(page: PageRequest(), actor: actor)
        #expect(listed.items.map { $0["id"] } == [.string(id.text)])
      }
    }
  }

  @Test("an operator of a region enters clients of institutions that serve nothing outside it")
  func regions() async throws {
    try await World.with { world in
      try await world.enter(World.firm("hefei-firm"))
      let city = Actor(subject: "o", role: .operator, region: "340100")
      let county = Actor(subject: "o", role: .operator, region: "340104")
      let id = try await create(world, "hefei-firm", by: city)
      #expect(
        try await world.application.clients(page: PageRequest(), actor: city).items.count == 1)
      #expect(
        await word { _ = try await create(world, "hefei-firm", by: county) }
          == "not found institution")
      #expect(
        await word { _ = try await create(world, "huishang", by: city) } == "not found institution")
      #expect(
        await word { _ = try await world.application.client(id, actor: county) }
          == "not found client")
    }
  }

  @Test("an auditor's rights are given by those alone who run the whole service")
  func auditors() async throws {
    try await World.with { world in
      #expect(await word { _ = try await create(world, role: "auditor") } == "forbidden")
      let id = try await create(world, "huishang", role: "auditor", by: World.country)
      #expect(await word { _ = try await secret(world, id) } == "forbidden")
      let key = try await secret(world, id, by: World.country)
      let grant = try await world.application.clientGrant(id: id.text, secret: key.text)
      #expect(grant?.role == .auditor)
    }
  }

  @Test("what is wrong with a request is told with its place and changes nothing")
  func refusals() async throws {
    try await World.with { world in
      let application = world.application
      let country = World.country
      let bodies: [(JSON, Actor, String)] = [
        ([:], Self.bank, "invalid /name required, /role required"),
        (["name": "", "role": "liaison"], Self.bank, "invalid /name empty"),
        (["name": "a\nb", "role": "liaison"], Self.bank, "invalid /name control_character"),
        (["name": "x", "role": "operator"], Self.bank, "invalid /role unknown_value"),
        (["name": "x", "role": "liaison", "y": 1], Self.bank, "invalid /y unknown_member"),
        (order("cdb"), Self.bank, "not found institution"),
        (order(), World.manager("nobody"), "invalid /institution unknown_value"),
        (order(), country, "invalid /institution required"),
        (order("nobody"), country, "invalid /institution unknown_value"),
      ]
      for (body, actor, expected) in bodies {
        #expect(
          await word { _ = try await application.createClient(body, actor: actor) } == expected)
      }
      let id = try await create(world)
      for days: Int64 in [0, 731] {
        #expect(
          await word { _ = try await secret(world, id, ["expires_in_days": .int(days)]) }
            == "invalid /expires_in_days \(days == 0 ? "below_min" : "above_max")")
      }
      for reason: JSON in [[:], ["reason": ""], ["reason": 1]] {
        let found = await word {
          _ = try await application.disableClient(id, expectedVersion: 1, reason, actor: country)
        }
        #expect(found?.hasPrefix("invalid /reason ") == true)
      }
      #expect(try await application.client(id, actor: country).version == 1)
      for _ in 1..<50 { _ = try await create(world) }
      #expect(await word { _ = try await create(world) } == "conflict too_many_clients")
      _ = try await create(world, "cdb", by: country)
    }
  }

  @Test("of many that make secrets of one client at once, two succeed")
  func concurrent() async throws {
    try await World.with { world in
      let id = try await create(world)
      let made = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<12 {
          group.addTask {
            let answer = try? await world.application.createClientSecret(
              id, [:], actor: Self.bank)
            return answer != nil
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(made == 2)
    }
  }

  @Test("comparing finds every difference, whatever its place")
  func comparing() {
    let bytes = Array(0..<32).map { UInt8($0) }
    #expect(ConstantTime.isEqual(bytes, bytes))
    for place in bytes.indices {
      var other = bytes
      other[place] ^= 1
      #expect(!ConstantTime.isEqual(bytes, other))
    }
    #expect(!ConstantTime.isEqual(bytes, Array(bytes.dropLast())))
    let secret = ClientSecret()
    #expect(!"\(secret)".contains(secret.text.dropFirst(6)))
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!dumped.contains(secret.text.dropFirst(6)))
  }
}
