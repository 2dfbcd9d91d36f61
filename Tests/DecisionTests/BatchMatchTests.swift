import Catalog
import Decision
import Domain
import Seeds
import Testing

/// Stored needs decided many at a time, against the same needs decided one by one.
@Suite("Batches of stored needs")
struct BatchMatchTests {
  private struct Unreadable: Error {}

  /// The outcomes of inputs by way of their stored form.
  private func outcomes(
    _ engine: Engine, _ inputs: [DecisionInput], topLimit: Int
  ) throws -> [StoredResult] {
    var sheets: [[UInt8]: FactSheet] = [:]
    let stored = inputs.map { input in
      let bytes = input.enterpriseFacts.json.canonicalBytes
      sheets[bytes] = input.enterpriseFacts
      return StoredNeed(asked: input.needFacts.sorted, facts: bytes)
    }
    return try engine.decideStored(stored, clock: World.clock, topLimit: topLimit) { bytes in
      guard let sheet = sheets[bytes] else { throw Unreadable() }
      return sheet
    }.map { try $0.get() }
  }

  /// An engine for products made at random.
  private func engine(_ world: inout RandomWorld, products: Int) throws -> Engine {
    var bodies: [String: String] = [:]
    for index in 0..<products {
      let (criteria, rest) = world.product()
      bodies["p\(1_000 + index)"] = RandomWorld.body(criteria, rest)
    }
    return try World(bodies).engine
  }

  @Test("a batch of stored needs says what the plain rules say of each, warnings and bitmaps too")
  func agrees() throws {
    let seed = SeededGenerator.seed(for: "BatchMatchTests")
    var world = RandomWorld(seed: seed)
    for round in 0..<60 {
      let engine = try engine(&world, products: world.catalogSize())
      let inputs = (0..<200).map { need in
        let parts = world.input(world.facts(knownPercent: world.knownPercent()))
        // Some amounts are beyond what rows hold.
        let amount = need % 50 == 7 ? 0 : parts.amount
        return World.input(parts.facts, amount: amount, months: parts.months)
      }
      let found = try outcomes(engine, inputs, topLimit: 5)
      for (need, input) in inputs.enumerated() {
        let expected = engine.plainMatch(input, topLimit: 5)
        try #require(
          found[need].bytes == expected.json.canonicalBytes,
          "seed \(seed), round \(round), need \(need): \(expected.json)")
        try #require(
          found[need] == engine.stored(expected), "seed \(seed), round \(round), need \(need)")
      }
    }
  }

  @Test("costs kept from one batch do not leak into another with other tenors and grades")
  func keepsCostsApart() throws {
    let seed = SeededGenerator.seed(for: "BatchMatchTests")
    var world = RandomWorld(seed: seed)
    let engine = try engine(&world, products: 60)
    for batch in 0..<8 {
      let inputs = (0..<100).map { need in
        let parts = world.input(world.facts(knownPercent: 90))
        return World.input(
          parts.facts, amount: parts.amount, months: Int64((need + batch * 7) % 61))
      }
      let found = try outcomes(engine, inputs, topLimit: 10)
      for (need, input) in inputs.enumerated() {
        let isEqual = found[need] == engine.stored(engine.plainMatch(input))
        try #require(
          isEqual,
          "seed \(seed), batch \(batch), need \(need)")
      }
    }
  }

  @Test("a need whose amount has no price never stands for the costs of those after it")
  func unpricedFirst() throws {
    let seed = SeededGenerator.seed(for: "BatchMatchTests")
    var world = RandomWorld(seed: seed)
    let engine = try engine(&world, products: 40)
    for batch in 0..<6 {
      let inputs = (0..<40).map { need in
        let parts = world.input(world.facts(knownPercent: 90))
        // Of every second batch, no need has an amount that can be priced.
        return World.input(
          parts.facts, amount: batch % 2 == 0 ? 0 : parts.amount, months: Int64(need % 5 + 1))
      }
      let found = try outcomes(engine, inputs, topLimit: 10)
      for (need, input) in inputs.enumerated() {
        let isEqual = found[need] == engine.stored(engine.plainMatch(input))
        try #require(
          isEqual,
          "seed \(seed), batch \(batch), need \(need)")
      }
    }
  }

  @Test("whatever sources, days, unknown names and escapes there are, facts are read alike")
  func mixedSheets() throws {
    let seed = SeededGenerator.seed(for: "BatchMatchTests")
    var world = RandomWorld(seed: seed)
    var random = SeededGenerator(seed: seed)
    let engine = try engine(&world, products: 30)
    let sources = ["enterprise", "tax_bureau", "registry", "bank \"one\"", "税务\\局", ""]
    for batch in 0..<6 {
      let inputs = (0..<80).map { _ in
        let parts = world.input(world.facts(knownPercent: 70))
        let input = World.input(parts.facts, amount: parts.amount, months: parts.months)
        var sheet = FactSheet(
          input.enterpriseFacts.sorted.map { fact in
            Fact(
              path: fact.path, value: fact.value,
              // Mostly the same as before it, as facts of one source are.
              source: sources[
                Int.random(in: 0..<4, using: &random) > 0
                  ? 0 : Int.random(in: sources.indices, using: &random)],
              asOf: fact.asOf.adding(days: -Int.random(in: 0...1, using: &random)))
          })
        for path in ["a", "tax.zz", "zz"] where Bool.random(using: &random) {
          sheet[path] = Fact(
            path: path, value: .set(["x", "y"]), source: "other",
            asOf: LegalDate(daysSinceEpoch: 20_000))
        }
        return DecisionInput(
          needFacts: input.needFacts, enterpriseFacts: sheet, clock: input.clock)
      }
      let found = try outcomes(engine, inputs, topLimit: 10)
      for (need, input) in inputs.enumerated() {
        let isEqual = found[need] == engine.stored(engine.plainMatch(input))
        try #require(isEqual, "seed \(seed), batch \(batch), need \(need)")
      }
    }
  }

  @Test("facts that stand otherwise than they are written are read as a sheet, or refused alone")
  func oddFacts() throws {
    let engine = try World(["p1001": "", "p1002": ""]).engine
    let good = World.input(amount: 100_000_000, months: 12)
    let bytes = good.enterpriseFacts.json.canonicalBytes
    let spaced = [UInt8](" \(String(decoding: bytes, as: UTF8.self))".utf8)
    let needs =
      [bytes, spaced, Array("[[".utf8)]
      + [[UInt8]](repeating: bytes, count: 20)
    let found = engine.decideStored(
      needs.map { StoredNeed(asked: good.needFacts.sorted, facts: $0) }, clock: World.clock
    ) { body in
      guard body == spaced else { throw Unreadable() }
      return good.enterpriseFacts
    }
    #expect(throws: Unreadable.self) { try found[2].get() }
    for index in found.indices where index != 2 {
      #expect(try found[index].get() == engine.stored(engine.plainMatch(good)))
    }
  }
}

@Suite("Stored results")
struct StoredResultTests {
  private static let result = MatchResult(
    productCount: 11,
    counts: MatchResult.Counts(
      considered: 5, eligible: 2, ineligible: 2, needsInfo: 1, nearMisses: 1),
    considered: [0b0001_1111, 0], eligible: [0b0000_0011, 0], needsInfo: [0b0000_0100, 0],
    top: [
      MatchResult.RankedProduct(
        product: 1, code: "b", limitFen: 5, costPPM: nil, coveragePPM: 1_000_000),
      MatchResult.RankedProduct(
        product: 0, code: "a\"],\"needs_info\":\"", limitFen: nil, costPPM: -3, coveragePPM: nil),
    ],
    nearMisses: [MatchResult.NearMiss(product: 3, code: "近", ruleID: "r", costPPM: 7)],
    warnings: [MatchResult.Warning(code: "parameter_carried", subject: "lpr_1y")])

  @Test("a result is written as its canonical JSON and read back as itself, odd codes too")
  func roundTrip() throws {
    let bytes = Self.result.canonicalBytes
    #expect(bytes == Self.result.json.canonicalBytes)
    #expect(try MatchResult(stored: bytes) == Self.result)
    let spaced = Array(" ".utf8) + bytes
    #expect(try MatchResult(stored: spaced) == Self.result, "any JSON of it is read")
  }

  @Test("a stored result that does not add up is refused, with one bit more or a byte less")
  func refuses() throws {
    let text = String(decoding: Self.result.canonicalBytes, as: UTF8.self)
    let wrong = text.replacing(#""eligible":"0300""#, with: #""eligible":"0700""#)
    #expect(wrong != text)
    #expect(throws: Faults.self) { try MatchResult(stored: Array(wrong.utf8)) }
    #expect(throws: (any Error).self) { try MatchResult(stored: Array(text.utf8.dropLast())) }
  }

  @Test("what a stored result shows stands at the places it gives; odd forms are for the parser")
  func shows() throws {
    func shown(_ bytes: [UInt8]) -> ShownResult? {
      bytes.withUnsafeBufferPointer { ShownResult(stored: $0) }
    }
    #expect(shown(Self.result.canonicalBytes) == nil, "a code with escapes")
    let odd = Self.result
    let plain = MatchResult(
      productCount: odd.productCount, counts: odd.counts, considered: odd.considered,
      eligible: odd.eligible, needsInfo: odd.needsInfo,
      top: [
        odd.top[0],
        MatchResult.RankedProduct(
          product: 0, code: "a", limitFen: nil, costPPM: -3, coveragePPM: nil),
      ], nearMisses: odd.nearMisses, warnings: odd.warnings)
    let bytes = plain.canonicalBytes
    let result = try #require(shown(bytes))
    func text(_ span: Range<Int>) -> String { String(decoding: bytes[span], as: UTF8.self) }
    #expect(result.top.map(\.product) == [1, 0] && result.nearMisses.map(\.product) == [3])
    #expect(result.top.map { text($0.limitFen) } == ["5", "null"])
    #expect(result.top.map { text($0.costPPM) } == ["null", "-3"])
    #expect(result.top.map { text($0.coveragePPM) } == ["1000000", "null"])
    #expect(result.nearMisses.map { text($0.rule) + text($0.costPPM) } == [#""r"7"#])
    #expect(
      text(result.warnings) == #"[{"code":"parameter_carried","subject":"lpr_1y"}]"#)
    for length in bytes.indices { #expect(shown(Array(bytes[..<length])) == nil) }
    #expect(shown(Array(" ".utf8) + bytes) == nil)
  }

  @Test("digests of verdicts are equal only when every product's verdict is the same")
  func comparesVerdicts() throws {
    let bodies = Dictionary(uniqueKeysWithValues: (0..<11).map { ("p\(1_000 + $0)", "") })
    let engine = try World(bodies).engine
    let digest = engine.verdictDigest(of: Self.result)
    let others = [
      Self.result(needsInfo: [0b0000_1000, 0]), Self.result(eligible: [0b0000_0101, 0]),
      Self.result(considered: [0b0011_1111, 0]),
      Self.result(eligible: [0b0000_0100, 0], needsInfo: [0b0000_0011, 0]),
    ]
    for other in others { #expect(engine.verdictDigest(of: other) != digest) }
    #expect(Set(others.map { engine.verdictDigest(of: $0) }).count == others.count)
    #expect(engine.verdictDigest(of: Self.result()) == digest, "the best say nothing of it")
    var renamed = bodies
    renamed["p1010"] = nil
    renamed["p1011"] = ""
    #expect(
      try World(renamed).engine.verdictDigest(of: Self.result) != digest, "another product's")
    #expect(digest.bytes.count == VerdictDigest.count)
    #expect(VerdictDigest(bytes: Array(digest.bytes.dropLast())) == nil)
  }

  /// The verdicts of `result` but for what is given, and nothing else of it.
  private static func result(
    considered: [UInt8] = result.considered, eligible: [UInt8] = result.eligible,
    needsInfo: [UInt8] = result.needsInfo
  ) -> MatchResult {
    MatchResult(
      productCount: 11, counts: result.counts, considered: considered, eligible: eligible,
      needsInfo: needsInfo, top: [], nearMisses: [], warnings: [])
  }
}
