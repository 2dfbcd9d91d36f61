import Domain
import Postgres
import Store

/// What came of replaying every stored run.
public struct ReplaySummary: Sendable {
  /// Runs that were decided again.
  public var replayed = 0
  public var equal = 0
  /// Runs of enterprises that were lawfully erased; they are not counted as replayed.
  public var erased = 0
  /// Answers of `replay` for runs that differ; the first `maximumListed`.
  public var different: [JSON] = []
  public var differentCount = 0
  /// Runs whose inputs cannot be read any more, with the reason; the first `maximumListed`.
  public var unreadable: [(run: RunID, reason: String)] = []
  public var unreadableCount = 0

  /// Most runs that are named one by one.
  public static let maximumListed = 100

  /// Whether every run that was not erased was decided again and is byte-equal.
  public var isEqual: Bool { differentCount == 0 && unreadableCount == 0 }

  /// `{replayed, equal, erased, different, unreadable, first_different, first_unreadable}`.
  public var json: JSON {
    [
      "replayed": .int(Int64(replayed)), "equal": .int(Int64(equal)),
      "erased": .int(Int64(erased)),
      "different": .int(Int64(differentCount)), "unreadable": .int(Int64(unreadableCount)),
      "first_different": .array(different),
      "first_unreadable": .array(
        unreadable.map { ["run": .string($0.run.text), "reason": .string($0.reason)] }),
    ]
  }

  fileprivate mutating func add(_ outcome: ReplayOutcome) {
    switch outcome {
    case .decided(let answer) where answer["erased"] == true: erased += 1
    case .decided(let answer):
      replayed += 1
      guard answer["equal"] != true else {
        equal += 1
        return
      }
      differentCount += 1
      if different.count < Self.maximumListed { different.append(answer) }
    case .unreadable(let run, let reason):
      unreadableCount += 1
      if unreadable.count < Self.maximumListed { unreadable.append((run, reason)) }
    }
  }
}

private enum ReplayOutcome: Sendable {
  case decided(JSON)
  case unreadable(RunID, String)
}

extension Application {
  /// How many runs there are to replay.
  public func runCount() async throws -> Int {
    try await read { try await RunRepository.count($0) }
  }

  /// Decides every stored run again, oldest first, and compares each byte by byte. Runs that are
  /// stored meanwhile are replayed too.
  ///
  /// - Parameters:
  ///   - concurrency: runs at once, at most; each borrows a connection.
  ///   - batch: runs whose ids are read at once.
  ///   - progress: called with the number of runs done.
  /// - Throws: when the database goes away; not for a run that differs or cannot be read.
  public func replayAll(
    concurrency: Int = 4, batch: Int = 500, progress: @Sendable (Int) -> Void = { _ in }
  ) async throws -> ReplaySummary {
    var summary = ReplaySummary()
    var last: RunID?
    var done = 0
    while true {
      let from = last
      let runs = try await read {
        try await RunRepository.identifiers(after: from, limit: batch, $0)
      }
      guard let end = runs.last else { return summary }
      last = end
      try await withThrowingTaskGroup(of: ReplayOutcome.self) { group in
        var waiting = runs.makeIterator()
        for _ in 0..<concurrency {
          if let run = waiting.next() { group.addTask { try await replayOutcome(run) } }
        }
        while let outcome = try await group.next() {
          summary.add(outcome)
          done += 1
          progress(done)
          if let run = waiting.next() { group.addTask { try await replayOutcome(run) } }
        }
      }
    }
  }

  private func replayOutcome(_ run: RunID) async throws -> ReplayOutcome {
    do {
      return .decided(try await replay(run, actor: .system("replay")))
    } catch ApplicationError.notFound(let what) {
      // What it is about is not there any more: one run that cannot be read, no reason to stop.
      return .unreadable(run, "\(what) is missing")
    } catch let error as StoredDataError {
      return .unreadable(run, error.description)
    } catch let faults as Faults {
      return .unreadable(run, "\(faults.list.first?.en ?? "documents")")
    } catch let failure as JSONParser.Failure {
      return .unreadable(run, failure.message)
    }
  }
}
