import Catalog
import Domain
import Testing

@Suite("Derived facts")
struct DerivationTests {
  private let day = LegalDate("2026-11-20") ?? LegalDate(daysSinceEpoch: 0)

  private func value(
    _ derivation: Derivation, _ facts: [String: FactState], on day: LegalDate? = nil
  ) -> FactState {
    derivation.value(on: day ?? self.day) { facts[$0] ?? .unknown }
  }

  private func known(_ value: Int64) -> FactState { .known(.integer(value)) }

  private func date(_ text: String) throws -> FactState {
    .known(.date(try #require(LegalDate(text))))
  }

  @Test("sum, difference, mean, ratio, growth and share are exact and round down")
  func arithmetic() {
    let facts = ["a": known(7), "b": known(4), "c": known(-7)]
    #expect(value(.sum(["a", "b", "c"]), facts) == known(4))
    #expect(value(.difference("b", "a"), facts) == known(-3))
    #expect(value(.mean(["a", "b"]), facts) == known(5))
    #expect(value(.mean(["c", "b"]), facts) == known(-2))
    #expect(value(.ratio(of: "b", over: "a"), facts) == known(571_428))
    #expect(value(.ratio(of: "c", over: "b"), facts) == known(-1_750_000))
    #expect(value(.growth(of: "a", before: "b"), facts) == known(750_000))
    #expect(value(.growth(of: "b", before: "a"), facts) == known(-428_572))
    #expect(value(.share(of: "a", ppm: 500_000), facts) == known(3))
    #expect(value(.share(of: "c", ppm: 500_000), facts) == known(-4))
  }

  @Test("past every amount a result stays finite instead of overflowing")
  func clamped() {
    let facts = ["big": known(10_000_000_000_000), "one": known(1), "less": known(-1)]
    #expect(value(.ratio(of: "big", over: "one"), facts) == known(1_000_000_000_000_000_000))
    #expect(value(.ratio(of: "big", over: "less"), facts) == known(-1_000_000_000_000_000_000))
  }

  @Test("none counts as 0, a zero divisor gives none, unknown stays unknown")
  func threeStates() {
    let facts: [String: FactState] = ["a": known(7), "zero": known(0), "none": .none]
    #expect(value(.sum(["a", "none"]), facts) == known(7))
    #expect(value(.mean(["a", "none"]), facts) == known(3))
    #expect(value(.ratio(of: "a", over: "zero"), facts) == .none)
    #expect(value(.ratio(of: "a", over: "none"), facts) == .none)
    #expect(value(.growth(of: "a", before: "zero"), facts) == .none)
    #expect(value(.sum(["a", "missing"]), facts) == .unknown)
    #expect(value(.ratio(of: "missing", over: "zero"), facts) == .unknown)
    #expect(value(.monthsSince("none"), facts) == .none)
    #expect(value(.monthsSince("missing"), facts) == .unknown)
    #expect(value(.count("none"), facts) == known(0))
    #expect(value(.count("set"), ["set": .known(.set(["a", "b"]))]) == known(2))
  }

  @Test("months are whole, and a month is full on the last day of a shorter one")
  func months() throws {
    let end = try #require(LegalDate("2026-02-28"))
    #expect(value(.monthsSince("d"), ["d": try date("2026-01-31")], on: end) == known(1))
    #expect(value(.monthsSince("d"), ["d": try date("2024-11-20")]) == known(24))
    #expect(value(.monthsSince("d"), ["d": try date("2024-11-21")]) == known(23))
  }

  @Test("a fiscal year counts when it began on or after the date and has ended")
  func fiscalYears() throws {
    for (start, clock, years) in [
      ("2024-01-01", "2026-11-20", Int64(2)), ("2024-01-02", "2026-11-20", 1),
      ("2024-01-01", "2026-01-01", 2), ("2024-01-01", "2025-12-31", 1),
      ("2026-05-01", "2026-11-20", 0), ("2027-05-01", "2026-11-20", 0),
    ] {
      let day = try #require(LegalDate(clock))
      #expect(
        value(.fullFiscalYearsSince("d"), ["d": try date(start)], on: day) == known(years),
        "\(start) at \(clock)")
    }
  }
}
