import ArgumentParser
import FlowBench
import Foundation

/// `rongqiao bench`: measures the service on this machine.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the service on this machine. 性能测试",
    subcommands: [Flow.self, AllocationOfNeeds.self])

  /// Writes a file of figures.
  static func write(_ text: String, to path: String) throws {
    do {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw CommandFailure(.unavailable, "cannot write \(path)")
    }
  }

  /// `rongqiao bench flow`: the way of a need through the service, at the size of a province.
  struct Flow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "flow",
      abstract: "Measure the flow of needs against the limits of the machine. 融资需求全流程性能测试",
      discussion: """
        A private PostgreSQL server, a broker and the workers are started for it. Everything is held
        against what the same server, the same broker and as many connections do with the same rows.
        The figures go to bench-flow.json in the state directory.

        EXAMPLES 示例
          rongqiao bench flow                                  a small run 小规模试跑
          rongqiao bench flow --only submit,read               some parts 只跑部分
          rongqiao bench flow --needs 570000 --products 1000 --rate 500 --seconds 600
        """)

    @Option(help: "Enterprises with one need each. 需求数")
    var needs = 20_000
    @Option(help: "Products of the catalog. 产品数")
    var products = 1_000
    @Option(help: "Needs submitted per second, for the latency. 每秒提交数")
    var rate = 500
    @Option(help: "How long that goes on. 时延测试秒数")
    var seconds = 30
    @Option(
      help: "Connections of the submit and read parts; without it as many as the service opens. 连接数"
    )
    var connections: Int?
    @Option(help: "Rounds of each comparison. 轮数")
    var rounds = 3
    @Option(help: "Seconds of each side of a round. 每轮秒数")
    var roundSeconds = 5
    @Option(help: "Events of the memory part. 内存测试事件数")
    var events = 50_000
    @Option(help: "Seed of needs and products. 种子")
    var seed: UInt64 = 20_260_101
    @Option(
      help: "rematch, scale, latency, submit, read, poison, memory, broker; with commas. 部分")
    var only: String?
    @Option(help: "Write flow.md and flow.svg into this directory. 发布结果目录")
    var publish: String?
    @Flag(help: "Print the JSON. 输出 JSON")
    var json = false

    private static let connections = 1...64

    func validate() throws {
      let ranges: [(String, Int, ClosedRange<Int>)] = [
        ("needs", needs, 1_000...5_000_000), ("products", products, 1...20_000),
        ("rate", rate, 1...20_000), ("seconds", seconds, 1...86_400),
        ("connections", connections ?? 1, Self.connections), ("rounds", rounds, 1...99),
        ("round-seconds", roundSeconds, 1...600), ("events", events, 1_000...100_000_000),
      ]
      for (name, value, range) in ranges where !range.contains(value) {
        throw ValidationError("--\(name): \(range.lowerBound) to \(range.upperBound)")
      }
      _ = try parts()
    }

    private func parts() throws -> Set<FlowPart> {
      guard let only else { return Set(FlowPart.allCases) }
      return try Set(
        only.split(separator: ",").map { name in
          guard let part = FlowPart(rawValue: String(name)) else {
            throw ValidationError("--only: there is no part \(name.prefix(40))")
          }
          return part
        })
    }

    private func options(_ settings: Settings) throws -> FlowOptions {
      var options = FlowOptions()
      options.needs = needs
      options.products = products
      options.rate = rate
      options.seconds = seconds
      options.connections =
        connections ?? min(settings.database.connectionsMaximum, Self.connections.upperBound)
      options.rounds = rounds
      options.roundSeconds = roundSeconds
      options.events = events
      options.seed = seed
      options.parts = try parts()
      return options
    }

    func run() async throws {
      let frame = try await ProcessFrame.open()
      let state = try StateDirectory.fresh(frame.settings.stateDirectory + "/bench")
      let house = BenchHouse(frame, state: state)
      let report: FlowReport
      do {
        try await house.open()
        report = try await FlowBench(
          house: try await house.house(), options: try options(frame.settings)
        ).run()
        await house.close()
      } catch {
        await house.close()
        if let failure = error as? BenchFailure {
          throw CommandFailure(.internal, failure.description)
        }
        throw error
      }
      try BenchCommand.write(
        try report.json() + "\n", to: frame.settings.stateDirectory + "/bench-flow.json")
      if json {
        Terminal.output(try report.json())
      } else {
        Terminal.output(report.text)
      }
      if let publish {
        try BenchCommand.write(report.markdown, to: publish + "/flow.md")
        try BenchCommand.write(report.chart, to: publish + "/flow.svg")
      }
      guard report.lost == 0 else {
        throw CommandFailure(.internal, "\(report.lost) needs were lost")
      }
    }
  }
}
