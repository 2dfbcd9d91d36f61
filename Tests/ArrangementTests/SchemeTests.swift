import Domain
import Testing

@testable import Arrangement

@Suite("Schemes")
struct SchemeTests {
  private func book() throws -> SchemeBook {
    try SchemeBook(json: ArrangementFixture.document("Schemas/arrangement/schemes.yaml"))
  }

  @Test(
    "the shipped schemes are read: 4321, the national 2:8, science and technology, and insurance")
  func shipped() throws {
    let day = try ArrangementFixture.day("2026-01-05")
    let anhui = RegionCode("340100")
    let schemes = try book().inForce(on: day, in: anhui)
    #expect(
      schemes.map(\.code) == [
        "credit-insurance", "national-2-8", "national-sci-tech", "zhengyindan-4321",
      ])
    #expect(schemes.allSatisfy { $0.table != nil })
    let national = try book().inForce(on: day, in: RegionCode("610000")).map(\.code)
    #expect(national == ["credit-insurance", "national-2-8", "national-sci-tech"])
    let science = try #require(try book().scheme("national-sci-tech", on: day)?.table)
    #expect(science[.nationalFund] == 400_000 && science[.bank] == 200_000)
  }

  @Test("a scheme has the version of the day: the fee ceiling of 4321 falls on 2020-01-01")
  func versions() throws {
    let amount = try ArrangementFixture.fen(100_000_000)
    func ceiling(_ day: String) throws -> Int64? {
      try book().scheme("zhengyindan-4321", on: ArrangementFixture.day(day))?
        .feeCeiling(forBalance: amount)?.ppm
    }
    #expect(try ceiling("2015-06-19") == nil)
    #expect(try ceiling("2015-06-20") == 15_000)
    #expect(try ceiling("2019-12-31") == 15_000)
    #expect(try ceiling("2020-01-01") == 10_000)
  }

  @Test("the fee ceiling of a small guarantee holds up to exactly 5 million")
  func feeBoundary() throws {
    let scheme = try #require(
      try book().scheme("national-2-8", on: ArrangementFixture.day("2026-01-05")))
    let (most, more) = (
      try ArrangementFixture.fen(500_000_000), try ArrangementFixture.fen(500_000_001)
    )
    #expect(scheme.feeCeiling(forBalance: most)?.ppm == 10_000)
    #expect(scheme.feeCeiling(forBalance: more)?.ppm == 15_000)
  }

  @Test("a compensation rate stops what is new above the fuse, by a fen; at 5 % it goes on")
  func fuseBoundary() throws {
    let day = try ArrangementFixture.day("2026-01-05")
    let scheme = try #require(try book().scheme("zhengyindan-4321", on: day))
    #expect(scheme.fuse?.ppm == 50_000)
    #expect(!scheme.isStopped(compensated: 5_000_000_000, ended: 100_000_000_000))
    // In ppm both are 50,000: the rate is compared before it is rounded.
    #expect(scheme.isStopped(compensated: 5_000_000_001, ended: 100_000_000_000))
    #expect(!scheme.isStopped(compensated: 4_999_999_999, ended: 100_000_000_000))
    // Nothing ended: there is no rate. Nor is there one where no text gives a fuse.
    #expect(!scheme.isStopped(compensated: 1, ended: 0))
    let insured = try #require(try book().scheme("credit-insurance", on: day))
    #expect(!insured.isStopped(compensated: 1, ended: 1))
    // The most that can be: no overflow.
    #expect(scheme.isStopped(compensated: .max, ended: .max))
  }

  private func yaml(
    from: String = "2020-01-01", bank: Int = 200_000, more: String = ""
  ) -> String {
    """
    schemes:
      - code: a
        label: {zh: 甲, en: a}
        from: 2015-01-01
        to: 2019-12-31
        cover: principal
        shares: [{party: bank, ppm: 200000}, {party: guarantor, ppm: 800000}]
        citation: {document: d, tag: K}
      - code: a
        label: {zh: 甲, en: a}
        from: \(from)
        cover: principal
        shares: [{party: bank, ppm: \(bank)}, {party: guarantor, ppm: 800000}]
        citation: {document: d, tag: K}
    \(more)
    """
  }

  @Test("what a scheme cannot mean is refused with its place")
  func faults() throws {
    func codes(_ yaml: String) -> [String] {
      ArrangementFixture.codes {
        _ = try SchemeBook(json: ArrangementFixture.document(yaml: yaml))
      }
    }
    #expect(codes(yaml()) == [])
    #expect(codes(yaml(from: "2019-12-31")) == ["overlap"])
    #expect(codes(yaml(bank: 200_001)) == ["share_sum"])
    #expect(codes(yaml(more: "    fuse: {ppm: 50000}")) == ["missing_citation"])
    #expect(
      codes(yaml(more: "    borrower_maximum: {fen: 1.5, citation: {document: d, tag: K}}"))
        .isEmpty == false)
    #expect(codes(yaml(more: "    sizes: [huge]")) == ["unknown_value"])
    #expect(
      codes(
        yaml(
          more: """
                fee_ceilings:
                  - {ppm: 1, citation: {document: d, tag: K}}
                  - {up_to_fen: 5, ppm: 1, citation: {document: d, tag: K}}
            """)) == ["order"])
    #expect(codes("schemes: 3") == ["type"])
    #expect(codes("{}") == ["required"])
  }
}
