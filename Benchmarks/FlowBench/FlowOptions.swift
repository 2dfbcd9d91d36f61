/// The parts of the benchmark.
public enum FlowPart: String, CaseIterable, Sendable {
  /// All needs matched again, against COPY of the same rows; with `scale`, by 1, 2 and 4 consumers.
  case rematch
  case scale
  /// From accepted to decided at a fixed rate, against two commits and one produce and consume.
  case latency
  /// Calls that submit a need, against pgbench with the same statements.
  case submit
  /// Calls that read a run, against pgbench with the same statements.
  case read
  /// A message that cannot be handled, among others.
  case poison
  /// Memory of a match worker over many events.
  case memory
  /// What the broker itself can do.
  case broker
}

/// Sizes of the benchmark.
public struct FlowOptions: Sendable {
  /// Enterprises with one need each.
  public var needs = 20_000
  public var products = 1_000
  /// Needs submitted per second in the latency part.
  public var rate = 500
  /// How long the latency part goes on.
  public var seconds = 30
  /// Connections, and calls side by side, in the submit and read parts.
  public var connections = 16
  /// How long each side of a round of the submit and read parts goes on.
  public var roundSeconds = 5
  /// Rounds of every comparison; the median ratio counts.
  public var rounds = 3
  /// Events of the memory part.
  public var events = 50_000
  public var seed: UInt64 = 20_260_101
  public var parts: Set<FlowPart> = Set(FlowPart.allCases)
  /// Match workers that are compared; the largest is held against COPY.
  public var consumers = [1, 2, 4]

  public init() {}
}
