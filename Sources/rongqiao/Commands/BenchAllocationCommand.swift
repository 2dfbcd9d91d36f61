import AllocationBench
import ArgumentParser
import Foundation

extension BenchCommand {
  /// `rongqiao bench allocation`: the periodic push of the pool of needs.
  struct AllocationOfNeeds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "allocation",
      abstract: "Measure the allocation of needs to institutions. 定期推介分配性能测试",
      discussion: """
        A random market is allocated, and the outcome checked: no pair would rather have each other,
        no room is exceeded, every round gives the same. Held against sorting all choices once.

        EXAMPLES 示例
          rongqiao bench allocation                            100,000 needs, 200 institutions
          rongqiao bench allocation --needs 5000 --rounds 1 --json
          rongqiao bench allocation --publish Benchmarks/results
        """)

    @Option(help: "Needs. 需求数")
    var needs = 100_000
    @Option(help: "Institutions of five products each. 机构数")
    var institutions = 200
    @Option(help: "Products a need qualifies for, on average. 平均可选产品数")
    var choices = 60
    @Option(help: "Institutions one need is put before, at most. 每笔推介机构数")
    var offers = 3
    @Option(help: "Rounds. 轮数")
    var rounds = 3
    @Option(help: "Seed of the market. 种子")
    var seed: UInt64 = 20_260_101
    @Option(help: "Write allocation.md into this directory. 发布结果目录")
    var publish: String?
    @Flag(help: "Print the JSON. 输出 JSON")
    var json = false

    func validate() throws {
      let ranges: [(String, Int, ClosedRange<Int>)] = [
        ("needs", needs, 1...2_000_000), ("institutions", institutions, 1...10_000),
        ("choices", choices, 1...1_000), ("offers", offers, 1...20), ("rounds", rounds, 1...99),
      ]
      for (name, value, range) in ranges where !range.contains(value) {
        throw ValidationError("--\(name): \(range.lowerBound) to \(range.upperBound)")
      }
    }

    func run() async throws {
      var size = AllocationSize()
      size.needs = needs
      size.institutions = institutions
      size.choicesPerNeed = choices
      size.offersPerNeed = offers
      size.seed = seed
      let bar = ProgressBar("分配 allocation", total: rounds)
      let report = try AllocationBench.run(size, rounds: rounds) { bar.update($0) }
      bar.finish(rounds)
      Terminal.output(json ? try report.json() : Self.text(report))
      guard report.isSound else {
        throw CommandFailure(.internal, "the allocation is not sound")
      }
      if let publish { try BenchCommand.write(report.markdown, to: publish + "/allocation.md") }
    }

    private static func text(_ report: AllocationReport) -> String {
      """
      需求 needs \(report.size.needs) × 机构 institutions \(report.size.institutions), \
      可选 choices \(report.choices), 推介 offers \(report.offers)
      用时 time \(seconds(report.median)) s, 排序一次的倍数 times one sort \(seconds(report.timesSort))
      不稳定对 blocking pairs \(report.blockingPairs), 超限 exceeded \(report.exceeded), \
      可重现 repeatable \(report.isRepeatable)
      """
    }

    private static func seconds(_ value: Double) -> String {
      String(format: "%.2f", value)
    }
  }
}
