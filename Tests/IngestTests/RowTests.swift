import Domain
import Ingest
import Seeds
import Testing

@Suite("Row types")
struct RowTests {
  private let code = "91340000711771143J"

  private func faultCode(_ text: String) -> String? {
    do {
      _ = try MoneyText.fen(yuan: text)
      return nil
    } catch {
      return error.code
    }
  }

  @Test("yuan become fen exactly")
  func money() throws {
    for (text, fen) in [
      ("0", 0), ("1", 100), ("0.1", 10), ("0.01", 1), ("1234.5", 123_450),
      ("3,000,000.00", 300_000_000),
      ("007", 700), ("1,234", 123_400), ("90071992547.93", 9_007_199_254_793),
      ("100000000000", Fen.maximum), ("100,000,000,000.00", Fen.maximum), ("0.29", 29),
      ("1.10", 110),
    ] as [(String, Int64)] {
      #expect(try MoneyText.fen(yuan: text).value == fen, "\(text)")
    }
    for (text, expected) in [
      ("1.234", "decimals"), ("0.000", "decimals"), ("-1", "negative"), ("1e5", "exponent"),
      ("3E+06", "exponent"), ("300万", "amount_unit"), ("¥5", "amount_unit"), ("", "number"),
      (".", "number"), (".5", "number"), ("5.", "number"), ("1.2.3", "number"), ("12,34", "number"),
      ("1,23,456", "number"), ("1 000", "number"), ("abc", "number"), ("hello", "number"),
      ("+5", "number"), ("１２", "number"), ("NaN", "number"), ("100000000000.01", "above_max"),
      ("99999999999999999999999999", "above_max"),
    ] {
      #expect(faultCode(text) == expected, "\(text)")
    }
  }

  @Test("yuan text of any amount reads back as that amount")
  func moneyRoundTrip() throws {
    var random = SeededGenerator.announced("yuan text")
    for _ in 0..<2_000 {
      let fen = try #require(Fen(Int64.random(in: 0...Fen.maximum, using: &random)))
      #expect(try MoneyText.fen(yuan: fen.yuanText) == fen)
    }
  }

  private func needs(_ text: String) -> ImportResult<NeedRow> {
    Importer(NeedRow.decoder(), mode: .skipBad).run(bytes: Array(text.utf8))
  }

  @Test("a need is read with its amount in yuan or in fen")
  func needRows() throws {
    let result = needs(
      "uscc,amount_yuan,amount_fen,tenor_months,purpose,security\n"
        + "\(code),\"3,000,000.00\",,12,working_capital,credit; guarantee\n"
        + "\(code),,5000001,36,technology_upgrade,\n")
    #expect(result.report.state == .accepted)
    #expect(result.rows.map(\.row.amount.value) == [300_000_000, 5_000_001])
    #expect(result.rows.map(\.row.security) == [[.credit, .guarantee], nil])
    #expect(result.rows.map(\.row.tenorMonths) == [12, 36])
    #expect(result.rows[1].row.purpose == .technologyUpgrade)
    let fenOnly = needs("uscc,amount_fen,tenor_months,purpose\n\(code),100,1,other\n")
    #expect(fenOnly.report.state == .accepted)
  }

  @Test("what is wrong with a need is said column by column")
  func needFaults() {
    let result = needs(
      "uscc,amount_yuan,amount_fen,tenor_months,purpose,security\n"
        + "\(code),,,0,gambling,credit;cash\n" + "\(code),1,100,12.5,other,credit;credit\n"
        + "\(code),0,,601,other,;\n" + "\(code),1.005,,12,other,\n" + "\(code),,1.5,12,other,\n")
    let seen = result.report.faults.map { "\($0.line ?? 0) \($0.column ?? "") \($0.code)" }
    #expect(
      seen == [
        "2 amount_yuan amount_missing", "2 tenor_months below_min", "2 purpose unknown_value",
        "2 security unknown_value", "3 amount_yuan amount_twice", "3 tenor_months integer",
        "3 security duplicate_value", "4 amount_yuan below_min", "4 tenor_months above_max",
        "4 security empty", "5 amount_yuan decimals", "6 amount_fen integer",
      ])
  }

  private func facts(_ text: String) throws -> ImportResult<FactRow> {
    let check: FactRow.Check = { path, text throws(Fault) in
      guard path == "tax.credit_grade" || path == "receivable.core_enterprise" else {
        throw Fault("", "path_unknown", zh: "未知指标", en: "not known")
      }
      guard let text else {
        guard path == "receivable.core_enterprise" else {
          throw Fault("", "none_not_allowed", zh: "不可", en: "not admitted")
        }
        return nil
      }
      guard "ABMCD".contains(text) else {
        throw Fault("", "unknown_value", zh: "取值", en: "value")
      }
      return .text(text)
    }
    return try Importer(FactRow.decoder(today: day("2026-11-20"), check: check), mode: .skipBad)
      .run(bytes: Array(text.utf8))
  }

  @Test("a fact is known, or known to be none")
  func factRows() throws {
    let result = try facts(
      "uscc,path,value,none,source,as_of\n\(code),tax.credit_grade,A,,tax_bureau,2026-04-30\n"
        + "\(code),receivable.core_enterprise,,是,enterprise,2026-11-20\n")
    #expect(result.report.state == .accepted)
    #expect(result.rows.map(\.row.fact.value) == [.text("A"), nil])
    #expect(result.rows.map(\.row.fact.source) == ["tax_bureau", "enterprise"])
    #expect(
      try facts("uscc,path,value,source,as_of\n\(code),tax.credit_grade,B,x,2026-01-01\n").report
        .state
        == .accepted)
  }

  @Test("what is wrong with a fact is said at its own column")
  func factFaults() throws {
    let result = try facts(
      "uscc,path,value,none,source,as_of\n" + "\(code),tax.colour,A,,tax_bureau,2026-04-30\n"
        + "\(code),tax.credit_grade,E,,tax_bureau,2026-04-30\n"
        + "\(code),tax.credit_grade,,,tax_bureau,2026-04-30\n"
        + "\(code),tax.credit_grade,A,true,tax_bureau,2026-04-30\n"
        + "\(code),tax.credit_grade,,true,tax_bureau,2026-04-30\n"
        + "\(code),Tax Grade,A,maybe,Tax Bureau,2026-11-21\n"
        + "\(code),tax.credit_grade,A,,tax_bureau,2026-04-30\n"
        + "\(code),tax.credit_grade,B,,tax_bureau,2026-04-30\n")
    let seen = result.report.faults.map { "\($0.line ?? 0) \($0.column ?? "") \($0.code)" }
    #expect(
      seen == [
        "2 path path_unknown", "3 value unknown_value", "4 value required",
        "5 value none_with_value", "6 none none_not_allowed", "7 path word", "7 none boolean",
        "7 source word", "7 as_of future", "9  duplicate_key",
      ])
  }
}
