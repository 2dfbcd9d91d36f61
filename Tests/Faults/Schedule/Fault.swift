/// What is done to the service.
enum FaultKind: String, Sendable, CaseIterable {
  /// A process is killed (SIGKILL) and started again.
  case processKilled = "process_kill9"
  /// A process stands still (SIGSTOP) and goes on (SIGCONT).
  case processStopped = "process_stop"
  /// PostgreSQL ends its sessions and comes back (fast shutdown).
  case databaseRestarted = "database_restart"
  /// PostgreSQL dies without a checkpoint (immediate shutdown) and recovers.
  case databaseCrashed = "database_crash"
  /// The broker is killed; the next one has no topic's content and no offset.
  case brokerKilled = "broker_kill"
  case brokerStopped = "broker_stop"
  /// The connections of a process end, and new ones are refused for a while.
  case connectionsCut = "connections_cut"
  case connectionsDelayed = "connections_delay"
  /// Connections stay open and no byte moves.
  case connectionsFrozen = "connections_freeze"
  /// Records that no worker can handle.
  case poison
  /// Old records come once more.
  case duplicates
  /// A match worker, a sweeper and a writer join whose clock is wrong.
  case clockMoved = "clock_move"
  /// One more match worker joins the groups and leaves.
  case rebalance
  /// Clients send each request twice at once, and again after the answer.
  case retries = "submit_retries"

  /// How often a kind comes, relative to others.
  var weight: Int {
    switch self {
    case .processKilled, .processStopped: 4
    case .connectionsCut, .connectionsDelayed: 3
    case .databaseCrashed, .connectionsFrozen, .poison, .duplicates, .retries: 2
    case .databaseRestarted, .brokerKilled, .brokerStopped, .clockMoved, .rebalance: 1
    }
  }

  /// How long one lasts, in milliseconds.
  var durations: ClosedRange<Int> {
    switch self {
    case .processKilled, .databaseRestarted, .databaseCrashed, .brokerKilled: 0...2_000
    case .processStopped, .brokerStopped, .connectionsFrozen: 500...6_000
    case .connectionsCut: 0...3_000
    case .connectionsDelayed: 1_000...6_000
    case .poison, .duplicates: 200...2_000
    case .clockMoved, .rebalance: 4_000...8_000
    case .retries: 1_000...5_000
    }
  }

  /// What it is done with: a delay in milliseconds, records, or seconds of a clock.
  var magnitudes: [Int] {
    switch self {
    case .connectionsDelayed: [5, 20, 80, 200]
    case .poison: [1, 2, 5]
    case .duplicates: [5, 20, 100]
    case .clockMoved: [-86_400, -3_600, -20, 20, 3_600, 86_400]
    default: [1]
    }
  }

  /// Whether it happens to one process.
  var hasVictim: Bool {
    [.processKilled, .processStopped].contains(self) || hasSide
  }

  /// Whether it happens to the connections of one process to one server.
  var hasSide: Bool {
    [.connectionsCut, .connectionsDelayed, .connectionsFrozen].contains(self)
  }

  /// Whether it needs a broker of our own, or one that forgets.
  var needsOwnBroker: Bool { [.brokerKilled, .brokerStopped].contains(self) }
}

/// A process of the service.
enum Victim: String, Sendable, CaseIterable {
  case relay1, relay2, match1, match2, serve, sweeper, receivable, listing, entitlement,
    monitoring, statistics, webhook

  /// The arguments it is started with.
  var arguments: [String] {
    switch self {
    case .relay1, .relay2: ["worker", "relay"]
    case .match1, .match2: ["worker", "match"]
    case .serve: ["serve"]
    case .sweeper: ["worker", "sweeper"]
    case .receivable, .listing, .entitlement, .monitoring, .statistics, .webhook:
      ["worker", rawValue]
    }
  }

  /// What it connects to.
  var sides: [Side] {
    switch self {
    case .relay1, .relay2, .match1, .match2, .receivable, .listing, .entitlement, .monitoring,
      .statistics, .webhook:
      [.database, .broker]
    case .serve, .sweeper: [.database]
    }
  }
}

/// A server that a process connects to.
enum Side: String, Sendable, CaseIterable {
  case database, broker
}

/// One fault with its time.
struct Fault: Sendable, Hashable {
  /// 1 is the first.
  var number: Int
  var kind: FaultKind
  var victim: Victim?
  var side: Side?
  /// From the start of the run.
  var startMilliseconds: Int
  var durationMilliseconds: Int
  var magnitude: Int

  var endMilliseconds: Int { startMilliseconds + durationMilliseconds }

  /// How it is counted: its kind, and what it happens to.
  var label: String {
    [kind.rawValue, victim?.rawValue, side?.rawValue].compactMap { $0 }.joined(separator: " ")
  }
}
