import Domain
import Seeds
import Statistics
import Testing

@Suite("The funnel")
struct FunnelTests {
  private func need(
    _ day: LegalDate, _ region: String = "340104", asked: Int64 = 100, pools: [String] = []
  ) throws -> FunnelJourney.Need {
    FunnelJourney.Need(
      submittedOn: day, region: try StatisticsFixture.region(region), industry: "C", size: .small,
      hasBorrowed: false, pools: pools, asked: try StatisticsFixture.fen(asked))
  }

  @Test("a need counts at every stage up to its furthest, and for each thing it went through")
  func stages() throws {
    let calendar = try StatisticsFixture.calendar()
    let day = try StatisticsFixture.day("2026-03-02")
    let offers = [
      FunnelJourney.Offer(
        product: "p1", institution: "b1", offeredOn: day.adding(days: 1),
        declinedOn: day.adding(days: 2), reasons: ["no_collateral"]),
      FunnelJourney.Offer(
        product: "p2", institution: "b2", offeredOn: day.adding(days: 1),
        claimedOn: day.adding(days: 2), grantedOn: day.adding(days: 7), granted: Fen(80)),
    ]
    let journey = FunnelJourney(
      need: try need(day, pools: ["reserve", "reserve"]), matchedOn: day, offers: offers)
    let found = journey.contributions(calendar)
    func measure(_ dimension: FunnelDimension, _ value: String) -> FunnelMeasure? {
      found.first { $0.key.dimension == dimension && $0.key.value == value }?.value
    }
    #expect(measure(.all, "*")?.reached == [1, 1, 1, 1, 1, 0])
    #expect(measure(.product, "p1")?.reached == [1, 1, 1, 0, 0, 0])
    #expect(measure(.product, "p2")?.reached == [1, 1, 1, 1, 1, 0])
    #expect(measure(.institution, "b1")?.grantedFen == 0)
    #expect(measure(.reason, "no_collateral")?.reached == [1, 1, 1, 1, 1, 0])
    #expect(measure(.borrower, "first")?[.granted] == 1)
    #expect(measure(.pool, "reserve")?[.granted] == 1)
    // Wednesday to the Monday after: three working days.
    #expect(measure(.all, "*")?.days[.granted]?.counts == [3: 1])
    #expect(measure(.all, "*")?.days[.drawn] == nil)
    #expect(found.keys.allSatisfy { $0.month == day.firstOfMonth })
  }

  @Test("what was granted before a refusal does not repair it")
  func repaired() throws {
    let calendar = try StatisticsFixture.calendar()
    let day = try StatisticsFixture.day("2026-03-02")
    func granted(on grant: LegalDate) throws -> Int64? {
      let journey = FunnelJourney(
        need: try need(day), matchedOn: day,
        offers: [
          FunnelJourney.Offer(
            product: "p1", institution: "b1", offeredOn: day,
            declinedOn: day.adding(days: 5), reasons: ["no_collateral"]),
          FunnelJourney.Offer(
            product: "p2", institution: "b2", offeredOn: day, claimedOn: day, grantedOn: grant,
            granted: Fen(1)),
        ])
      return journey.contributions(calendar)
        .first { $0.key.dimension == .reason }?.value[.granted]
    }
    #expect(try granted(on: day.adding(days: 4)) == 0)
    #expect(try granted(on: day.adding(days: 5)) == 1)
  }

  @Test("medians are those of all cases, whatever parts they were merged from")
  func medians() throws {
    #expect(DayHistogram([]).medianMilliDays == nil)
    #expect(DayHistogram([4]).medianMilliDays == 4_000)
    #expect(DayHistogram([1, 2]).medianMilliDays == 1_500)
    #expect(DayHistogram([1, 2, 9]).medianMilliDays == 2_000)
    var generator = SeededGenerator(seed: SeededGenerator.seed(for: "medians"))
    for _ in 0..<200 {
      let days = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
        Int.random(in: 0...12, using: &generator)
      }
      var merged = DayHistogram()
      let cut = Int.random(in: 0...days.count, using: &generator)
      merged += DayHistogram(days[..<cut])
      merged += DayHistogram(days[cut...])
      let sorted = days.sorted()
      let twice = sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
      #expect(merged.medianMilliDays == Int64(twice) * 500)
      merged -= DayHistogram(days)
      #expect(merged.isEmpty)
    }
  }

  /// Everything that was told of some needs, corrections included, with the newest of each subject.
  private func random(
    _ generator: inout SeededGenerator
  ) throws -> (events: [FunnelEvent], journeys: [FunnelJourney]) {
    let start = try StatisticsFixture.day("2026-01-05")
    var events: [FunnelEvent] = []
    var journeys: [FunnelJourney] = []
    func day(_ generator: inout SeededGenerator) -> LegalDate {
      start.adding(days: Int.random(in: 0...90, using: &generator))
    }
    func tell(_ need: String, _ version: Int64, _ telling: FunnelEvent.Telling) {
      events.append(
        FunnelEvent(id: "evt-\(events.count)", need: need, version: version, telling))
    }
    for number in 0..<Int.random(in: 1...6, using: &generator) {
      let name = "need-\(number)"
      var newest: FunnelJourney.Need?
      for version in 1...Int64.random(in: 1...3, using: &generator) {
        let told = try need(
          day(&generator), Bool.random(using: &generator) ? "340104" : "340111",
          asked: Int64.random(in: 1...9, using: &generator))
        tell(name, version, .need(told))
        newest = told
      }
      var matched: LegalDate?
      for version in 0..<Int64.random(in: 0...2, using: &generator) {
        matched = Bool.random(using: &generator) ? day(&generator) : nil
        tell(name, version, .match(matched))
      }
      var offers: [FunnelJourney.Offer] = []
      for index in 0..<Int.random(in: 0...3, using: &generator) {
        var last: FunnelJourney.Offer?
        for version in 1...Int64.random(in: 1...3, using: &generator) {
          let isDeclined = Bool.random(using: &generator)
          let told = FunnelJourney.Offer(
            product: "p\(Int.random(in: 0...1, using: &generator))", institution: "b",
            offeredOn: day(&generator), claimedOn: day(&generator),
            grantedOn: isDeclined ? nil : day(&generator), granted: isDeclined ? nil : Fen(5),
            declinedOn: isDeclined ? day(&generator) : nil,
            reasons: isDeclined ? ["other"] : [])
          tell(name, version, .offer(id: "o\(index)", told))
          last = told
        }
        if let last { offers.append(last) }
      }
      if let newest {
        journeys.append(FunnelJourney(need: newest, matchedOn: matched, offers: offers))
      }
    }
    return (events, journeys)
  }

  @Test(
    "folded events give what a recount gives, in any order, repeated, corrected, and after a restart"
  )
  func equalsRecount() throws {
    let calendar = try StatisticsFixture.calendar()
    var generator = SeededGenerator(seed: SeededGenerator.seed(for: "funnel"))
    for _ in 0..<100 {
      let (events, journeys) = try random(&generator)
      var fold = FunnelFold(calendar: calendar)
      let repeated = events + events.filter { _ in Bool.random(using: &generator) }
      let order = repeated.shuffled(using: &generator)
      let cut = Int.random(in: 0...order.count, using: &generator)
      for event in order[..<cut] { fold.apply(event) }
      // A restart goes on from what was committed, and some is told again.
      var next = fold
      for event in order[(cut / 2)...] { next.apply(event) }
      #expect(next.table == FunnelTable(journeys, calendar: calendar))
      for event in events {
        let isNew = next.apply(event)
        #expect(!isNew)
      }
    }
  }
}
