import ArgumentParser
import Domain
import Testing

@testable import rongqiao

@Suite("Sweeps and what-if on the command line")
struct SweepCommandTests {
  @Test("amounts are grouped by thousands of yuan, with cents only where there are some")
  func yuan() {
    #expect(YuanText.of(0) == "0 元")
    #expect(YuanText.of(99) == "0.99 元")
    #expect(YuanText.of(100_005) == "1,000.05 元")
    #expect(YuanText.of(99_900) == "999 元")
    #expect(YuanText.of(12_345_678_900) == "123,456,789 元")
    #expect(YuanText.of(-150) == "-1.50 元")
    #expect(YuanText.of(.min).hasPrefix("-92,233,720,368,547,758.08"))
  }

  @Test(
    "arguments that do not go together are refused before anything is opened",
    arguments: [
      ["--dry-run"], ["--catalog", "x"], ["--policy", "x"], ["--limit", "0"], ["--limit", "101"],
      ["swp_1", "--dry-run", "--catalog", "x"],
    ])
  func refused(_ arguments: [String]) {
    #expect(throws: (any Error).self) { try SweepCommand.parse(arguments) }
  }

  @Test("arguments that go together are taken")
  func taken() throws {
    #expect(try SweepCommand.parse([]).limit == 20)
    #expect(try SweepCommand.parse(["--dry-run", "--catalog", "a", "--policy", "b"]).dryRun)
    #expect(try WhatIfProduct.parse(["a.yaml", "--by-county"]).byCounty)
    #expect(try WhatIfPack.parse(["a.yaml", "--json"]).json)
  }

  @Test("a draft that is no YAML is refused with its place")
  func draft() {
    let error = #expect(throws: CommandFailure.self) {
      try DraftFile.read("/nonexistent/draft.yaml")
    }
    #expect(error?.status == .data)
  }
}
