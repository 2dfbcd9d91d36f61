import AllocationBench
import Seeds
import Testing

@Suite("The allocation at size")
struct AllocationBenchTests {
  @Test("two thousand needs and forty institutions are allocated soundly, and the same each time")
  func sound() throws {
    var size = AllocationSize()
    size.needs = 2_000
    size.institutions = 40
    size.seed = SeededGenerator.seed(for: "AllocationBenchTests")
    let report = try AllocationBench.run(size, rounds: 2)
    #expect(report.isSound, "seed \(size.seed)")
    #expect(report.offers > 0, "seed \(size.seed)")
    #expect(try report.json().contains("\"blocking_pairs\" : 0"))
    #expect(report.markdown.contains("2,000 笔需求 × 40 家机构"))
    #expect(report.markdown.contains("2,000 needs × 40 institutions"))
    #expect(report.markdown.contains("pairs that would rather have each other | 0 |"))
  }
}
