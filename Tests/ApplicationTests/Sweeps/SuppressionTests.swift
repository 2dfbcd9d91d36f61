import Domain
import Seeds
import Testing

@testable import Application

@Suite("Figures that tell of no single firm")
struct SuppressionTests {
  private func sum(_ firms: Int, each fen: Int64 = 100) -> FirmSum {
    FirmSum(Array(repeating: fen, count: firms))
  }

  @Test("nothing of nine firms or fewer is shown, none included; ten are shown")
  func boundary() {
    for firms in 0...9 { #expect(Suppression.figure(sum(firms)) == .suppressed) }
    #expect(Suppression.figure(sum(10)) == SafeFigure(firms: 10, fen: 1_000))
    #expect(SafeFigure.suppressed.json == ["firms": nil, "amount": nil, "suppressed": true])
    #expect(
      Suppression.figure(sum(10)).json == [
        "firms": 10, "amount": ["fen": 1_000, "currency": "CNY"], "suppressed": false,
      ])
  }

  @Test("counts and amounts are rounded, so that one firm more or less does not show")
  func rounding() {
    #expect(
      (10...17).map { Suppression.figure(sum($0)).firms } == [10, 10, 10, 15, 15, 15, 15, 15])
    #expect(Suppression.rounded(0) == 0)
    #expect(Suppression.rounded(99) == 99)
    #expect(Suppression.rounded(100) == 100)
    #expect(Suppression.rounded(123) == 120)
    #expect(Suppression.rounded(125) == 130)
    #expect(Suppression.rounded(996) == 1_000)
    #expect(Suppression.rounded(123_456_789_012) == 120_000_000_000)
  }

  @Test("an amount most of which is one firm's is held back, and its count is shown")
  func dominated() {
    var sum = sum(20)
    sum.add(2_001)
    #expect(Suppression.figure(sum) == SafeFigure(firms: 20, fen: nil))
    #expect(Suppression.figure(sum).json["suppressed"] == true)
    var half = self.sum(20)
    half.add(2_000)
    #expect(Suppression.figure(half).fen == 4_000)
  }

  @Test("what is held back is again of ten firms or more, else more parts are held back")
  func complement() {
    // Nine held back alone would be the total less the rest.
    var parts = Suppression.parts(["a": sum(30), "b": sum(12), "c": sum(9)])
    #expect(parts["a"] == SafeFigure(firms: 30, fen: 3_000))
    #expect(parts["b"] == .suppressed && parts["c"] == .suppressed)
    // Nobody is held back: nothing follows from the total.
    parts = Suppression.parts(["a": sum(30), "b": sum(12), "c": sum(0)])
    #expect(parts["b"]?.firms == 10 && parts["c"] == .suppressed)
    // Ten held back together are enough.
    parts = Suppression.parts(["a": sum(30), "b": sum(5), "c": sum(5)])
    #expect(parts["a"]?.firms == 30 && parts["b"] == .suppressed)
    parts = Suppression.parts(["a": sum(10), "b": sum(1)])
    #expect(parts == ["a": .suppressed, "b": .suppressed])
    #expect(Suppression.parts([:]) == [:])
  }

  @Test("one amount held back alone takes the next smallest with it, until no firm has most of it")
  func complementOfAmounts() {
    // Held back: 1,500 and 3,400, of which one firm has 3,400, then 2,000 more with c.
    var big = sum(15)
    big.add(3_400)
    var parts = Suppression.parts(["a": big, "b": sum(30), "c": sum(20)])
    #expect(parts["a"] == SafeFigure(firms: 15, fen: nil))
    #expect(parts["b"]?.fen == 3_000)
    #expect(parts["c"] == SafeFigure(firms: 20, fen: nil))
    // A fen more than half of all three less b: b is held back too.
    big.add(101)
    big.largestFen = 3_502
    parts = Suppression.parts(["a": big, "b": sum(30), "c": sum(20)])
    #expect(parts["b"] == SafeFigure(firms: 30, fen: nil))
  }

  @Test("what is held back of small counties is not mostly one firm's: at half amounts are shown")
  func dominatedRest() {
    var small = sum(5)
    small.add(1_000)
    let half = Suppression.parts(["a": sum(30), "b": small, "c": sum(5)])
    #expect(half["a"]?.fen == 3_000)
    small.add(1)
    small.largestFen = 1_001
    let more = Suppression.parts(["a": sum(30), "b": small, "c": sum(5)])
    #expect(more["a"] == SafeFigure(firms: 30, fen: nil))
  }

  @Test("sums beyond the largest integer stay at it")
  func saturation() {
    let sum = FirmSum(Array(repeating: Int64.max / 4, count: 20))
    #expect(sum.fen == .max)
    #expect(Suppression.figure(sum) == SafeFigure(firms: 20, fen: 9_200_000_000_000_000_000))
    #expect(Suppression.rounded(9_200_000_000_000_000_000) == 9_200_000_000_000_000_000)
    #expect((sum + sum).fen == .max)
    #expect(Int64.min.saturatingAdd(-1) == .min && Int64.max.saturatingAdd(0) == .max)
  }

  @Test("a county is listed from ten considered firms on")
  func listedCounties() throws {
    var tally = WhatIfTally()
    let ids = IdentifierSource()
    for (region, firms) in [("340102", 9), ("340103", 10), ("340104", 30)] {
      for _ in 0..<firms { tally.consider(ids.next(), region: region) }
    }
    let names = try RegionTable(csv: "code,name,level,parent\n340000,安徽省,province,\n")
    let rows = tally.json(["gained"], byCounty: true, names: names)["by_county"]
    #expect(
      rows?.arrayValue?.compactMap { $0["region"]?.stringValue } == ["340103", "340104"])
  }

  @Test("over random counties a shown part never leaves a rest of one to nine firms")
  func random() {
    let seed = SeededGenerator.seed(for: "suppression")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      var sums: [String: FirmSum] = [:]
      for county in 0..<Int.random(in: 1...8, using: &random) {
        sums["c\(county)"] = FirmSum(
          (0..<Int.random(in: 0...25, using: &random)).map { _ in
            Int64.random(in: 0...1_000, using: &random)
          })
      }
      let parts = Suppression.parts(sums)
      #expect(parts.keys.sorted() == sums.keys.sorted())
      var rest = 0
      var isAnyShown = false
      for (name, sum) in sums {
        if parts[name]?.firms == nil { rest += sum.firms }
        if let shown = parts[name]?.firms {
          isAnyShown = true
          #expect(sum.firms >= 10 && abs(shown - Int64(sum.firms)) <= 2, "seed \(seed)")
        }
      }
      #expect(!isAnyShown || rest == 0 || rest >= 10, "seed \(seed)")
    }
  }
}
