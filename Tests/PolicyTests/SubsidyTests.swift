import Catalog
import Domain
import Policy
import Testing

@Suite("Subsidies of a pack")
struct SubsidyTests {
  @Test("what the file says is what the subsidy has")
  func reading() throws {
    let set = try PackFixture.set([PackFixture.file()])
    let found = set.subsidies(on: try PackFixture.day("2025-06-01"))
    #expect(found.map(\.subsidy.id) == ["fees", "interest"])
    let interest = try #require(found.last)
    #expect(interest.pack == "cn" && interest.jurisdiction == nil && !interest.dependsOnRegion)
    let subsidy = interest.subsidy
    #expect(subsidy.families == ["tax_credit"] && subsidy.kind == .interestShare)
    #expect(subsidy.ppm == 300_000 && subsidy.capFen == 10_000_000)
    #expect(subsidy.capFirmFen == 50_000_000 && subsidy.used == "tax.paid_last_year_fen")
    #expect(subsidy.isCertain && subsidy.paid == .atEnd && subsidy.group == "interest")
    #expect(subsidy.citation.clause == "第五条" && subsidy.citation.verified)
    #expect(subsidy.facts == ["tax.paid_last_year_fen", "tax.credit_grade"])
    #expect(subsidy.criteria.map(\.id) == ["grade"])
    #expect(
      subsidy.criteria.first?.body
        == .test(
          FactTest(
            fact: "tax.credit_grade", op: .within, operand: .list([.text("A"), .text("B")]))))
    #expect(subsidy.covers(family: "tax_credit") && !subsidy.covers(family: "mortgage"))
    let fees = try #require(found.first).subsidy
    #expect(fees.fees == ["guarantee_fee"] && fees.paid == .yearly && !fees.isCertain)
    #expect(fees.covers(family: "anything"))
  }

  @Test("a subsidy counts from its first to its last day")
  func days() throws {
    let set = try PackFixture.set([PackFixture.file()])
    func ids(_ day: String) throws -> [String] {
      set.subsidies(on: try PackFixture.day(day)).map(\.subsidy.id)
    }
    #expect(try ids("2023-12-31") == [])
    #expect(try ids("2024-01-01") == ["interest"])
    #expect(try ids("2026-12-31") == ["fees", "interest"])
    #expect(try ids("2027-01-01") == ["fees"])
  }

  @Test("a lower jurisdiction's subsidy of the same id takes its place there, while in force")
  func overriding() throws {
    let set = try PackFixture.set([
      PackFixture.file(),
      PackFixture.local("cn-34", "340000", subsidy: ("interest", 100_000, "2026-01-01")),
      PackFixture.local(
        "cn-3401", "340100", overrides: "cn-34", subsidy: ("interest", 200_000, "2026-06-01")),
      PackFixture.local("cn-61", "610000"),
    ])
    func packs(_ day: String, _ region: String?) throws -> [String] {
      set.subsidies(on: try PackFixture.day(day), in: region.flatMap { RegionCode($0) })
        .filter { $0.subsidy.id == "interest" }.map(\.pack)
    }
    #expect(try packs("2025-12-31", "340104") == ["cn"])
    #expect(try packs("2026-01-01", "340104") == ["cn-34"])
    #expect(try packs("2026-06-01", "340104") == ["cn-3401"])
    #expect(try packs("2026-06-01", "340200") == ["cn-34"])
    #expect(try packs("2026-06-01", "610102") == ["cn"])
    #expect(try packs("2026-06-01", nil) == ["cn"])
    // The national one ends; those below it stay.
    #expect(try packs("2027-01-01", "610102") == [])
    #expect(try packs("2027-01-01", "340200") == ["cn-34"])
  }

  @Test("where an enterprise is decides in three values, unknown is not outside")
  func region() throws {
    let set = try PackFixture.set([
      PackFixture.file(),
      PackFixture.local("cn-34", "340000", subsidy: ("interest", 100_000, "2026-01-01")),
    ])
    let found = set.subsidies(on: try PackFixture.day("2026-06-01")).filter {
      $0.subsidy.id == "interest"
    }
    let (local, national) = (try #require(found.first), try #require(found.last))
    #expect(local.pack == "cn-34" && national.pack == "cn")
    func result(_ item: ApplicableSubsidy, _ region: String) -> RuleResult {
      item.regionResult(.known(.text(region)))
    }
    #expect(result(local, "340102") == .pass && result(national, "340102") == .fail)
    #expect(result(local, "610102") == .fail && result(national, "610102") == .pass)
    #expect(local.regionResult(.unknown) == .unknown && national.regionResult(.unknown) == .unknown)
    #expect(local.regionResult(.none) == .fail && national.regionResult(.none) == .pass)
    let everywhere = try #require(
      set.subsidies(on: try PackFixture.day("2026-06-01")).first { $0.subsidy.id == "fees" })
    #expect(everywhere.regionResult(.unknown) == .pass)
  }

  @Test("of a group one counts: the lowest jurisdiction's, then the greatest share")
  func stacking() throws {
    let set = try PackFixture.set([
      PackFixture.file(),
      PackFixture.local("cn-34", "340000", subsidy: ("provincial", 100_000, "2025-01-01")),
    ])
    let all = set.subsidies(on: try PackFixture.day("2025-06-01"), in: RegionCode("340104"))
    #expect(all.map(\.subsidy.id) == ["provincial", "fees", "interest"])
    // The province's counts although the country's is greater; the ungrouped one stays.
    #expect(
      ApplicableSubsidy.withoutStacking(all).map(\.subsidy.id) == ["provincial", "fees"])
    // Where the province's does not hold, the country's counts.
    #expect(
      ApplicableSubsidy.withoutStacking(Array(all.dropFirst())).map(\.subsidy.id)
        == ["fees", "interest"])
    func item(_ id: String, ppm: Int64) -> ApplicableSubsidy {
      ApplicableSubsidy(
        pack: "cn-34", jurisdiction: RegionCode("340000"),
        subsidy: PolicySubsidy(
          id: id, label: Label(zh: "补", en: "s"), kind: .interestShare, ppm: ppm,
          isCertain: true, group: "one",
          effective: EffectivePeriod(from: LegalDate(daysSinceEpoch: 0)),
          citation: Citation(document: "d", tag: .storedCopy)))
    }
    let order = [item("b", ppm: 2), item("a", ppm: 3), item("c", ppm: 2)].sorted(
      by: ApplicableSubsidy.precedes)
    #expect(order.map(\.subsidy.id) == ["a", "b", "c"])
    #expect(ApplicableSubsidy.withoutStacking(order).map(\.subsidy.id) == ["a"])
  }

  @Test("the canonical document gives the set again, byte for byte")
  func roundTrip() throws {
    let files = [
      PackFixture.file(),
      PackFixture.local("cn-34", "340000", subsidy: ("interest", 100_000, "2026-01-01")),
    ]
    let set = try PackFixture.set(files)
    let again = try PolicySet(json: set.json)
    #expect(again.packs == set.packs)
    #expect(again.json.canonicalBytes == set.json.canonicalBytes)
    #expect(try PackFixture.set(files.reversed()).digest == set.digest)
  }
}
