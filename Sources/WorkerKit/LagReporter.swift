import Domain
import Kafka
import Logging
import Metrics
import ServiceLifecycle

/// How often, and for how long, the lag reporter asks.
public struct LagReporterOptions: Sendable {
  /// Between two looks.
  public var intervalMilliseconds: Int64 = 5_000
  /// How long one answer of Kafka may take.
  public var deadlineMilliseconds = 3_000

  /// Every five seconds.
  public init() {}
}

/// How far one group is behind.
public struct LagReport: Sendable {
  public var group: String
  /// Records still to read, by topic (as the design names it) and partition; nil while unknown.
  public var lags: [TopicPartition: Int64?]
  /// For how long the oldest unread record is known to lie there; 0 when all is read, nil while
  /// unknown.
  public var oldestMilliseconds: Int64?
}

/// Publishes how far each group is behind: `rongqiao_consumer_lag` of each partition, and
/// `rongqiao_consumer_oldest_seconds`. It looks from outside and joins no group, so that several
/// processes may report the same numbers; a number that is not known is NaN, never an old one.
public struct LagReporter: Service {
  private let link: KafkaLink
  private let topics: [String: [Topic]]
  private let options: LagReporterOptions
  private let clock: WallClock
  private let logger: Logger
  private let record: @Sendable (LagReport) -> Void

  /// - Parameters:
  ///   - readers: each topic with the group that reads it.
  ///   - record: takes each report; the gauges by default.
  public init(
    link: KafkaLink, readers: [(topic: Topic, group: String)],
    options: LagReporterOptions = LagReporterOptions(), clock: WallClock, logger: Logger,
    record: @escaping @Sendable (LagReport) -> Void = LagReporter.recordGauges
  ) {
    self.link = link
    topics = Dictionary(grouping: readers, by: \.group).mapValues { $0.map(\.topic) }
    self.options = options
    self.clock = clock
    self.logger = logger
    self.record = record
  }

  public func run() async throws {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      let (generation, configuration) = link.current
      var groups = topics.keys.sorted().map { GroupLag(group: $0, topics: topics[$0] ?? []) }
      while !Task.isShuttingDownGracefully, !Task.isCancelled, link.generation == generation {
        for index in groups.indices {
          await look(at: &groups[index], configuration)
        }
        try? await cancelWhenGracefulShutdown {
          try await Task.sleep(for: .milliseconds(options.intervalMilliseconds))
        }
      }
      for group in groups {
        await group.inspector?.close(deadlineMilliseconds: options.deadlineMilliseconds)
      }
    }
  }

  private func look(at group: inout GroupLag, _ configuration: KafkaConfiguration) async {
    do {
      let inspector = try group.inspector(configuration, suffix: link.suffix)
      let places = try await inspector.partitions(
        of: Set(group.topics.map { $0.rawValue + link.suffix }),
        deadlineMilliseconds: options.deadlineMilliseconds)
      let committed = try await inspector.committedOffsets(
        places, deadlineMilliseconds: options.deadlineMilliseconds)
      let ranges = try await inspector.watermarks(
        places, deadlineMilliseconds: options.deadlineMilliseconds)
      group.note(committed: committed, ranges, suffix: link.suffix, at: clock.now())
    } catch {
      // Shutting down is no failure to see.
      if Task.isShuttingDownGracefully || Task.isCancelled { return }
      Counter(label: "rongqiao_lag_failures_total", dimensions: [("group", group.group)])
        .increment()
      logger.debug(
        "lag not seen", metadata: ["group": "\(group.group)", "error": "\(error)"])
      group.forget()
    }
    record(group.report)
  }

  /// Sets the gauges of a group; what is unknown is NaN.
  public static func recordGauges(_ report: LagReport) {
    for (place, lag) in report.lags {
      Gauge(
        label: "rongqiao_consumer_lag",
        dimensions: [
          ("group", report.group), ("topic", place.topic), ("partition", String(place.partition)),
        ]
      ).record(lag.map(Double.init) ?? .nan)
    }
    Gauge(label: "rongqiao_consumer_oldest_seconds", dimensions: [("group", report.group)])
      .record(report.oldestMilliseconds.map { Double($0) / 1_000 } ?? .nan)
  }
}

/// What is known of one group.
private struct GroupLag {
  let group: String
  let topics: [Topic]
  private(set) var inspector: OffsetInspector?
  private var ages: [TopicPartition: BacklogAge] = [:]
  /// By topic, as the design names it, and partition; nil while unknown.
  private var lags: [TopicPartition: Int64?] = [:]
  private var oldestMilliseconds: Int64?

  init(group: String, topics: [Topic]) {
    self.group = group
    self.topics = topics
  }

  mutating func inspector(
    _ configuration: KafkaConfiguration, suffix: String
  ) throws(KafkaError) -> OffsetInspector {
    if let inspector { return inspector }
    let made = try OffsetInspector(configuration: configuration, group: group + suffix)
    inspector = made
    return made
  }

  mutating func note(
    committed: [TopicPartition: Int64], _ ranges: [TopicPartition: Watermarks], suffix: String,
    at now: Instant
  ) {
    var oldest: Int64 = 0
    for (place, range) in ranges {
      let next = max(committed[place] ?? range.low, range.low)
      var age = ages[place] ?? BacklogAge()
      oldest = max(oldest, age.note(next: next, end: range.high, at: now))
      ages[place] = age
      let name = TopicPartition(
        topic: String(place.topic.dropLast(suffix.count)), partition: place.partition)
      lags.updateValue(max(0, range.high - next), forKey: name)
    }
    oldestMilliseconds = oldest
  }

  mutating func forget() {
    for place in lags.keys { lags.updateValue(nil, forKey: place) }
    oldestMilliseconds = nil
  }

  var report: LagReport {
    LagReport(group: group, lags: lags, oldestMilliseconds: oldestMilliseconds)
  }
}
