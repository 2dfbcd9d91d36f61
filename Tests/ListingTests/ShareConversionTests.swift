import Catalog
import Domain
import Listing
import Seeds
import Testing

@Suite("Net assets as shares")
struct ShareConversionTests {
  typealias Fixture = ListingFixture

  private func rules() throws -> ShareReformRules {
    try ShareReformRules(json: Fixture.document("Schemas/listing/share-reform.yaml"))
  }

  private func rule(on day: String = "2026-01-05") throws -> ShareReformRule {
    try #require(try rules().rule(on: Fixture.day(day)))
  }

  private func fen(_ value: Int64) throws -> Fen { try #require(Fen(value)) }

  @Test("201,525,100 yuan become 60 million shares, at 0.29773, and the rest capital reserve")
  func worked() throws {
    let made = try #require(
      try rule().conversion(of: fen(20_152_510_000), into: fen(6_000_000_000)))
    #expect(made.shares == 60_000_000 && made.capital.value == 6_000_000_000)
    #expect(made.reserveFen == 14_152_510_000 && made.ratioPPM == 297_730)
  }

  @Test("the capital is at most the net assets, in whole shares, and never nothing")
  func bounds() throws {
    let rule = try rule()
    let assets = try fen(500_000_050)
    #expect(rule.conversion(of: assets, into: try fen(500_000_100)) == nil)
    #expect(rule.conversion(of: assets, into: try fen(500_000_050)) == nil)
    #expect(rule.conversion(of: assets, into: try fen(0)) == nil)
    let most = try #require(rule.most(of: assets))
    #expect(most.shares == 5_000_000 && most.reserveFen == 50)
    #expect(rule.most(of: try fen(99)) == nil)
    #expect(rule.most(of: try fen(0)) == nil)
    let whole = try #require(rule.most(of: try fen(100)))
    #expect(whole.shares == 1 && whole.ratioPPM == 1_000_000 && whole.reserveFen == 0)
    #expect(rule.most(of: try fen(Fen.maximum))?.reserveFen == 0)
  }

  @Test("of whatever is converted capital and reserve are the net assets, to the fen")
  func sums() throws {
    let rule = try rule()
    var random = SeededGenerator.announced("net assets as shares")
    for _ in 0..<10_000 {
      let assets = try fen(Int64.random(in: 100...Fen.maximum, using: &random))
      let shares = Int64.random(in: 1...assets.value / 100, using: &random)
      let made = try #require(rule.conversion(of: assets, into: try fen(shares * 100)))
      #expect(made.capital.value + made.reserveFen == assets.value && made.shares == shares)
      #expect((0...1_000_000).contains(made.ratioPPM))
    }
  }

  @Test("the clause is that of the day: another number since 2024-07-01")
  func versions() throws {
    #expect(try rule(on: "2024-06-30").citation.clause == "第九十五条")
    #expect(try rule(on: "2024-07-01").citation.clause == "第一百零八条")
    #expect(try rules().rule(on: Fixture.day("2014-02-28")) == nil)
  }

  @Test("what cannot be meant is refused with its place")
  func faults() throws {
    let shipped = try Fixture.document("Schemas/listing/share-reform.yaml")
    let rows = shipped["rules"]?.arrayValue ?? []
    let row = try #require(rows.first?.objectValue)
    func codes(_ rows: [JSON]) -> [String] {
      do throws(Faults) {
        _ = try ShareReformRules(json: ["rules": .array(rows)])
        return []
      } catch {
        return error.list.map { "\($0.pointer) \($0.code)" }
      }
    }
    #expect(codes(rows) == [])
    #expect(codes([rows[0], rows[0]]) == ["/rules/1 overlap"])
    #expect(
      codes([.object(row.merging(["par_fen": 0]) { $1 })]) == ["/rules/0/par_fen below_min"])
    #expect(
      codes([.object(row.filter { $0.key != "citation" })]) == [
        "/rules/0/citation missing_citation"
      ])
  }
}
