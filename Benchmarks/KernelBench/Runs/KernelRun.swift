import Catalog
import Decision
import Domain

/// All needs of a workload through the kernel. Everything the benchmark asks of the kernel is here.
struct KernelRun {
  private let prepared: PreparedBatch
  private let result: BatchResult
  /// Seconds that building the kernel and its columns took.
  let prepareSeconds: Double

  /// Bytes of the kernel's rows.
  var kernelBytes: Int { prepared.indexBytes }
  /// Bytes of rows, columns and outcomes.
  var batchBytes: Int { prepared.bytes + result.bytes }

  /// Most products ranked for a need.
  static let topLimit = 10

  init(_ workload: Workload, nearMisses: Bool) {
    let watch = Stopwatch()
    let kernel = workload.engine.kernel(on: Workload.day)
    var batch = NeedBatch(for: kernel, count: workload.needs.count)
    for fact in workload.facts where batch.asksFor(fact.path) {
      batch.set(fact.path, Self.column(fact, workload.needs))
    }
    prepared = PreparedBatch(batch, nearMisses: nearMisses)
    result = BatchResult(
      count: workload.needs.count, topLimit: Self.topLimit, nearMisses: nearMisses)
    prepareSeconds = watch.seconds
  }

  private static func column(_ fact: WorkloadFact, _ needs: NeedMatrix) -> NeedBatch.Column {
    let values = needs.columns[fact.column] ?? []
    guard let places = fact.places else {
      return .integers(
        values.map { value in
          guard case .known(.integer(let known)) = fact.state(value) else { return nil }
          return known
        })
    }
    let states = [.unknown] + places.map { fact.state($0) }
    return .states(states, values.map { $0 == NeedMatrix.unknown ? 0 : Int32($0) + 1 })
  }

  /// Decides all needs once.
  /// - Returns: the seconds it took.
  func run(threads: Int) -> Double {
    let watch = Stopwatch()
    prepared.run(into: result, threads: threads)
    return watch.seconds
  }

  /// The verdicts of one product on all needs.
  func verdicts(of product: Int) throws -> ProductVerdicts {
    guard let verdicts = prepared.verdicts(of: product) else {
      throw BenchFailure("product \(product) is not in force")
    }
    return verdicts
  }

  /// Brings the outcomes of another run, which differs in one product, up to date with this one's.
  func sweep(
    of product: Int, before: ProductVerdicts, updating other: KernelRun
  ) throws -> ProductSweep {
    guard let sweep = prepared.sweep(of: product, before: before, updating: other.result) else {
      throw BenchFailure("product \(product) is not in force")
    }
    return sweep
  }

  /// What the last run says of a need.
  func outcome(_ need: Int) -> Outcome {
    let top = result.top(need).map {
      Outcome.Ranked(
        product: Int($0.product), costPPM: Self.known($0.costPPM),
        limitFen: Self.known($0.limitFen),
        coveragePPM: $0.coveragePPM < 0 ? nil : Int64($0.coveragePPM))
    }
    let near = result.nearMisses(need).map {
      Outcome.Ranked(
        product: Int($0.product), costPPM: Self.known($0.costPPM), rule: Int($0.rule))
    }
    return Outcome(
      eligible: result.eligibleCount(need), needsInfo: result.needsInfoCount(need), top: top,
      nearMisses: result.hasNearMisses ? (result.nearMissCount(need), near) : nil)
  }

  private static func known(_ value: Int64) -> Int64? { value == BatchRank.none ? nil : value }
}
