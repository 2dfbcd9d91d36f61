import Domain
import Seeds
import Statistics
import Testing

/// What is published of one year in a province: its own report, those of its cities and districts, and revisions.
@Suite("Releases of a year")
struct ReleaseYearTests {
  private struct Need {
    let key: String
    let district: Int
    /// Section, size and borrower.
    let kind: [String]
    var furthest: Int
    var released: Set<ReleasedCell> = []
  }

  private enum Region {
    case province
    case city(Int)
    case district(Int)

    func contains(_ district: Int) -> Bool {
      switch self {
      case .province: true
      case .city(let city): district % ReleaseYearTests.cities == city
      case .district(let own): district == own
      }
    }

    var places: [String] {
      switch self {
      case .province: (0..<ReleaseYearTests.cities).map { "\($0)" }
      case .city: (0..<ReleaseYearTests.districts).filter(contains).map { "\($0)" }
      case .district: []
      }
    }

    func place(of district: Int) -> String {
      if case .province = self { return "\(district % ReleaseYearTests.cities)" }
      return "\(district)"
    }
  }

  private static let cities = 16
  private static let districts = 105

  private struct Year {
    var needs: [Need]
    let suppression: CellSuppression
    var releases = 0
    /// Whom each published cell counts.
    var published: [ReleasedCell: Set<Int>] = [:]

    mutating func publish(_ region: Region) -> (published: Int, large: Int) {
      let reported = needs.map { need in
        region.contains(need.district)
          ? ReportedNeed(
            key: need.key, furthest: FunnelStage(rawValue: need.furthest),
            values: [region.place(of: need.district)] + need.kind, released: need.released)
          : ReportedNeed(key: need.key, furthest: nil, values: [], released: need.released)
      }
      let report = ReportTables(
        reported.filter { $0.furthest != nil || !$0.released.isEmpty },
        tables: [
          (code: "place", rows: region.places), (code: "industry", rows: ReleaseYearTests.sections),
          (code: "size", rows: ReleaseYearTests.sizes),
          (code: "borrower", rows: ReleaseYearTests.borrowers),
        ], suppression: suppression)
      releases += 1
      var large: [Int: Int] = [:]
      for index in needs.indices {
        for cell in report.published[needs[index].key] ?? [] {
          let released = ReleasedCell(release: "\(releases)", cell: cell)
          needs[index].released.insert(released)
          published[released, default: []].insert(index)
          large[cell, default: 0] += 1
        }
      }
      let own = needs.filter { region.contains($0.district) }
      return (large.count, ReleaseYearTests.cells(of: own, region))
    }
  }

  private static let sections = (0..<20).map { "s\($0)" }
  private static let sizes = (0..<5).map { "z\($0)" }
  private static let borrowers = (0..<3).map { "b\($0)" }

  /// How many cells of a report are not small.
  private static func cells(of needs: [Need], _ region: Region) -> Int {
    var counts: [String: Int] = [:]
    for need in needs {
      let rows = ["all"] + (region.places.isEmpty ? [] : ["p" + region.place(of: need.district)])
      for row in rows + need.kind {
        for stage in 0...need.furthest { counts["\(row) \(stage)", default: 0] += 1 }
      }
    }
    return counts.values.count { $0 >= 10 }
  }

  private static func year(of count: Int, _ generator: inout SeededGenerator) throws -> Year {
    // Low numbers are more frequent, as few cities and sections have most.
    func pick(_ count: Int) -> Int {
      min(
        Int.random(in: 0..<count, using: &generator), Int.random(in: 0..<count, using: &generator))
    }
    let needs = (0..<count).map { number in
      Need(
        key: "\(number)", district: pick(districts),
        kind: [sections[pick(20)], sizes[pick(5)], borrowers[pick(3)]], furthest: pick(6))
    }
    // Searches that end early, and a hundredth of the work there is.
    let rule = try StatisticsFixture.book().suppression
    return Year(
      needs: needs,
      suppression: CellSuppression(
        threshold: rule.threshold, searchSteps: 20_000, workSteps: rule.workSteps / 100))
  }

  @Test(
    "a province, its cities and districts publish within the work there is, and then revisions")
  func province() throws {
    var generator = SeededGenerator(seed: SeededGenerator.seed(for: "year"))
    var year = try Self.year(of: 5_000, &generator)
    let regions =
      [Region.province] + (0..<Self.cities).map { .city($0) }
      + (0..<Self.districts).map { .district($0) }
    var (cities, large) = (0, 0)
    for (place, region) in regions.enumerated() {
      let one = year.publish(region)
      // Of the province most is told; of the cities, what it leaves.
      if place == 0 { #expect(one.published * 2 > one.large) }
      if (1...Self.cities).contains(place) {
        cities += one.published
        large += one.large
      }
    }
    #expect(cities * 6 > large)
    for round in 0..<10 {
      // Meanwhile a quarter of the needs come further.
      for index in year.needs.indices
      where year.needs[index].furthest < 5 && Int.random(in: 0..<4, using: &generator) == 0 {
        year.needs[index].furthest += 1
      }
      let region: Region =
        switch round % 3 {
        case 0: .province
        case 1: .city(round)
        default: .district(round)
        }
      let one = year.publish(region)
      // Something new is told of the province each time: the work was not used up before it.
      if round % 3 == 0 { #expect(one.published >= 10, "\(region)") }
    }
    #expect(Self.smallestDifference(year.published) >= 10)
  }

  /// The smallest difference of two published cells of which one counts all whom the other counts, and more.
  private static func smallestDifference(_ published: [ReleasedCell: Set<Int>]) -> Int {
    let cells = published.values.sorted { $0.count < $1.count }
    var smallest = Int.max
    for (place, fewer) in cells.enumerated() {
      for more in cells[(place + 1)...] {
        guard more.count - fewer.count < 10 else { break }
        if more.count > fewer.count, fewer.isSubset(of: more) {
          smallest = min(smallest, more.count - fewer.count)
        }
      }
    }
    return smallest
  }
}
