import Domain
import Seeds
import Testing

@testable import Arrangement

@Suite("Fingerprints of receivables")
struct FingerprintTests {
  private static let seller = "91340100MA2MRXXX01"
  private static let debtor = "91340000704920454J"
  private static let number = "25342000000012345678"

  private func invoice(
    seller: String = Self.seller, debtor: String = Self.debtor, code: String? = nil,
    number: String = Self.number, contract: String? = nil, fen: Int64 = 100_000_000,
    day: String = "2026-03-02"
  ) throws -> InvoiceIdentity {
    InvoiceIdentity(
      seller: seller, debtor: debtor, code: code, number: number, contract: contract,
      gross: try ArrangementFixture.fen(fen), invoicedOn: try ArrangementFixture.day(day))
  }

  @Test(
    "one invoice has one fingerprint, however its number is written",
    arguments: [
      "25342000000012345678", " 2534 2000 0000 1234 5678 ", "2534-2000-0000-1234-5678",
      "２５３４２０００００００１２３４５６７８", "0025342000000012345678", "No. 25342000000012345678".lowercased(),
      "2534\u{200B}2000\u{3000}000012345678", "（25342000000012345678）",
      "٢٥٣٤٢٠٠٠٠٠٠٠١٢٣٤٥٦٧٨",
    ])
  func spellings(_ written: String) throws {
    let plain = written.hasPrefix("no") ? "NO25342000000012345678" : Self.number
    #expect(try invoice(number: written).exact == invoice(number: plain).exact)
    #expect(try invoice(number: written).invoice == invoice(number: plain).invoice)
  }

  @Test("letters, parties and contracts are one in any case and width; a party keeps its zeros")
  func words() throws {
    #expect(Canonical.number("ａｂ-12/ 00x") == "AB1200X")
    #expect(Canonical.number("000") == "0" && Canonical.number("--") == "")
    #expect(Canonical.party(" 0９13-4a ") == "09134A")
    #expect(Canonical.number("皖A-0①") == "皖A01")
    #expect(
      try invoice(seller: Self.seller.lowercased()).exact == invoice().exact)
  }

  @Test("a paper invoice typed in one piece or as code and number is the same")
  func paperInvoices() throws {
    let whole = try invoice(number: "034001900104" + "00012345")
    #expect(try invoice(code: "034001900104", number: "00012345").exact == whole.exact)
    #expect(try invoice(code: "034001900104", number: "12345").exact == whole.exact)
    #expect(try invoice(code: "34001900104", number: "12345").exact == whole.exact)
    #expect(try invoice(code: "034001900104", number: "00012346").exact != whole.exact)
  }

  @Test("another number, seller or debtor is another invoice; amount and day are not looked at")
  func differences() throws {
    let one = try invoice()
    #expect(try invoice(number: Self.number + "1").exact != one.exact)
    #expect(try invoice(seller: Self.debtor).exact != one.exact)
    #expect(try invoice(debtor: Self.seller).exact != one.exact)
    #expect(try invoice(debtor: Self.seller).invoice == one.invoice)
    #expect(try invoice(fen: 1, day: "2026-05-01").exact == one.exact)
    // Fields do not run into each other.
    #expect(
      try invoice(seller: "12", debtor: "3").exact != invoice(seller: "1", debtor: "23").exact)
    let all =
      [one.exact, one.invoice, one.near(windowDays: 7)] + one.groups
    #expect(Set(all.map(\.bytes)).count == all.count)
  }

  @Test("the bytes to be keyed are those that are stored: a change would lose every duplicate")
  func bytes() throws {
    let bytes = try invoice(seller: "s1", debtor: "d1", number: "007").exact.bytes
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "19:rongqiao.receivable,1:1,5:exact,2:S1,2:D1,1:7,")
  }

  @Test("the same parties and amount within the window are found from either side, for any days")
  func nearDays() throws {
    let seed = SeededGenerator.seed(for: "near days")
    var random = SeededGenerator(seed: seed)
    let start = try ArrangementFixture.day("1969-12-01")
    for _ in 0..<20_000 {
      let window = Int64.random(in: 1...40, using: &random)
      let day = start.adding(days: Int.random(in: 0...40_000, using: &random))
      let apart = Int.random(in: -60...60, using: &random)
      let one = try invoice(day: day.text)
      let other = try invoice(number: "x9", day: day.adding(days: apart).text)
      let isFound =
        one.nearLookups(windowDays: window).contains(other.near(windowDays: window))
        && one.isNear(other, windowDays: window)
      #expect(isFound == (abs(Int64(apart)) <= window), "seed \(seed): \(day) \(apart) \(window)")
    }
    let one = try invoice()
    #expect(try !one.isNear(invoice(fen: 100_000_001), windowDays: 7))
    #expect(try !one.isNear(invoice(debtor: Self.seller), windowDays: 7))
  }

  @Test("parts of a split invoice meet the whole by stem, contract or day")
  func groups() throws {
    let whole = try invoice(contract: "HT-2026-001")
    for suffix in ["-1", "/2", "(A)", "（1）", "_02", " 之二"] {
      let part = try invoice(number: Self.number + suffix, day: "2026-04-01")
      #expect(part.groups[0] == whole.groups[0], "\(suffix)")
      #expect(part.exact != whole.exact, "\(suffix)")
    }
    let sameContract = try invoice(
      number: "777777777", contract: "ht２０２６００1", day: "2026-04-01")
    #expect(Set(sameContract.groups).intersection(whole.groups).map(\.kind) == [.contract])
    let sameDay = try invoice(number: "777777777")
    #expect(Set(sameDay.groups).intersection(whole.groups).map(\.kind) == [.day])
    // A short number has no suffix to lose.
    #expect(Canonical.stem("12-3") == "123")
  }

  private func member(_ id: String, _ fen: Int64) throws -> SplitSearch.Member {
    SplitSearch.Member(id: id, gross: try ArrangementFixture.fen(fen))
  }

  @Test("two parts that sum to a known whole are found, whichever of the three comes last")
  func splits() throws {
    let whole = try member("w", 100_000_000)
    let (one, two) = (try member("p1", 40_000_000), try member("p2", 60_000_000))
    let others = try (0..<50).map { try member("o\($0)", 1_000_003 * Int64($0 + 1)) }
    let hit = SplitSearch.Hit(whole: "w", parts: ["p1", "p2"])
    for (candidate, known) in [(whole, [one, two]), (one, [whole, two]), (two, [one, whole])] {
      #expect(
        try SplitSearch.hits(for: candidate, among: known + others, toleranceFen: 0) == [hit])
    }
    #expect(try SplitSearch.hits(for: two, among: [whole] + others, toleranceFen: 0) == [])
  }

  @Test("the parts may miss the whole by the tolerance and no more")
  func tolerance() throws {
    let known = try [member("w", 100_000_000), member("p1", 40_000_000)]
    for (fen, count) in [(60_000_100, 1), (59_999_900, 1), (60_000_101, 0), (59_999_899, 0)] {
      let hits = try SplitSearch.hits(
        for: member("p2", Int64(fen)), among: known, toleranceFen: 100)
      #expect(hits.count == count, "\(fen)")
    }
  }

  @Test("what is found and looked at is bounded, whatever is sent")
  func bounds() throws {
    let equal = try (0..<2_000).map { try member("m\($0)", $0 < 1_000 ? 100_000 : 200_000) }
    let hits = try SplitSearch.hits(
      for: member("c", 100_000), among: equal, toleranceFen: 100)
    #expect(hits.count == SplitSearch.maximumHits)
    let many = Array(repeating: equal[0], count: SplitSearch.maximumMembers + 1)
    #expect(throws: SplitSearch.TooMany(count: many.count)) {
      try SplitSearch.hits(for: member("c", 100_000), among: many, toleranceFen: 0)
    }
    #expect(Canonical.number(String(repeating: "1", count: 100_000)).utf8.count <= 500)
  }
}
