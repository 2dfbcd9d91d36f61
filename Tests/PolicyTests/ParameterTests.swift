import Catalog
import Domain
import Policy
import Testing

@Suite("Parameters of a pack")
struct ParameterTests {
  @Test(
    "each row counts from its first to its last day",
    arguments: [
      ("2018-12-31", nil), ("2019-01-01", 15_000), ("2024-12-31", 15_000), ("2025-01-01", 10_000),
      ("2025-12-31", 10_000), ("2026-01-01", 8_000), ("2099-01-01", 8_000),
    ] as [(String, Int64?)])
  func days(_ day: String, _ expected: Int64?) throws {
    let set = try PackFixture.set([PackFixture.file()])
    #expect(set.value("fee_cap", on: try PackFixture.day(day))?.value == expected)
  }

  @Test("after the last day there is no value, and a higher jurisdiction's counts again")
  func ended() throws {
    let set = try PackFixture.set([
      PackFixture.file(), PackFixture.local("cn-34", "340000", fee: 5_000),
    ])
    func value(_ day: String) throws -> Int64? {
      set.value("fee_cap", on: try PackFixture.day(day), in: RegionCode("340100"))?.value
    }
    #expect(try value("2025-02-28") == 10_000)
    #expect(try value("2025-03-01") == 5_000)
    #expect(try value("2025-08-31") == 5_000)
    #expect(try value("2025-09-01") == 10_000)
    let alone = try PackFixture.set([
      PackFixture.local("cn-34", "340000", overrides: nil, fee: 5_000)
    ])
    let after = try PackFixture.day("2025-09-01")
    #expect(alone.value("fee_cap", on: after, in: RegionCode("340100")) == nil)
  }

  @Test("a value says whether it is verified: its row, else its citation, else the parameter's")
  func verified() throws {
    let set = try PackFixture.set([PackFixture.file()])
    func value(_ day: String) throws -> ParameterValue {
      try #require(set.value("fee_cap", on: try PackFixture.day(day)))
    }
    #expect(try value("2020-01-01").isVerified)
    #expect(try !value("2025-06-01").isVerified)
    let last = try value("2026-06-01")
    #expect(!last.isVerified && last.citation.document == "新办法")
    #expect(try value("2025-06-01").citation.document == "办法")
    #expect(try value("2020-01-01").to == PackFixture.day("2024-12-31"))
    #expect(last.to == nil)
  }

  @Test("an open end carries with a warning after a year, a closed one does not carry")
  func carried() throws {
    let set = try PackFixture.set([PackFixture.file()])
    func isCarried(_ day: String) throws -> Bool? {
      set.value("fee_cap", on: try PackFixture.day(day))?.carriedPastEnd
    }
    #expect(try isCarried("2024-12-31") == false)
    #expect(try isCarried("2027-01-01") == false)
    #expect(try isCarried("2027-01-02") == true)
  }

  @Test("a series means the same as rows that end the day before the next")
  func series() throws {
    let text = [
      ("values:\n", "series:\n"), ("from: 2019-01-01, to: 2024-12-31", "from: 2019-01-01"),
      ("from: 2025-01-01, to: 2025-12-31", "from: 2025-01-01"), (", verified: false", ""),
      ("        citation: {document: 新办法, clause: 第三条, tag: K}\n", ""),
    ].reduce(PackFixture.national) { PackFixture.replaced($0, $1.0, $1.1) }
    let (rows, series) = (
      try PackFixture.set([PackFixture.file()]), try PackFixture.set([PackFixture.file(text)])
    )
    let first = try PackFixture.day("2018-12-30")
    for offset in 0..<3_500 {
      let day = first.adding(days: offset)
      let (left, right) = (rows.value("fee_cap", on: day), series.value("fee_cap", on: day))
      #expect(left?.value == right?.value && left?.to == right?.to, "\(day)")
    }
  }

  @Test("the chain: the lowest jurisdiction with a value that day wins, and only inside it")
  func chain() throws {
    let set = try PackFixture.set([
      PackFixture.local("cn-340102", "340102", overrides: "cn-3401", fee: 1_000),
      PackFixture.local("cn-61", "610000", fee: 9_000),
      PackFixture.local("cn-3401", "340100", overrides: "cn-34", fee: 2_000),
      PackFixture.file(), PackFixture.local("cn-34", "340000", fee: 3_000),
    ])
    let day = try PackFixture.day("2025-06-01")
    func value(_ region: String?) -> Int64? {
      set.value("fee_cap", on: day, in: region.flatMap { RegionCode($0) })?.value
    }
    #expect(value(nil) == 10_000)
    #expect(value("110101") == 10_000)
    #expect(value("610102") == 9_000)
    #expect(value("340200") == 3_000)
    #expect(value("340100") == 2_000)
    #expect(value("340103") == 2_000)
    #expect(value("340102") == 1_000)
    #expect(set.packs(in: RegionCode("340103")).map(\.code) == ["cn-3401", "cn-34", "cn"])
    #expect(set.packs(in: nil).map(\.code) == ["cn"])
  }
}
