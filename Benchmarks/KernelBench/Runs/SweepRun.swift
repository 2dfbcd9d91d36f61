import Catalog
import Decision
import Domain

/// One changed product swept over all needs, there and back, and compared with deciding everything
/// again.
struct SweepRun {
  /// Seconds and findings of one product.
  struct Outcome {
    var verdictSeconds: [Double] = []
    var topSeconds: [Double] = []
    var fullSeconds: [Double] = []
    var flips = 0
    var reruns = 0
    var differences = 0
  }

  let former: Workload
  let current: Workload
  let product: Int

  /// Flips and other needs whose verdicts are compared with the plain implementation.
  private static let plainSample = 100

  func run(repetitions: Int) throws -> Outcome {
    var outcome = Outcome()
    let before = KernelRun(former, nearMisses: false)
    let after = KernelRun(current, nearMisses: false)
    let swept = KernelRun(former, nearMisses: false)
    _ = before.run(threads: 1)
    _ = swept.run(threads: 1)
    let old = try before.verdicts(of: product)
    for _ in 0..<repetitions {
      outcome.fullSeconds.append(after.run(threads: 1))
      var watch = Stopwatch()
      let new = try after.verdicts(of: product)
      outcome.verdictSeconds.append(watch.seconds)
      watch = Stopwatch()
      let there = try after.sweep(of: product, before: old, updating: swept)
      outcome.topSeconds.append(watch.seconds)
      outcome.differences += differences(swept, after)
      outcome.differences += try wrongVerdicts(old, new, there.flips)
      watch = Stopwatch()
      let back = try before.sweep(of: product, before: new, updating: swept)
      outcome.topSeconds.append(watch.seconds)
      outcome.differences += differences(swept, before)
      outcome.flips = there.flips.count
      outcome.reruns = there.rerunCount
      outcome.differences += there.flips.count == back.flips.count ? 0 : 1
    }
    return outcome
  }

  /// How many needs two runs say something else of.
  private func differences(_ left: KernelRun, _ right: KernelRun) -> Int {
    (0..<former.needs.count).count { left.outcome($0) != right.outcome($0) }
  }

  /// How many verdicts are not those of the plain implementation, or flips not what they should be.
  private func wrongVerdicts(
    _ old: ProductVerdicts, _ new: ProductVerdicts, _ flips: [ProductSweep.Flip]
  ) throws -> Int {
    let changed = (0..<former.needs.count).filter { old[$0] != new[$0] }
    guard changed == flips.map(\.need) else { return max(1, changed.count) }
    let code = former.catalog.products[product].code
    let step = max(1, flips.count / Self.plainSample)
    let others = stride(
      from: 0, to: former.needs.count, by: former.needs.count / Self.plainSample + 1)
    let sample = stride(from: 0, to: flips.count, by: step).map { flips[$0].need } + others
    return sample.count { need in
      let input = former.input(need)
      return former.engine.decide(input, product: code)?.verdict != old[need]
        || current.engine.decide(input, product: code)?.verdict != new[need]
    }
  }
}
