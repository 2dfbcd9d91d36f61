import Domain
import Testing

@Suite("Money and rates")
struct MoneyTests {
  @Test("an amount is 0 to 10^13 fen")
  func range() {
    #expect(Fen(-1) == nil)
    #expect(Fen(0)?.value == 0)
    #expect(Fen(10_000_000_000_000)?.value == Fen.maximum)
    #expect(Fen(10_000_000_000_001) == nil)
  }

  @Test("yuan text has two decimals and separators")
  func yuanText() {
    for (fen, text) in [
      (0, "0.00"), (5, "0.05"), (99, "0.99"), (100, "1.00"), (99_999, "999.99"),
      (100_000, "1,000.00"),
      (300_000_000, "3,000,000.00"), (-123_456, "-1,234.56"), (-5, "-0.05"),
      (Int64.max, "92,233,720,368,547,758.07"), (Int64.min, "-92,233,720,368,547,758.08"),
    ] as [(Int64, String)] {
      #expect(Fen.yuanText(fen) == text)
    }
  }

  @Test("short Chinese text never rounds")
  func chineseText() {
    for (fen, text) in [
      (300_000_000, "300万元"), (12_500_000_000, "1.25亿元"), (1_000_000, "1万元"), (1_010_000, "1.01万元"),
      (1_500_000, "1.5万元"), (1_005_000, "10,050.00元"), (999_900, "9,999.00元"), (0, "0.00元"),
      (-300_000_000, "-300万元"), (10_000_000_000, "1亿元"), (10_010_000_000, "10010万元"),
      (10_000_000_001, "100,000,000.01元"),
    ] as [(Int64, String)] {
      #expect(Fen.chineseText(fen) == text)
    }
  }

  @Test("a percentage keeps what it needs, at least two decimals")
  func percentText() {
    for (ppm, text) in [
      (34_500, "3.45%"), (45_673, "4.5673%"), (0, "0.00%"), (10_000, "1.00%"), (1, "0.0001%"),
      (-500, "-0.05%"), (1_000_000, "100.00%"), (34_560, "3.456%"),
    ] as [(Int64, String)] {
      #expect(PartsPerMillion(ppm).percentText == text)
    }
  }

  @Test("scaling floors, also below zero, and says when it leaves 64 bits")
  func scaling() {
    #expect(Exact.scaled(10, by: 1, over: 3) == 3)
    #expect(Exact.scaled(-10, by: 1, over: 3) == -4)
    #expect(Exact.scaled(.max, by: .max, over: .max) == .max)
    #expect(Exact.scaled(.min, by: 1, over: 1) == .min)
    #expect(Exact.scaled(.max, by: 2, over: 1) == nil)
    #expect(Exact.scaled(Fen.maximum, by: 1_000_000, over: 1_000_000) == Fen.maximum)
    #expect(Exact.sum([.max, 1]) == nil)
    #expect(Exact.sum([.max, 1, -1]) == .max)
    #expect(Exact.sum([]) == 0)
  }
}
