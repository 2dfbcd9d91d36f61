import Foundation
import Glibc
import Postgres
import Telemetry
import WorkerKit

/// What `/metrics` asks of this process when it is read: its pool, its memory, its version and its
/// workers.
enum ProcessMetrics {
  static func register(pool: PostgresPool, in registry: MetricsRegistry = Telemetry.registry) {
    let readings: [String: @Sendable (PoolStatistics) -> Double] = [
      "rongqiao_pool_size": { Double($0.size) },
      "rongqiao_pool_in_use": { Double($0.inUse) },
      "rongqiao_pool_idle": { Double($0.idle) },
      "rongqiao_pool_waiters": { Double($0.waiters) },
      "rongqiao_pool_waits_total": { Double($0.waitedCheckouts) },
      "rongqiao_pool_wait_seconds_total": { Double($0.waitMillisecondsTotal) / 1_000 },
      "rongqiao_pool_failures_total": { Double($0.checkoutTimeouts + $0.rejections) },
    ]
    for definition in MetricNames.all {
      if let reading = readings[definition.name] {
        registry.register(definition) { reading(pool.statistics) }
      }
    }
    named("rongqiao_process_resident_bytes") { definition in
      registry.register(definition) { residentBytes().map(Double.init) }
    }
    named("rongqiao_build_info") { definition in
      registry.register(definition, labels: [("version", VersionCommand.version)]) { 1 }
    }
  }

  /// Shows whether a worker of this process does its work.
  static func register(_ state: WorkerState, in registry: MetricsRegistry = Telemetry.registry) {
    named("rongqiao_worker_ready") { definition in
      registry.register(definition, labels: [("worker", state.name)]) { state.isReady ? 1 : 0 }
    }
  }

  private static func named(_ name: String, _ body: (MetricDefinition) -> Void) {
    MetricNames.all.first { $0.name == name }.map(body)
  }

  /// The second number of `/proc/self/statm` counts resident pages (proc(5)); nil where there is no
  /// such file.
  static func residentBytes() -> Int64? {
    guard let data = FileManager.default.contents(atPath: "/proc/self/statm") else { return nil }
    let words = String(decoding: data, as: UTF8.self).split(separator: " ")
    guard words.count > 1, let pages = Int64(words[1]) else { return nil }
    return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
  }
}
