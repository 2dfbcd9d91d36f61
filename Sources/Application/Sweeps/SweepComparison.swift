import Catalog
import Decision
import Domain
import Policy
import Store

/// One verdict that came out otherwise than in the run before.
struct Flip: Sendable, Hashable {
  var product: String
  var from: FlipVerdict
  var to: FlipVerdict
  var cause: FlipRecord.Cause
  /// The lesser of limit and amount asked; nil unless eligible now with a published limit.
  var amountFen: Int64?
}

/// The new outcome for a need, where it is another one than in its run.
struct NeedChange: Sendable {
  var result: MatchResult
  /// In the order of codes; empty when only the best products changed.
  var flips: [Flip]
}

/// Compares the stored runs made under one pair of versions with what holds under another.
struct SweepComparison: Sendable {
  let touched: TouchedProducts
  private let isTouched: Set<String>
  /// Product codes by ordinal in the runs that are compared.
  private let oldCodes: [String]
  /// The engine that decides now.
  let engine: Engine
  /// Holds only the touched products that are in the new catalog: deciding with it decides nothing
  /// else. Nil when all touched products are taken out.
  private let touchedEngine: Engine?

  /// - Throws: `Faults` when the new catalog and policies cannot be used.
  init(_ touched: TouchedProducts, oldCodes: [String], engine: Engine) throws {
    self.touched = touched
    isTouched = Set(touched.codes)
    self.oldCodes = oldCodes
    self.engine = engine
    touchedEngine = try Self.engine(of: touched, in: engine)
  }

  private static func engine(of touched: TouchedProducts, in engine: Engine) throws -> Engine? {
    let codes = Set(touched.codes)
    let documents = engine.catalog.products.filter { codes.contains($0.code) }.map(\.json)
    guard !documents.isEmpty else { return nil }
    guard documents.count < engine.catalog.products.count else { return engine }
    guard case .object(var members) = engine.catalog.json else { return nil }
    members["products"] = .array(documents)
    return try Engine(
      catalog: try Catalog(json: .object(members)), policies: engine.policies,
      version: engine.version)
  }

  /// What changed for a need; nil when neither a verdict on a touched product nor the best products
  /// did. Untouched products are decided only when something changed, for the new run.
  ///
  /// - Returns: also whether a touched product does not fit now, so that it may on another day.
  func change(
    _ stored: MatchResult, _ input: DecisionInput
  ) -> (change: NeedChange?, mayRipenAnew: Bool) {
    let old = RunVerdicts(stored, codes: oldCodes)
    let best = touchedEngine?.match(input, topLimit: touched.codes.count)
    let new = best.map { RunVerdicts($0, codes: touchedEngine?.catalog.products.map(\.code) ?? []) }
    let flipped = touched.codes.contains {
      FlipVerdict.differs(old[$0], new?[$0] ?? .absent)
    }
    let mayRipenAnew = touched.verdictCodes.contains { new?[$0] != .eligible }
    guard flipped || changesBest(of: stored, by: best) else { return (nil, mayRipenAnew) }
    let result = engine.match(input)
    let change = NeedChange(
      result: result,
      // A product that is not touched can differ only by the day.
      flips: Self.flips(from: old, to: result, engine: engine, input) {
        isTouched.contains($0) ? .change : .time
      })
    return (change, mayRipenAnew)
  }

  /// Whether the touched products change the list of the best: one of them leaves it, comes in, or
  /// stands in it with another limit or cost.
  private func changesBest(of stored: MatchResult, by best: MatchResult?) -> Bool {
    var before: [String: MatchResult.RankedProduct] = [:]
    for entry in stored.top where isTouched.contains(entry.code) { before[entry.code] = entry }
    let isFull = stored.top.count < stored.counts.eligible
    for entry in best?.top ?? [] {
      if let old = before.removeValue(forKey: entry.code) {
        if !old.ranksAs(entry) || old.limitFen != entry.limitFen { return true }
      } else if !isFull || stored.top.last.map({ entry.precedes($0) }) ?? true {
        return true
      }
    }
    return !before.isEmpty
  }

  /// All verdicts that differ between a run and a new outcome, in the order of codes.
  static func flips(
    from old: RunVerdicts, to result: MatchResult, engine: Engine, _ input: DecisionInput,
    cause: (String) -> FlipRecord.Cause
  ) -> [Flip] {
    let codes = engine.catalog.products.map(\.code)
    let new = RunVerdicts(result, codes: codes)
    let limits = Dictionary(
      result.top.map { ($0.code, $0.limitFen) }, uniquingKeysWith: { first, _ in first })
    let asked = input.askedFen
    return Set(old.codes).union(codes).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .compactMap { code in
        guard FlipVerdict.differs(old[code], new[code]) else { return nil }
        var amount: Int64?
        if new[code] == .eligible {
          let limit = limits[code] ?? engine.decide(input, product: code)?.limit.fen
          amount = limit.map { min($0, asked) }
        }
        return Flip(
          product: code, from: old[code], to: new[code], cause: cause(code), amountFen: amount)
      }
  }
}

/// A run's verdicts by product code.
struct RunVerdicts {
  private var verdicts: [String: FlipVerdict] = [:]
  /// Codes of the products in force, in no order.
  var codes: some Collection<String> { verdicts.keys }

  /// - Parameter codes: by ordinal.
  init(_ result: MatchResult, codes: [String]) {
    verdicts.reserveCapacity(codes.count)
    for (index, code) in codes.enumerated() {
      switch result.verdict(of: index) {
      case .eligible: verdicts[code] = .eligible
      case .ineligible: verdicts[code] = .ineligible
      case .needsInfo: verdicts[code] = .needsInfo
      case nil: break
      }
    }
  }

  subscript(_ code: String) -> FlipVerdict { verdicts[code] ?? .absent }
}

extension FlipVerdict {
  /// Whether going from one to the other says something new. A product that comes and does not
  /// fit, or that did not fit and goes, does not.
  static func differs(_ from: FlipVerdict, _ to: FlipVerdict) -> Bool {
    func plain(_ verdict: FlipVerdict) -> FlipVerdict { verdict == .absent ? .ineligible : verdict }
    return plain(from) != plain(to)
  }
}

extension DecisionInput {
  /// The amount asked for, in fen.
  var askedFen: Int64 {
    guard case .integer(let fen)? = needFacts["need.amount_fen"]?.value else { return 0 }
    return fen
  }
}

extension MatchResult.RankedProduct {
  /// Whether both stand at the same place for the same cost.
  func ranksAs(_ other: MatchResult.RankedProduct) -> Bool {
    costPPM == other.costPPM && coveragePPM == other.coveragePPM
  }

  /// Whether this one goes before in the ranking: cost, coverage, code by bytes.
  func precedes(_ other: MatchResult.RankedProduct) -> Bool {
    let mine = (costPPM ?? .max, -(coveragePPM ?? -1))
    let its = (other.costPPM ?? .max, -(other.coveragePPM ?? -1))
    return mine == its ? code.utf8.lexicographicallyPrecedes(other.code.utf8) : mine < its
  }
}
