import ArgumentParser
import Domain
import Foundation

/// Runs the workload of `Benchmarks/peers` in the product language.
@main
struct KernelBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel-bench", abstract: "Measures the kernel against the workload of its peers.",
    subcommands: [Match.self, Verify.self, Sweep.self])
}

extension PriceForm: ExpressibleByArgument {}

/// The sets to run.
struct WorkloadOptions: ParsableArguments {
  @Option(help: "Directory that gen.py wrote.") var data: String
  @Option(help: "Name of a set of needs.") var needs = "10000"
  @Option(help: "Name of a set of products.") var products = "1000"
  @Option(help: "Form of the prices: all_in or annualised.") var price = PriceForm.allIn

  var directory: URL { URL(filePath: data, directoryHint: .isDirectory) }

  func workload() throws -> Workload {
    do {
      return try Workload(directory, needs: needs, products: products, form: price)
    } catch let faults as Faults {
      let first = faults.list.prefix(5).map { "\($0.pointer): \($0.code): \($0.en)" }
      throw BenchFailure(first.joined(separator: "\n"))
    }
  }
}

/// All needs, timed.
struct Match: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Decides all needs, timed.")

  @OptionGroup var set: WorkloadOptions
  @Flag(help: "Count and rank near misses too.") var near = false
  @Option(help: "Threads.") var threads = 1
  @Option(help: "Runs; the median counts.") var repetitions = 5
  @Option(help: "Where to write the result file.") var result: String?

  func validate() throws {
    guard threads > 0, repetitions > 0 else {
      throw ValidationError("threads and repetitions are at least 1")
    }
  }

  func run() throws {
    let workload = try set.workload()
    let run = KernelRun(workload, nearMisses: near)
    let seconds = (0..<repetitions).map { _ in run.run(threads: threads) }
    try report([
      "tool": "kernel", "form": near ? "near" : "match", "price": set.price.rawValue,
      "needs": workload.needs.count, "products": workload.productCount,
      "threads": threads, "seconds": median(seconds), "least_seconds": seconds.min() ?? 0,
      "prepare_seconds": run.prepareSeconds, "kernel_bytes": run.kernelBytes,
      "batch_bytes": run.batchBytes, "peak_bytes": peakMemory(),
    ])
    guard let result else { return }
    try ResultFile.write(
      URL(filePath: result), workload: workload, needs: 0..<workload.needs.count,
      outcome: run.outcome)
  }
}

/// The kernel against the plain implementation.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares the kernel with the plain implementation, on a sample of the needs.")

  @OptionGroup var set: WorkloadOptions
  @Option(help: "Needs to compare.") var sample = 2_000
  @Option(help: "Chooses the needs.") var seed: UInt64 = 1
  @Option(help: "Where to write what the plain implementation says, of the first needs.")
  var plainResult: String?

  /// Differences that are printed.
  private static let shownDifferences = 5

  func run() throws {
    let workload = try set.workload()
    let plain = PlainRun(workload: workload)
    let count = min(sample, workload.needs.count)
    if let plainResult {
      try ResultFile.write(
        URL(filePath: plainResult), workload: workload, needs: 0..<count, outcome: plain.outcome)
    }
    let kernel = KernelRun(workload, nearMisses: true)
    let matching = KernelRun(workload, nearMisses: false)
    _ = kernel.run(threads: 1)
    _ = matching.run(threads: 1)
    var random = SplitMix(state: seed)
    var differences = 0
    for _ in 0..<count {
      let need = Int.random(in: 0..<workload.needs.count, using: &random)
      let expected = plain.outcome(need)
      let withoutNear = Outcome(
        eligible: expected.eligible, needsInfo: expected.needsInfo, top: expected.top,
        nearMisses: nil)
      guard kernel.outcome(need) != expected || matching.outcome(need) != withoutNear else {
        continue
      }
      differences += 1
      if differences <= Self.shownDifferences {
        FileHandle.standardError.write(
          Data(
            "need \(need):\n  plain  \(expected)\n  kernel \(kernel.outcome(need))\n".utf8))
      }
    }
    try report([
      "tool": "verify", "needs": workload.needs.count,
      "products": workload.productCount, "price": set.price.rawValue, "seed": seed,
      "checked": count, "differences": differences,
    ])
    if differences > 0 { throw ExitCode.failure }
  }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
