import Domain
import Seeds
import Testing

@Suite("Enterprise size")
struct SizeTests {
  private func size(
    _ code: String, _ persons: Int64?, _ revenue: Int64?, _ assets: Int64? = nil
  ) throws -> SizeClassification {
    try Reference.thresholds().classify(
      industry(code),
      SizeMetrics(
        persons: persons, revenueTenThousandYuan: revenue, assetsTenThousandYuan: assets))
  }

  @Test("the published vectors hold")
  func vectors() throws {
    #expect(try size("3911", 300, 2_000) == .known(.medium))
    #expect(try size("3911", 299, 99_999) == .known(.small))
    #expect(try size("3911", 1_000, 39_999) == .known(.medium))
    #expect(try size("3911", 19, 50_000) == .known(.micro))
    #expect(try size("5211", 9, 5_000) == .known(.micro))
    #expect(try size("7010", nil, 200_000, 9_999) == .known(.medium))
    #expect(try size("6510", 10, 50) == .known(.small))
    #expect(try size("0111", nil, 20_000) == .known(.large))
    #expect(try size("7450", 300, nil) == .known(.large))
  }

  @Test("a missing figure is unknown, not micro")
  func missing() throws {
    #expect(try size("3911", 5, nil) == .missing([.revenue]))
    #expect(try size("3911", nil, nil) == .missing([.persons, .revenue]))
    #expect(try size("7010", 100, 100) == .missing([.assets]))
    #expect(try size("3911", 5, nil).size == nil)
  }

  @Test("rows with remarks, ranges and exclusions are read as meant")
  func scopes() throws {
    // Handling (591) counts as transport, the rest of 59 as storage.
    #expect(try size("5910", 200, 30_000) == .known(.small))
    #expect(try size("5920", 200, 30_000) == .known(.large))
    #expect(try size("5430", 1_000, 30_000) == .known(.large))
    #expect(try size("0610", 1_000, 40_000) == .known(.large))
    #expect(try size("B", 1_000, 40_000) == .known(.large))
    #expect(try size("7030", 300, nil) == .known(.large))
    #expect(try size("7211", 300, nil, 120_000) == .known(.large))
    #expect(try size("8510", 9, nil) == .known(.micro))
  }

  @Test("a code too coarse to choose a row says so; industries outside the rules too")
  func coarse() throws {
    #expect(try size("59", 200, 30_000) == .industryTooCoarse)
    #expect(try size("70", 200, 30_000, 1) == .industryTooCoarse)
    #expect(try size("F", 200, 30_000) == .industryTooCoarse)
    #expect(try size("Q", 200, 30_000) == .industryTooCoarse)
    for code in ["5310", "6610", "J", "8310", "8410", "7040", "T"] {
      #expect(try size(code, 200, 30_000, 1) == .notApplicable, "\(code)")
    }
  }

  @Test("amounts below one 万元 are cut off and never lift a class")
  func fen() throws {
    let thresholds = try Reference.thresholds()
    let below = SizeMetrics(persons: 300, revenue: Fen(1_999_999_999), assets: nil)
    let reached = SizeMetrics(persons: 300, revenue: Fen(2_000_000_000), assets: nil)
    #expect(try thresholds.classify(industry("39"), below) == .known(.small))
    #expect(try thresholds.classify(industry("39"), reached) == .known(.medium))
  }

  @Test("more persons and more revenue never make an enterprise smaller")
  func monotone() throws {
    var random = SeededGenerator.announced("size monotone")
    let thresholds = try Reference.thresholds()
    for code in ["3911", "5110", "6510", "5430", "7210"] {
      for _ in 0..<200 {
        let base = SizeMetrics(
          persons: Int64.random(in: 0...1_500, using: &random),
          revenueTenThousandYuan: Int64.random(in: 0...120_000, using: &random),
          assetsTenThousandYuan: Int64.random(in: 0...130_000, using: &random))
        var more = base
        more.persons = base.persons.map { $0 + Int64.random(in: 0...500, using: &random) }
        more.revenueTenThousandYuan = base.revenueTenThousandYuan.map { $0 + 10_000 }
        more.assetsTenThousandYuan = base.assetsTenThousandYuan.map { $0 + 10_000 }
        let sizes = try [base, more].map { try thresholds.classify(industry(code), $0).size }
        #expect(try #require(sizes[0]) <= #require(sizes[1]))
      }
    }
    #expect(EnterpriseSize.allCases.sorted() == [.micro, .small, .medium, .large])
  }
}
