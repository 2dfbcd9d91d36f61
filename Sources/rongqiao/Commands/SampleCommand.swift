import Application
import ArgumentParser
import Domain
import Foundation
import Ingest

/// `rongqiao sample`: deterministic, realistic enterprises and needs.
struct SampleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Make sample enterprises, facts and needs. 生成样例企业与需求",
    discussion: """
      The same seed and day give the same bytes; enterprise number i is the same however many there
      are. The names are made up. Facts have gaps, as in real life.

      EXAMPLES 示例
        rongqiao sample --enterprises 1000 --seed 7 --out ./sample     three CSV files
        rongqiao sample --enterprises 1000 --seed 7 --submit           into the configured database
      """)

  @Option(help: "How many enterprises, 1 to 1,000,000. 企业数量")
  var enterprises: Int
  @Option(help: "Seed. 种子")
  var seed: UInt64 = 20_260_101
  @Option(help: "The day the sample is of, YYYY-MM-DD; today by default. 基准日")
  var today: String?
  @Option(help: "Directory for enterprises.csv, facts.csv and needs.csv. 输出目录")
  var out: String?
  @Flag(help: "Register and submit them in the configured database. 直接写入数据库")
  var submit = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...1_000_000).contains(enterprises) else {
      throw ValidationError("--enterprises: 1 to 1000000")
    }
    guard submit != (out != nil) else {
      throw ValidationError("give either --out DIR or --submit")
    }
    guard today.map({ LegalDate($0) != nil }) ?? true else {
      throw ValidationError("--today: YYYY-MM-DD")
    }
  }

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let day = today.flatMap { LegalDate($0) } ?? WallClock.system.now().legalDate
    let counts: (enterprises: Int, needs: Int)
    if let out {
      counts = try write(to: out, day)
    } else {
      let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
      // How many needs there will be is known only at the end: the bar counts.
      let bar = ProgressBar("写入需求 storing needs", total: 0)
      counts = try await composition.withPool {
        try await SampleRegistration(application: composition.application).submit(
          count: enterprises, seed: seed, today: day, progress: { bar.update($0) })
      }
      bar.finish(counts.needs)
    }
    Terminal.output(
      json
        ? JSON.object([
          "enterprises": .int(Int64(counts.enterprises)), "needs": .int(Int64(counts.needs)),
        ]).canonicalText
        : "企业 enterprises \(counts.enterprises),需求 needs \(counts.needs)")
  }

  /// Makes and writes one enterprise after the other, so that a million do not fill the memory
  /// twice.
  private func write(
    to folder: String, _ day: LegalDate
  ) throws -> (enterprises: Int, needs: Int) {
    let reference = try ReferenceData.bundled()
    guard
      let generator = SampleGenerator(
        seed: seed, regions: reference.regions, industries: reference.industries, today: day)
    else { throw CommandFailure(.internal, "the reference tables make no sample") }
    let bar = ProgressBar("生成 making", total: enterprises)
    var files = SampleFiles()
    var needs = 0
    for index in 0..<UInt64(enterprises) {
      let enterprise = generator.enterprise(index)
      needs += enterprise.needs.count
      files.append(enterprise)
      bar.update(Int(index) + 1)
    }
    bar.finish(enterprises)
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      for (name, bytes) in [
        ("enterprises.csv", files.enterprises), ("facts.csv", files.facts),
        ("needs.csv", files.needs),
      ] {
        try Data(bytes).write(to: URL(fileURLWithPath: folder).appendingPathComponent(name))
      }
    } catch {
      throw CommandFailure(.data, "\(folder): cannot be written")
    }
    return (enterprises, needs)
  }
}
