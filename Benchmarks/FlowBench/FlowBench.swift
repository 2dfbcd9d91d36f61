import Application
import Domain
import Foundation
import Postgres

/// The way of a need through the service, measured against what the machine can do.
public struct FlowBench: Sendable {
  private let house: FlowHouse
  private let options: FlowOptions

  public init(house: FlowHouse, options: FlowOptions) {
    self.house = house
    self.options = options
  }

  /// Loads the data and runs the parts that were asked for.
  public func run() async throws -> FlowReport {
    let reference = try ReferenceData.bundled()
    let loadBefore = Self.loadAverage
    let subjects = try FlowSubjects(
      count: options.needs, seed: options.seed, regions: reference.regions,
      industries: reference.industries, today: WallClock.system.now().legalDate)
    let databases = Databases(house: house)
    // The instants of commits are read afterwards; every side of every comparison runs so.
    try await databases.run("ALTER SYSTEM SET track_commit_timestamp = on", in: "postgres")
    try await house.restartServer()
    var report = FlowReport(options: options)
    let catalog = try makeCatalog(subjects, reference)
    report.data = try await load(databases, subjects, catalog, loadBefore)
    try await measure(databases, subjects, catalog, &report)
    return report
  }

  private func measure(
    _ databases: Databases, _ subjects: FlowSubjects, _ catalog: FlowCatalog,
    _ report: inout FlowReport
  ) async throws {
    let parts = options.parts
    // What keeps every processor busy comes first, before other parts leave their pages in memory.
    if !parts.isDisjoint(with: [.rematch, .scale]) {
      report.rematch = try await RematchPart(
        databases: databases, catalog: catalog, options: options
      ).run()
    }
    if !parts.isDisjoint(with: [.submit, .read]) {
      report.statementsCompared = try await StatementCheck(
        databases: databases, subjects: subjects
      ).run()
    }
    if parts.contains(.submit) {
      house.note("提交 submit")
      report.submit = try await SubmitPart(
        databases: databases, subjects: subjects, options: options
      ).run()
    }
    if parts.contains(.read) {
      house.note("读取 read")
      report.read = try await ReadPart(
        databases: databases, subjects: subjects, options: options
      ).run()
    }
    if parts.contains(.broker) {
      house.note("消息 broker")
      report.broker = try await BrokerPart(databases: databases).run(
        connections: options.connections, seconds: options.roundSeconds)
    }
    if parts.contains(.latency) {
      report.latency = try await LatencyPart(
        databases: databases, subjects: subjects, options: options
      ).run()
    }
    if parts.contains(.poison) {
      house.note("毒消息 poison")
      report.poison = try await PoisonPart(
        databases: databases, subjects: subjects, options: options
      ).run()
    }
    if parts.contains(.memory) {
      report.memory = try await MemoryPart(
        databases: databases, subjects: subjects, options: options
      ).run()
    }
  }

  /// Over the last minute; 0 where the system does not say.
  private static var loadAverage: Double {
    FileManager.default.contents(atPath: "/proc/loadavg")
      .flatMap { String(decoding: $0, as: UTF8.self).split(separator: " ").first }
      .flatMap { Double($0) } ?? 0
  }

  private func makeCatalog(
    _ subjects: FlowSubjects, _ reference: ReferenceData
  ) throws -> FlowCatalog {
    let cities = reference.regions.regions.filter { $0.level == .prefecture }.map(\.code.text)
    let bar = house.progress("产品 products", options.products)
    let catalog = try FlowCatalog.make(
      products: options.products, seed: options.seed, subjects: subjects, cities: cities,
      progress: { bar.update($0) })
    bar.finish(options.products)
    return catalog
  }

  /// Makes the template database: the needs, and a catalog that fits them.
  private func load(
    _ databases: Databases, _ subjects: FlowSubjects, _ catalog: FlowCatalog,
    _ loadBefore: Double
  ) async throws -> FlowReport.Data {
    try await databases.makeTemplate()
    try await databases.withApplication(Databases.template, connections: 1) { application, _ in
      _ = try await application.publish(
        catalog: catalog.catalog, policies: catalog.policies, actor: .system("bench"))
    }
    let bar = house.progress("企业与需求 needs", options.needs)
    try await Loader(
      subjects: subjects, database: try databases.patient(Databases.template),
      masterKeys: house.masterKeys
    ).load { bar.update($0) }
    bar.finish(options.needs)
    // Events of what was published are not part of any measurement.
    try await databases.run("TRUNCATE outbox", in: Databases.template)
    let counted = min(1_000, subjects.count)
    let facts = (0..<counted).reduce(0) { $0 + subjects.subject($1).facts.facts.count }
    return FlowReport.Data(
      needs: options.needs, products: options.products, productsTried: catalog.tried,
      meanEligiblePPM: catalog.meanEligiblePPM,
      meanFacts: Double(facts) / Double(max(1, counted)),
      cores: ProcessInfo.processInfo.activeProcessorCount, loadBefore: loadBefore,
      server: try await settings(databases))
  }

  private func settings(_ databases: Databases) async throws -> [String: String] {
    try await withConnection(to: databases.configuration("postgres")) { session in
      let rows = try await session.query(
        """
        SELECT name, current_setting(name) FROM pg_settings
        WHERE name IN ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes',
          'shared_buffers', 'max_wal_size', 'wal_level', 'data_checksums',
          'track_commit_timestamp')
        """)
      var settings: [String: String] = [:]
      for row in rows {
        settings[try row.decode(0, as: String.self)] = try row.decode(1, as: String.self)
      }
      return settings
    }
  }
}
