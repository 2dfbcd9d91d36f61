import Catalog
import Domain

/// A need as it is stored: what is asked for, and the facts of its enterprise in canonical form.
public struct StoredNeed: Sendable {
  /// What is asked for.
  public var asked: [Fact]
  /// `FactSheet.json` of the enterprise in canonical form.
  public var facts: ArraySlice<UInt8>

  public init(asked: [Fact], facts: ArraySlice<UInt8>) {
    self.asked = asked
    self.facts = facts
  }

  public init(asked: [Fact], facts: [UInt8]) { self.init(asked: asked, facts: facts[...]) }
}

extension Engine {
  /// Decides many stored needs at one clock. Each outcome is what `match` says of it, as it is
  /// stored.
  ///
  /// - Parameter sheet: reads facts that stand otherwise than they are usually written.
  /// - Returns: in the order of the needs; an error for one whose facts cannot be read.
  public func decideStored(
    _ needs: [StoredNeed], clock: Instant, topLimit: Int = 10,
    sheet: ([UInt8]) throws -> FactSheet
  ) -> [Result<StoredResult, any Error>] {
    guard catalog.products.count <= EngineDays.maximumKernelProducts,
      needs.count >= EngineDays.worthwhileMatches
    else {
      return needs.map { need in
        Result {
          stored(plainMatch(try view(of: need, clock: clock, sheet: sheet), topLimit: topLimit))
        }
      }
    }
    let kernel = days.kernel(on: clock.legalDate)
    return days.withDesk(kernel) { desk in
      func single(_ need: StoredNeed) -> Result<StoredResult, any Error> {
        Result {
          let view = try view(of: need, clock: clock, sheet: sheet)
          return stored(kernelMatch(kernel, view, topLimit: topLimit))
        }
      }
      guard let (prepared, odd) = desk.prepare(needs), let shared = prepared.shared else {
        return needs.map(single)
      }
      let count = needs.count - odd.count
      let verdicts = BatchVerdicts(count: count, productCount: catalog.products.count)
      let result = BatchResult(
        count: count, topLimit: topLimit, nearMisses: true, verdicts: verdicts)
      prepared.run(into: result)
      let writer = StoredResultWriter(
        fragments: desk.fragments, productCount: catalog.products.count,
        considered: desk.considered,
        parameters: shared.parameters.map { JSON.string($0).canonicalBytes },
        codesDigest: codesDigest)
      var outcomes: [Result<StoredResult, any Error>] = []
      outcomes.reserveCapacity(needs.count)
      var row = 0
      var oddOnes = odd[...]
      for (place, need) in needs.enumerated() {
        if oddOnes.first == place {
          oddOnes.removeFirst()
          outcomes.append(single(need))
          continue
        }
        outcomes.append(
          prepared.flags.base[row] & PreparedBatch.isPlain == 0
            ? .success(
              writer.result(row, result, verdicts, consideredCount: kernel.products.count))
            : single(need))
        row += 1
      }
      return outcomes
    }
  }

  private func view(
    of need: StoredNeed, clock: Instant, sheet: ([UInt8]) throws -> FactSheet
  ) throws -> FactView {
    let facts = Array(need.facts)
    guard var states = reader.states(facts) else {
      return FactView(
        DecisionInput(
          needFacts: FactSheet(need.asked), enterpriseFacts: try sheet(facts), clock: clock),
        table: table)
    }
    for fact in need.asked {
      guard let slot = table.slots[fact.path], table.definitions[slot].derivation == nil else {
        continue
      }
      states[slot] = FactView.checked(FactState(fact), table.definitions[slot].type)
    }
    return FactView(states: states, table: table, day: clock.legalDate)
  }
}
