import Domain
import Statistics
import Testing

@Suite("Tables of a report")
struct ReportTests {
  private let suppression = CellSuppression(threshold: 10, searchSteps: 20_000)

  private func needs(
    _ count: Int, _ name: String, _ furthest: FunnelStage?, _ values: [String],
    released: Set<ReleasedCell> = []
  ) -> [ReportedNeed] {
    (0..<count).map {
      ReportedNeed(key: "\(name)-\($0)", furthest: furthest, values: values, released: released)
    }
  }

  private func report(
    _ needs: [ReportedNeed], rows: [String] = ["a", "b"]
  ) -> ReportTables {
    ReportTables(needs, tables: [(code: "place", rows: rows)], suppression: suppression)
  }

  @Test("a need counts at each stage up to its furthest, in the total and in its rows")
  func counts() {
    let report = report(
      needs(20, "x", .drawn, ["a"]) + needs(30, "y", .submitted, ["b"]))
    #expect(report.total == [50, 20, 20, 20, 20, 20])
    #expect(report.tables.first?.rows.map(\.value) == ["a", "b"])
    #expect(report.tables.first?.rows.first?.counts == [20, 20, 20, 20, 20, 20])
    // Nobody of it came further: a count of nobody is not told, where it is not told by the others.
    #expect(report.tables.first?.rows.last?.counts == [30, nil, nil, nil, nil, nil])
    #expect(report.published["x-0"]?.count == 12)
  }

  @Test("few who did not come further are not told by the difference of two stages")
  func stages() {
    let report = report(needs(40, "x", .granted, ["a"]) + needs(5, "y", .claimed, ["a"]))
    #expect(report.total[FunnelStage.claimed.rawValue] == 45)
    #expect(report.total[FunnelStage.granted.rawValue] == nil)
    #expect(report.tables.first?.rows.first?.counts[FunnelStage.granted.rawValue] == nil)
  }

  @Test("a revision does not tell the few that were corrected, and one of many is published")
  func revisions() {
    let first = report(needs(40, "x", .submitted, ["a"]) + needs(40, "y", .submitted, ["b"]))
    #expect(first.total.first == 80)
    func revised(_ added: Int) -> ReportTables {
      let old = ["x", "y"].flatMap { name in
        (0..<40).map { number -> ReportedNeed in
          let key = "\(name)-\(number)"
          let cells = (first.published[key] ?? []).map { ReleasedCell(release: "r1", cell: $0) }
          return ReportedNeed(
            key: key, furthest: .submitted, values: [name == "x" ? "a" : "b"], released: Set(cells))
        }
      }
      return report(old + needs(added, "z", .submitted, ["a"]))
    }
    let few = revised(3)
    #expect(few.total.first == .some(nil))
    #expect(few.tables.first?.rows.first?.counts.first == .some(nil))
    // What did not change tells nothing new.
    #expect(few.tables.first?.rows.last?.counts.first == 40)
    let many = revised(30)
    #expect(many.total.first == 110)
    #expect(many.tables.first?.rows.first?.counts.first == 70)
  }
}
