import Decision

/// Needs of a workload through the engine's plain implementation, one by one.
struct PlainRun {
  let workload: Workload

  /// What the plain implementation says of a need.
  func outcome(_ need: Int) -> Outcome {
    let match = workload.engine.plainMatch(workload.input(need), topLimit: KernelRun.topLimit)
    let top = match.top.map {
      Outcome.Ranked(
        product: $0.product, costPPM: $0.costPPM, limitFen: $0.limitFen,
        coveragePPM: $0.coveragePPM)
    }
    let near = match.nearMisses.map {
      Outcome.Ranked(
        product: $0.product, costPPM: $0.costPPM, rule: place(of: $0.ruleID, product: $0.product))
    }
    return Outcome(
      eligible: match.counts.eligible, needsInfo: match.counts.needsInfo, top: top,
      nearMisses: (match.counts.nearMisses, near))
  }

  private func place(of rule: String, product: Int) -> Int? {
    workload.ruleNames[product].firstIndex(of: rule)
  }
}
