import Catalog
import Domain

/// A need as it is stored: what is asked for, and the facts of its enterprise in canonical form.
public struct StoredNeed: Sendable {
  public var needFacts: FactSheet
  /// `FactSheet.json` of the enterprise in canonical form.
  public var facts: [UInt8]

  public init(needFacts: FactSheet, facts: [UInt8]) {
    self.needFacts = needFacts
    self.facts = facts
  }
}

extension Engine {
  /// Decides many stored needs at one clock. Each outcome is what `match` says of it.
  ///
  /// - Parameter sheet: reads facts that stand otherwise than they are usually written.
  /// - Returns: in the order of the needs; an error for one whose facts cannot be read.
  public func matchAll(
    _ needs: [StoredNeed], clock: Instant, topLimit: Int = 10,
    sheet: ([UInt8]) throws -> FactSheet
  ) -> [Result<MatchResult, any Error>] {
    let views = needs.map { need in
      Result { try view(of: need, clock: clock, sheet: sheet) }
    }
    let readable = views.compactMap { try? $0.get() }
    var outcomes = matchAll(readable, on: clock.legalDate, topLimit: topLimit).makeIterator()
    return views.map { view in
      switch view {
      case .failure(let error): return .failure(error)
      case .success(let view):
        return .success(outcomes.next() ?? plainMatch(view, topLimit: topLimit))
      }
    }
  }

  private func view(
    of need: StoredNeed, clock: Instant, sheet: ([UInt8]) throws -> FactSheet
  ) throws -> FactView {
    guard var states = reader.states(need.facts) else {
      return FactView(
        DecisionInput(
          needFacts: need.needFacts, enterpriseFacts: try sheet(need.facts), clock: clock),
        table: table)
    }
    for fact in need.needFacts.facts.values {
      guard let slot = table.slots[fact.path], table.definitions[slot].derivation == nil else {
        continue
      }
      states[slot] = FactView.checked(FactState(fact), table.definitions[slot].type)
    }
    return FactView(states: states, table: table, day: clock.legalDate)
  }

  private func matchAll(_ views: [FactView], on day: LegalDate, topLimit: Int) -> [MatchResult] {
    guard catalog.products.count <= EngineDays.maximumKernelProducts,
      views.count >= EngineDays.worthwhileMatches
    else { return views.map { plainMatch($0, topLimit: topLimit) } }
    let kernel = days.kernel(on: day)
    let prepared = PreparedBatch(
      NeedBatch(for: kernel, views), nearMisses: true, sharingOrder: true)
    guard let shared = prepared.shared else {
      return views.map { kernelMatch(kernel, $0, topLimit: topLimit) }
    }
    let verdicts = BatchVerdicts(count: views.count, productCount: catalog.products.count)
    let result = BatchResult(
      count: views.count, topLimit: topLimit, nearMisses: true, verdicts: verdicts)
    prepared.run(into: result)
    var considered = Bitmap.empty(count: catalog.products.count)
    for product in kernel.products { Bitmap.insert(product.index, into: &considered) }
    return views.indices.map { need in
      guard prepared.flags.base[need] & PreparedBatch.isPlain == 0 else {
        return plainMatch(views[need], topLimit: topLimit)
      }
      return outcome(
        of: need, result, verdicts, shared, considered: considered,
        count: kernel.products.count)
    }
  }

  private func outcome(
    of need: Int, _ result: BatchResult, _ verdicts: BatchVerdicts, _ shared: SharedCosts,
    considered: [UInt8], count: Int
  ) -> MatchResult {
    let eligible = result.eligibleCount(need)
    let needsInfo = result.needsInfoCount(need)
    let carried = verdicts.carried.base[need]
    return MatchResult(
      productCount: catalog.products.count,
      counts: MatchResult.Counts(
        considered: count, eligible: eligible, ineligible: count - eligible - needsInfo,
        needsInfo: needsInfo, nearMisses: result.nearMissCount(need)),
      considered: considered, eligible: verdicts.eligibleRow(need),
      needsInfo: verdicts.needsInfoRow(need),
      top: result.top(need).map { rank in
        MatchResult.RankedProduct(
          product: Int(rank.product), code: catalog.products[Int(rank.product)].code,
          limitFen: rank.limitFen == BatchRank.none ? nil : rank.limitFen,
          costPPM: rank.costPPM == BatchRank.none ? nil : rank.costPPM,
          coveragePPM: rank.coveragePPM < 0 ? nil : Int64(rank.coveragePPM))
      },
      nearMisses: result.nearMisses(need).map { miss in
        MatchResult.NearMiss(
          product: Int(miss.product), code: catalog.products[Int(miss.product)].code,
          ruleID: days.ruleID(product: Int(miss.product), place: Int(miss.rule)),
          costPPM: miss.costPPM == BatchRank.none ? nil : miss.costPPM)
      },
      warnings: shared.parameters.enumerated().compactMap { number, parameter in
        carried >> UInt64(number) & 1 == 1
          ? MatchResult.Warning(code: "parameter_carried", subject: parameter) : nil
      })
  }
}
