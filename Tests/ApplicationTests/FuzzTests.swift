import Application
import Domain
import Store
import TestSupport
import Testing

/// Random values and random damage to good bodies, the same for the same seed.
private struct Fuzzer {
  var random: SplitMix

  private static let texts = [
    "", " ", "A", "汉字", "\u{1F30A}", "e\u{301}", "\u{202E}abc", "\u{FEFF}", "a\nb", "';--", "%",
    "\\", "\"", "ent_", "340104", "6510", "2019-02-29", "2019-03-15", "credit", "other",
    "tax.credit_grade", "need.amount_fen", "registry", "enterprise", "\u{1}", "\u{7F}", "０１２",
  ]
  private static let names = [
    "uscc", "name", "region", "industry", "registered_on", "uscc_override_reason",
    "enterprise_id", "amount", "fen", "currency", "tenor_months", "purpose", "security", "facts",
    "path", "value", "none", "unknown", "source", "as_of", "id", "", "a/b", "~", "汉",
  ]

  mutating func value(depth: Int = 0) -> JSON {
    switch Int.random(in: 0..<(depth < 3 ? 8 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2:
      let edges: [Int64] = [0, 1, -1, .max, .min, 600, 601, 10_000_000_000_000, 1 << 53]
      return .int(edges.randomElement(using: &random) ?? 0)
    case 3: return .int(.random(in: -5...1_000_000, using: &random))
    case 4: return .string(Self.texts.randomElement(using: &random) ?? "")
    case 5:
      let text = Self.texts.randomElement(using: &random) ?? "x"
      return .string(String(repeating: text, count: .random(in: 0...300, using: &random)))
    case 6:
      return .array(
        (0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1) })
    default:
      var members: [String: JSON] = [:]
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        members[Self.names.randomElement(using: &random) ?? "x"] = value(depth: depth + 1)
      }
      return .object(members)
    }
  }

  /// The value with something in it changed, taken out or added.
  mutating func damaged(_ json: JSON) -> JSON {
    switch json {
    case .object(var members) where !members.isEmpty:
      let names = members.keys.sorted()
      let name = names.randomElement(using: &random) ?? ""
      switch Int.random(in: 0..<5, using: &random) {
      case 0: members[name] = nil
      case 1: members[Self.names.randomElement(using: &random) ?? "x"] = value(depth: 1)
      case 2: members[name] = value(depth: 1)
      default: members[name] = damaged(members[name] ?? .null)
      }
      return .object(members)
    case .array(var elements) where !elements.isEmpty:
      let index = Int.random(in: 0..<elements.count, using: &random)
      if Bool.random(using: &random) {
        elements[index] = damaged(elements[index])
      } else {
        elements.append(value(depth: 1))
      }
      return .array(elements)
    default: return value(depth: 1)
    }
  }
}

@Suite("Random input")
struct FuzzTests {
  /// Of each part; the parts go side by side.
  private static let rounds = 500

  @Test(
    "2,000 random bodies are each taken whole or refused as invalid, and never half stored",
    arguments: 20_261_120...20_261_123 as ClosedRange<UInt64>)
  func bodies(seed: UInt64) async throws {
    print("random input: seed \(seed)")
    try await World.with(isLong: true) { world in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      var fuzzer = Fuzzer(random: SplitMix(seed: seed))
      let facts = Body.facts([
        "tax.credit_grade": "A", "tax.arrears_fen": 0, "enterprise.titles": ["high_tech"],
        "enterprise.listed_boards": nil,
      ])
      var tally: [String: Int] = [:]
      var before = try await world.counts()
      for round in 0..<Self.rounds {
        let use = round % 6
        let good: JSON =
          switch use {
          case 0: Body.enterprise(1 + round / 6)
          case 1: ["name": "新", "region": "340104", "industry": "6510"]
          case 2, 3: facts
          case 4: Body.need(enterprise)
          default: ["amount": ["fen": 5], "tenor_months": 3, "security": ["ip"]]
          }
        var body = round % 7 == 0 ? fuzzer.value() : fuzzer.damaged(good)
        if round % 3 == 0 { body = fuzzer.damaged(body) }
        let given = body
        let error = await refusal {
          try await send(given, use, world, enterprise, need)
        }
        let after = try await world.counts()
        switch error {
        case nil: tally["taken", default: 0] += 1
        case .invalid(let faults)?:
          tally["invalid", default: 0] += 1
          #expect(!faults.isEmpty, "\(given)")
          #expect(
            faults.allSatisfy { $0.pointer.isEmpty || $0.pointer.hasPrefix("/") }, "\(given)")
          #expect(after == before, "\(given)")
        case .some(let error):
          tally[error.word, default: 0] += 1
          #expect(after == before, "\(given)")
        }
        before = after
        if error == nil, use == 4 {
          try await withdraw(world, enterprise)
          before = try await world.counts()
        }
      }
      #expect(tally["invalid", default: 0] > Self.rounds * 2 / 5, "the damage is mostly seen")
      #expect(tally["taken", default: 0] > Self.rounds / 20, "and good bodies are among them")
      let odd = tally.keys.filter { !["taken", "invalid"].contains($0) }
      #expect(Set(odd).isSubset(of: ["conflict enterprise_exists", "not found enterprise"]))
    }
  }

  private func send(
    _ body: JSON, _ use: Int, _ world: World, _ enterprise: EnterpriseID, _ need: NeedID
  ) async throws {
    let application = world.application
    let actor = World.system
    switch use {
    case 0: _ = try await application.createEnterprise(body, actor: actor)
    case 1:
      let version = try await application.enterprise(enterprise, actor: actor).version
      _ = try await application.amendEnterprise(
        enterprise, expectedVersion: version, body, actor: actor)
    case 2, 3:
      _ = try await application.putFacts(
        enterprise, expectedVersion: nil, body, mode: use == 2 ? .replace : .merge, actor: actor)
    case 4: _ = try await application.submitNeed(body, actor: actor)
    default:
      let version = try await application.need(need, actor: actor).version
      _ = try await application.amendNeed(need, expectedVersion: version, body, actor: actor)
    }
  }

  /// Keeps the number of open needs down.
  private func withdraw(_ world: World, _ enterprise: EnterpriseID) async throws {
    let open = try await world.application.needs(
      status: "submitted", enterprise: enterprise, region: nil, page: PageRequest(limit: 1),
      actor: World.system)
    guard let id = open.items.first?["id"]?.stringValue.flatMap({ NeedID($0) }) else { return }
    _ = try await world.application.withdrawNeed(id, expectedVersion: 1, actor: World.system)
  }
}
