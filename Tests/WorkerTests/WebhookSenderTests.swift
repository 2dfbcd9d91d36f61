import Application
import Domain
import Postgres
import ServiceLifecycle
import TestSupport
import Testing
import WebhookWorker
import WorkerKit

@Suite("Sending webhooks", .serialized, .timeLimit(.minutes(10)))
struct WebhookSenderTests {
  /// A database whose application may send to this machine, and a sender over it.
  private struct House: Sendable {
    let store: TestStore
    let application: Application
    let enterprise: EnterpriseID
    let bell = Wake()
    let ids = IdentifierSource()

    static func with(
      allowsPrivate: Bool = true, _ body: (House) async throws -> Void
    ) async throws {
      try await TestStore.with { store in
        var application = store.application
        application.webhookOptions.allowsPrivateAddresses = allowsPrivate
        application.webhookOptions.random = { $0.lowerBound }
        let code = USCC.make(
          registration: "91", division: "340100", organisationBody: "MA2TE200")?.text
        let answer = try await application.createEnterprise(
          [
            "uscc": .string(code ?? ""), "name": "样例企业", "region": "340104", "industry": "6510",
            "registered_on": "2019-03-15",
          ], actor: .system("test"))
        let enterprise = try #require(answer.body["id"]?.stringValue.flatMap { EnterpriseID($0) })
        try await body(House(store: store, application: application, enterprise: enterprise))
      }
    }

    func sender(
      resolver: HostResolver = .system, change: (inout WebhookSenderOptions) -> Void = { _ in }
    ) -> WebhookSender {
      var options = WebhookSenderOptions()
      options.pollMilliseconds = 20
      change(&options)
      return WebhookSender(
        application: application, options: options, resolver: resolver, clock: store.clock.wall,
        ids: ids, bell: bell, controls: .none, state: WorkerState(name: "webhook"),
        logger: World.logger)
    }

    /// Enters a webhook and queues so many tests for it.
    func hook(_ url: String, tests: Int = 1) async throws -> WebhookID {
      let answer = try await application.createWebhook(
        ["url": .string(url), "organisation": .string(enterprise.text)], actor: .system("test"))
      let id = try #require(answer.body["id"]?.stringValue.flatMap { WebhookID($0) })
      for _ in 0..<tests {
        _ = try await application.testWebhook(id, actor: .system("test"))
      }
      return id
    }

    func states(_ hook: WebhookID) async throws -> [String] {
      try await deliveries(hook).compactMap { $0["state"]?.stringValue }
    }

    func deliveries(_ hook: WebhookID) async throws -> [JSON] {
      try await application.webhookDeliveries(
        of: hook, state: nil, page: PageRequest(limit: 100), actor: .system("test")
      ).items
    }

    func view(_ hook: WebhookID) async throws -> JSON {
      try await application.webhook(hook, actor: .system("test")).value
    }

    func attempts(_ hook: WebhookID) async throws -> [JSON] {
      try await deliveries(hook).flatMap { $0["attempts"]?.arrayValue ?? [] }
    }
  }

  private static let fine: Receiver.Answer = { _ in Receiver.Reply(status: 204) }

  @Test("a delivery comes as Standard Webhooks ask, signed by the keys the API shows")
  func form() async throws {
    try await House.with { house in
      try await Receiver.with(Self.fine) { receiver in
        let hook = try await house.hook(receiver.url + "?token=x")
        _ = try await house.application.rotateWebhook(hook, [:], actor: .system("test"))
        try await running([house.sender()]) {
          try await eventually("it is delivered") { try await house.states(hook) == ["delivered"] }
        }
        let call = try #require(receiver.received().first)
        #expect(receiver.received().count == 1 && call.path == "/in")
        let delivery = try #require(try await house.deliveries(hook).first)
        #expect(delivery["event_id"] == .string(call.id))
        #expect(call.seconds == house.store.clock.now.microseconds / 1_000_000)
        #expect(call.headers["content-type"] == "application/json")
        let body = try JSONParser.parse(call.body)
        #expect(body.canonicalBytes == call.body)
        #expect(body["type"] == "cn.rongqiao.webhook.test.v1")
        #expect(body["data"] == ["webhook_id": .string(hook.text)])
        let keys = try await house.view(hook)["keys"]?.arrayValue?
          .compactMap { $0["public_key"]?.stringValue }
        #expect(keys?.count == 2)
        #expect(keys?.allSatisfy { call.isSigned(by: $0) } == true)
        #expect(delivery["attempts"]?.arrayValue?.map { $0["status"] } == [204])
      }
    }
  }

  @Test("an address that takes requests and never answers delays no other")
  func isolation() async throws {
    try await House.with { house in
      let gate = Gate()
      defer { gate.open() }
      let dead: Receiver.Answer = { _ in
        await gate.pass()
        return Receiver.Reply(status: 200)
      }
      try await Receiver.with(dead) { silent in
        try await Receiver.with(Self.fine) { alive in
          // The dead ones come first, and are as many as there are lanes but one.
          var deadHooks: [WebhookID] = []
          for _ in 0..<3 { deadHooks.append(try await house.hook(silent.url, tests: 30)) }
          let hook = try await house.hook(alive.url, tests: 25)
          let sender = house.sender { options in
            options.endpointsMaximum = 4
            options.timeoutMilliseconds = 60_000
          }
          let service = Running(sender)
          try await eventually("the others are delivered") {
            try await house.states(hook).allSatisfy { $0 == "delivered" }
          }
          // Nobody answered there meanwhile, and only a few requests are on their way.
          for dead in deadHooks { #expect(try await house.attempts(dead).isEmpty) }
          #expect((3...12).contains(silent.received().count))
          #expect(alive.received().count == 25)
          gate.open()
          await service.stop()
        }
      }
    }
  }

  @Test("as many addresses that never answer as there are lanes, and more, delay no other")
  func crowd() async throws {
    try await House.with { house in
      let gate = Gate()
      defer { gate.open() }
      let dead: Receiver.Answer = { _ in
        await gate.pass()
        return Receiver.Reply(status: 200)
      }
      try await Receiver.with(dead) { silent in
        try await Receiver.with(Self.fine) { alive in
          // The dead ones come first.
          var deadHooks: [WebhookID] = []
          for _ in 0..<9 { deadHooks.append(try await house.hook(silent.url, tests: 3)) }
          let hook = try await house.hook(alive.url, tests: 25)
          let service = Running(
            house.sender { options in
              options.endpointsMaximum = 4
              options.patienceMilliseconds = 50
              options.timeoutMilliseconds = 600_000
            })
          try await eventually("the other is told of everything") {
            try await house.states(hook).allSatisfy { $0 == "delivered" }
          }
          for dead in deadHooks { #expect(try await house.attempts(dead).isEmpty) }
          #expect(alive.received().count == 25)
          gate.open()
          await service.stop()
        }
      }
    }
  }

  @Test("addresses that failed last time have half of the lanes at most, until they answer again")
  func shared() async throws {
    try await House.with { house in
      let gate = Gate()
      defer { gate.open() }
      let dead: Receiver.Answer = { _ in
        await gate.pass()
        return Receiver.Reply(status: 200)
      }
      try await Receiver.with(dead) { silent in
        try await Receiver.with(Self.fine) { alive in
          var deadHooks: [WebhookID] = []
          for _ in 0..<6 { deadHooks.append(try await house.hook(silent.url, tests: 3)) }
          try await running([
            house.sender { options in
              options.inFlightMaximum = 1
              options.timeoutMilliseconds = 2_000
            }
          ]) {
            for dead in deadHooks {
              try await eventually("it has timed out") {
                try await house.attempts(dead).map { $0["error"] } == ["timeout"]
              }
            }
          }
          // After their rest all of them are due again, longer than the other.
          house.store.clock.advance(milliseconds: 10_000)
          try await eventually("all requests have come") { silent.received().count == 6 }
          let hook = try await house.hook(alive.url, tests: 25)
          let service = Running(
            house.sender { options in
              options.endpointsMaximum = 4
              options.silentMaximum = 0
              options.timeoutMilliseconds = 600_000
            })
          try await eventually("two of them are tried") { silent.received().count == 8 }
          try await eventually("the other is told of everything") {
            try await house.states(hook).allSatisfy { $0 == "delivered" }
          }
          #expect(silent.received().count == 8)
          for dead in deadHooks { #expect(try await house.attempts(dead).count == 1) }
          gate.open()
          try await eventually("they are told as soon as they answer") {
            for dead in deadHooks {
              let states = try await house.states(dead)
              guard states.contains("delivered") else { return false }
            }
            return true
          }
          await service.stop()
        }
      }
    }
  }

  @Test("what has timed out is tried again on its schedule, and the address rests meanwhile")
  func timeout() async throws {
    try await House.with { house in
      let gate = Gate()
      let isDead = Shared(true)
      let answer: Receiver.Answer = { _ in
        if isDead.value { await gate.pass() }
        return Receiver.Reply(status: 200)
      }
      try await Receiver.with(answer) { receiver in
        let hook = try await house.hook(receiver.url, tests: 10)
        let options: (inout WebhookSenderOptions) -> Void = { options in
          options.timeoutMilliseconds = 300
          options.inFlightMaximum = 2
        }
        try await running([house.sender(change: options)]) {
          try await eventually("two have timed out") {
            try await house.attempts(hook).count == 2
          }
          // The other eight wait for the end of the rest, though they are due.
          #expect(try await house.view(hook)["failures"] == 2)
          #expect(try await house.attempts(hook).allSatisfy { $0["error"] == "timeout" })
          isDead.change { $0 = false }
          gate.open()
          house.store.clock.advance(milliseconds: 5_000)
          try await eventually("all are delivered") {
            try await house.states(hook).allSatisfy { $0 == "delivered" }
          }
        }
        #expect(try await house.view(hook)["failing_since"] == .null)
      }
    }
  }

  @Test("410 disables, Retry-After is waited for, and no redirect is followed")
  func answers() async throws {
    try await House.with { house in
      let other = Shared(0)
      let answer: Receiver.Answer = { call in
        switch call.path {
        case "/gone": return Receiver.Reply(status: 410)
        case "/busy":
          return Receiver.Reply(status: 503, headers: ["Retry-After": "120"])
        case "/moved":
          return Receiver.Reply(status: 307, headers: ["Location": "/elsewhere"])
        default:
          other.change { $0 += 1 }
          return Receiver.Reply(status: 200)
        }
      }
      try await Receiver.with(answer) { receiver in
        let base = "http://127.0.0.1:\(receiver.port)"
        let gone = try await house.hook(base + "/gone", tests: 3)
        let busy = try await house.hook(base + "/busy")
        let moved = try await house.hook(base + "/moved")
        try await running([house.sender { $0.inFlightMaximum = 1 }]) {
          try await eventually("all have been tried") {
            let tried = [
              try await house.attempts(gone).count, try await house.attempts(busy).count,
              try await house.attempts(moved).count,
            ]
            return tried == [1, 1, 1]
          }
        }
        #expect(try await house.view(gone)["disabled_reason"] == "gone")
        #expect(try await house.states(gone) == ["discarded", "discarded", "discarded"])
        let next = try await house.deliveries(busy).first?["next_attempt_at"]?.stringValue
        #expect(
          next.flatMap { Instant($0) }
            == house.store.clock.now.adding(milliseconds: 120_000))
        #expect(try await house.attempts(moved).map { $0["status"] } == [307])
        #expect(other.value == 0)
      }
    }
  }

  @Test("a name that leads inside is refused before anything is connected, whatever else it says")
  func inside() async throws {
    try await House.with(allowsPrivate: false) { house in
      try await Receiver.with(Self.fine) { receiver in
        let table: [String: [String]] = [
          "inside.example.com": ["127.0.0.1"], "both.example.com": ["1.1.1.1", "127.0.0.1"],
          "mapped.example.com": ["::ffff:127.0.0.1"], "nowhere.example.com": [],
        ]
        let resolver = HostResolver { host in
          (table[host] ?? []).compactMap { IPAddress($0) }
        }
        var hooks: [String: WebhookID] = [:]
        for name in table.keys.sorted() {
          hooks[name] = try await house.hook("https://\(name):\(receiver.port)/in")
        }
        try await running([house.sender(resolver: resolver)]) {
          for (name, hook) in hooks {
            try await eventually("\(name) has been tried") {
              try await !house.attempts(hook).isEmpty
            }
            let expected: JSON = name == "nowhere.example.com" ? "name" : "address"
            #expect(try await house.attempts(hook).map { $0["error"] } == [expected], "\(name)")
          }
        }
        #expect(receiver.received().isEmpty)
      }
    }
  }

  @Test("a name is connected to where it led when it was checked, under its own name")
  func pinned() async throws {
    try await House.with { house in
      try await Receiver.with(Self.fine) { receiver in
        let asked = Shared(0)
        // The name is known to this resolver alone: were it resolved again, it would lead nowhere.
        let resolver = HostResolver { _ in
          asked.change { $0 += 1 }
          return [IPAddress("127.0.0.1")].compactMap { $0 }
        }
        let hook = try await house.hook(
          "http://hooks.example.invalid:\(receiver.port)/in", tests: 3)
        try await running([house.sender(resolver: resolver)]) {
          try await eventually("all are delivered") {
            try await house.states(hook) == ["delivered", "delivered", "delivered"]
          }
        }
        #expect(asked.value == 1)
        #expect(receiver.received().count == 3)
      }
    }
  }

  @Test("two senders share the addresses, and nothing is sent twice")
  func twoSenders() async throws {
    try await House.with { house in
      try await Receiver.with(Self.fine) { receiver in
        var hooks: [WebhookID] = []
        for _ in 0..<5 { hooks.append(try await house.hook(receiver.url, tests: 12)) }
        try await running([house.sender(), house.sender()]) {
          for hook in hooks {
            try await eventually("all are delivered") {
              try await house.states(hook).allSatisfy { $0 == "delivered" }
            }
          }
        }
        #expect(receiver.received().count == 60)
        #expect(Set(receiver.received().map(\.id)).count == 60)
      }
    }
  }

  @Test("a paused sender sends nothing until it is told to go on")
  func paused() async throws {
    try await House.with { house in
      try await Receiver.with(Self.fine) { receiver in
        let isPaused = Shared(true)
        let asked = Shared(0)
        let controls = WorkerControls { name in
          #expect(name == "webhook")
          asked.change { $0 += 1 }
          return isPaused.value
            ? PauseNotice(since: TestStore.morning, reason: "moving house") : nil
        }
        let hook = try await house.hook(receiver.url)
        var options = WebhookSenderOptions()
        options.pauseLookMilliseconds = 10
        let state = WorkerState(name: "webhook")
        let sender = WebhookSender(
          application: house.application, options: options, clock: house.store.clock.wall,
          ids: house.ids, bell: house.bell, controls: controls, state: state, logger: World.logger)
        try await running([sender]) {
          try await eventually("it has looked several times") { asked.value > 3 }
          #expect(state.phase == .paused && state.isReady)
          #expect(receiver.received().isEmpty)
          isPaused.change { $0 = false }
          try await eventually("it is delivered") { try await house.states(hook) == ["delivered"] }
        }
      }
    }
  }
}
