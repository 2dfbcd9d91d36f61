/// A published cell of an earlier release.
public struct ReleasedCell: Hashable, Sendable {
  public let release: String
  public let cell: Int

  public init(release: String, cell: Int) {
    self.release = release
    self.cell = cell
  }
}

/// One need as a report counts it.
public struct ReportedNeed: Hashable, Sendable {
  public let key: String
  /// How far it came; nil when this report does not count it, though an earlier release did.
  public let furthest: FunnelStage?
  /// Its row in each table, in their order; empty when it is not counted.
  public let values: [String]
  /// Published cells of earlier releases that count it.
  public let released: Set<ReleasedCell>

  public init(
    key: String, furthest: FunnelStage?, values: [String], released: Set<ReleasedCell> = []
  ) {
    self.key = key
    self.furthest = furthest
    self.values = values
    self.released = released
  }
}

/// The tables of a report: how many needs reached each stage, in all and by the rows of each table, without
/// the counts that would tell of few.
public struct ReportTables: Sendable {
  public struct Table: Hashable, Sendable {
    public let code: String
    /// In the order in which they were asked for.
    public let rows: [Row]
  }

  public struct Row: Hashable, Sendable {
    public let value: String
    /// By stage; nil is held back.
    public let counts: [Int64?]
  }

  /// Of all needs.
  public let total: [Int64?]
  public let tables: [Table]
  /// The published cells that count each need; of those that none counts there is no entry. A later release
  /// is checked against them.
  public let published: [String: [Int]]

  /// - Parameters:
  ///   - needs: those that are counted now, and those that an earlier release counts.
  ///   - tables: by code the rows that there are. A need whose row is not among them counts in the total alone.
  public init(
    _ needs: [ReportedNeed], tables: [(code: String, rows: [String])],
    suppression: CellSuppression
  ) {
    let stages = FunnelStage.allCases.count
    var places: [[String: Int]] = []
    var next = stages
    for table in tables {
      var found: [String: Int] = [:]
      for row in table.rows where found[row] == nil {
        found[row] = next
        next += stages
      }
      places.append(found)
    }
    let own = next
    let cells = needs.map { Self.cells(of: $0, places) }
    // Cells of earlier releases follow those of this one.
    var earlier: [ReleasedCell: Int] = [:]
    for cell in Set(needs.flatMap(\.released)).sorted(by: Self.precedes) {
      earlier[cell] = own + earlier.count
    }
    var groups: [Set<Int>: Int64] = [:]
    for (need, counting) in zip(needs, cells) {
      let all = counting.union(need.released.compactMap { earlier[$0] })
      if !all.isEmpty { groups[all, default: 0] += 1 }
    }
    let verdicts = suppression.verdicts(
      cells: own + earlier.count,
      groups: groups.map { CountedGroup(count: $0.value, cells: $0.key) },
      released: Set(earlier.values))
    var counts = Array(repeating: Int64(0), count: own)
    for counting in cells { for cell in counting { counts[cell] += 1 } }
    func shown(from first: Int) -> [Int64?] {
      (first..<first + stages).map { verdicts[$0] == .published ? counts[$0] : nil }
    }
    total = shown(from: 0)
    self.tables = zip(tables, places).map { table, places in
      Table(
        code: table.code,
        rows: table.rows.compactMap { row in
          places[row].map { Row(value: row, counts: shown(from: $0)) }
        })
    }
    var published: [String: [Int]] = [:]
    for (need, counting) in zip(needs, cells) {
      let kept = counting.filter { verdicts[$0] == .published }.sorted()
      if !kept.isEmpty { published[need.key] = kept }
    }
    self.published = published
  }

  private static func cells(of need: ReportedNeed, _ places: [[String: Int]]) -> Set<Int> {
    guard let furthest = need.furthest else { return [] }
    var found = Set(0...furthest.rawValue)
    for (value, rows) in zip(need.values, places) {
      if let first = rows[value] { found.formUnion(first...first + furthest.rawValue) }
    }
    return found
  }

  private static func precedes(_ left: ReleasedCell, _ right: ReleasedCell) -> Bool {
    (left.release, left.cell) < (right.release, right.cell)
  }
}
