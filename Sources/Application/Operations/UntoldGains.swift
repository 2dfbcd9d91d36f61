import Decision
import Domain
import Postgres
import Store

extension Application {
  /// Keeps gains of paused products, so that they are told of when the pause is over. Called in the
  /// transaction that stores the flips.
  func keepUntold(
    _ flips: [FlipRecord], paused: Set<String>, _ session: any PostgresSession
  ) async throws {
    try await UntoldGainRepository.insert(
      flips.filter { $0.to == .eligible && paused.contains($0.product) }.map(\.id), session)
  }

  /// Tells enterprises of products they newly qualified for while those were paused, once each. What
  /// came otherwise since (the need withdrawn, or its latest run not eligible any more) is told of no
  /// more.
  ///
  /// - Parameter limit: gains looked at in one go, at most.
  /// - Returns: how many were settled.
  @discardableResult
  public func tellUntoldGains(limit: Int) async throws -> Int {
    // Most calls find nothing to do: they write nothing.
    let hasSome = try await read { session in
      try await !UntoldGainRepository.ready(
        except: try await pausedCodes(session), limit: 1, locking: false, session
      ).isEmpty
    }
    guard hasSome else { return 0 }
    return try await write { session in
      let ready = try await UntoldGainRepository.ready(
        except: try await pausedCodes(session), limit: limit, locking: true, session)
      // An enterprise that is being worked on now is told at a later turn.
      let locked = try await EnterpriseRepository.lock(
        Array(Set(ready.map(\.enterprise))), skippingLocked: true, session)
      let mine = ready.filter { locked[$0.enterprise] != nil }
      let needs = try await UntoldGainRepository.states(of: mine.map(\.need), session)
      // What waits for a run is settled after it.
      let gains = mine.filter { !needs.waiting.contains($0.need) }
      guard !gains.isEmpty else { return 0 }
      var writer = EventWriter(locked: locked, ids: ids, time: clock.now())
      let open = gains.filter { needs.open.contains($0.need) }
      for (run, codes) in try await stillGained(open, session) {
        tellGains(codes, of: run, &writer)
      }
      try await UntoldGainRepository.remove(gains.map(\.flip), session)
      try await writer.flush(session)
      return gains.count
    }
  }

  /// Gains that can be told of now.
  func countUntoldGains() async throws -> Int {
    try await read { session in
      try await UntoldGainRepository.ready(
        except: try await pausedCodes(session), limit: Self.countedMaximum, locking: false, session
      ).count
    }
  }

  /// A dry run counts no more than so many of a kind.
  static let countedMaximum = 1_000_000

  /// By need, in the order of needs: its latest run, and the products of `gains` that run says are
  /// eligible.
  private func stillGained(
    _ gains: [UntoldGain], _ session: any PostgresSession
  ) async throws -> [(run: RunRecord, codes: [String])] {
    let products = Dictionary(grouping: gains, by: \.need)
    let latest = try await RunRepository.latest(needs: products.keys.sorted(), session)
    let runs = try await RunRepository.find(Array(latest.values), session)
    var told: [(run: RunRecord, codes: [String])] = []
    for run in runs.values.sorted(by: { $0.need < $1.need }) {
      let verdicts = RunVerdicts(
        try MatchResult(stored: run.result),
        codes: try await sweeps.outline(run.catalogVersion, session).codes)
      let codes = Set((products[run.need] ?? []).map(\.product))
        .filter { verdicts[$0] == .eligible }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      if !codes.isEmpty { told.append((run, codes)) }
    }
    return told
  }
}
