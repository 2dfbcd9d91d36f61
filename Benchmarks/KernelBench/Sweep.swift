import ArgumentParser
import Domain
import Foundation

/// Changed products, swept one at a time.
struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Changes one product and brings all outcomes up to date, timed.")

  @OptionGroup var set: WorkloadOptions
  @Option(help: "Sweeps of each product; the median counts.") var repetitions = 3

  /// Products are taken from the list by the share of the needs they are for, at these percentiles.
  private static let percentiles = [10, 50, 90]
  /// A changed product has the bounds of its jittered version and is this much cheaper.
  private static let cheaperBasisPoints: Int64 = 25

  func run() throws {
    let workload = try set.workload()
    let jittered = try Workload.document(set.directory, products: "\(set.products)-jitter")
      .member("products").array()
    let products = Self.percentiles.map {
      workload.productsByShare[workload.productCount * $0 / 100]
    }
    let outcomes = try products.map { product in
      let changed = try workload.changing(
        product: product, to: try Self.cheaper(jittered[product]))
      return try SweepRun(former: workload, current: changed, product: product)
        .run(repetitions: repetitions)
    }
    func mean(_ seconds: (SweepRun.Outcome) -> [Double]) -> Double {
      outcomes.map { median(seconds($0)) }.reduce(0, +) / Double(outcomes.count)
    }
    let different = outcomes.map(\.differences).reduce(0, +)
    try report([
      "tool": "sweep", "needs": workload.needs.count, "products": workload.productCount,
      "swept": products, "verdict_seconds": mean(\.verdictSeconds),
      "top_seconds": mean(\.topSeconds), "full_seconds": mean(\.fullSeconds),
      "flips": outcomes.map(\.flips).reduce(0, +), "reruns": outcomes.map(\.reruns).reduce(0, +),
      "differences": different,
    ])
    if different > 0 { throw ExitCode.failure }
  }

  private static func cheaper(_ definition: JSON) throws -> JSON {
    guard case .object(var members) = definition,
      case .object(var price) = try definition.member("price")
    else { throw BenchFailure("a product is an object") }
    let rate = try definition.member("price").member("rate").integer()
    price["rate"] = .int(rate - cheaperBasisPoints)
    members["price"] = .object(price)
    return .object(members)
  }
}
