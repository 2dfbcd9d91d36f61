import Application
import Domain
import Foundation

/// Submits needs through the API as enterprises would, waits until each has its match run, and
/// counts what was lost, doubled, and how long it took.
struct Demonstration: Sendable {
  struct Need: Sendable {
    var enterprise: EnterpriseID
    var body: JSON
  }

  /// An accepted need.
  private struct Accepted: Sendable {
    var id: String
    var at: Instant
  }

  /// Requests under way at once.
  private static let concurrency = 16
  /// A need that has no run after this time counts as lost.
  private static let patienceSeconds: Int64 = 180
  private static let pollMilliseconds = 50

  let client: DemoClient
  let clock: WallClock
  /// Tells submissions of one demonstration from those of another.
  let label: String

  /// - Returns: the report, and the ids of the accepted needs in order.
  func run(
    _ needs: [Need], submitted: @escaping @Sendable (Int) -> Void,
    decided: @escaping @Sendable (Int) -> Void
  ) async throws -> (report: DemoReport, needs: [String]) {
    let accepted = try await inParallel(needs, progress: submitted) { index, need in
      let answer = try await client.post("/v1/needs", need.body, key: "\(label)-\(index)")
      guard let id = answer["id"]?.stringValue else {
        throw DemoClient.Refused(status: 201, code: "no id in the answer")
      }
      return Accepted(id: id, at: clock.now())
    }
    let deadline = clock.now().adding(milliseconds: Self.patienceSeconds * 1_000)
    let outcomes = try await inParallel(accepted, progress: decided) { _, need in
      try await outcome(of: need, deadline: deadline)
    }
    var report = DemoReport()
    for outcome in outcomes {
      report.needs += 1
      if let milliseconds = outcome.milliseconds {
        report.decided += 1
        report.decidedMilliseconds.append(milliseconds)
      }
      report.duplicated += outcome.duplicates
    }
    return (report, accepted.map(\.id))
  }

  private func outcome(
    of need: Accepted, deadline: Instant
  ) async throws -> (milliseconds: Double?, duplicates: Int) {
    while true {
      let state = try await client.get("/v1/needs/\(need.id)")["match"]?["state"]?.stringValue
      if state == "decided" { break }
      guard clock.now() < deadline else { return (nil, 0) }
      try await Task.sleep(for: .milliseconds(Self.pollMilliseconds))
    }
    let runs = try await client.get("/v1/needs/\(need.id)/runs?limit=100")["data"]?.arrayValue ?? []
    guard let first = runs.last?["created_at"]?.stringValue.flatMap({ Instant($0) }) else {
      return (nil, 0)
    }
    // A run may be stored before the answer has reached the client.
    let microseconds = max(0, first.microseconds - need.at.microseconds)
    return (Double(microseconds) / 1_000, runs.count - 1)
  }

  /// Works on items with bounded concurrency and gives the results in the order of the items.
  private func inParallel<Item: Sendable, Result: Sendable>(
    _ items: [Item], progress: @escaping @Sendable (Int) -> Void,
    _ work: @escaping @Sendable (Int, Item) async throws -> Result
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var results: [Result?] = Array(repeating: nil, count: items.count)
      var next = 0
      var done = 0
      while next < min(Self.concurrency, items.count) {
        let index = next
        group.addTask { (index, try await work(index, items[index])) }
        next += 1
      }
      while let (index, result) = try await group.next() {
        results[index] = result
        done += 1
        progress(done)
        if next < items.count {
          let index = next
          group.addTask { (index, try await work(index, items[index])) }
          next += 1
        }
      }
      return results.compactMap { $0 }
    }
  }
}
