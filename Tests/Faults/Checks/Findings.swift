import Domain

/// What the checks found, by check.
struct Findings: Sendable, Equatable {
  struct Finding: Sendable, Equatable {
    var name: String
    var kind: Invariant.Kind
    var count: Int
    /// Some of them in words.
    var examples: [String] = []
  }

  private(set) var list: [Finding] = []

  static let examplesMaximum = 5

  /// Takes note of a check's result; the good ones too, so that all that was looked at is told.
  mutating func add(
    _ name: String, _ kind: Invariant.Kind, _ count: Int, _ examples: [String] = []
  ) {
    list.append(
      Finding(
        name: name, kind: kind, count: count,
        examples: Array(examples.prefix(Self.examplesMaximum))))
  }

  mutating func add(_ name: String, _ kind: Invariant.Kind, _ examples: [String]) {
    add(name, kind, examples.count, examples)
  }

  mutating func add(_ other: Findings) { list += other.list }

  /// What does not hold.
  var bad: [Finding] { list.filter { $0.count != 0 } }

  func count(_ kind: Invariant.Kind) -> Int {
    list.filter { $0.kind == kind }.reduce(0) { $0 + $1.count }
  }

  /// The count of each check by its name.
  var json: JSON {
    .object(
      Dictionary(
        list.map { ($0.name, JSON.int(Int64($0.count))) }, uniquingKeysWith: { first, _ in first }))
  }
}
