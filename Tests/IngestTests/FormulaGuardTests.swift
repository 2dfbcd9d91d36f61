import Ingest
import Testing

@Suite("Formula guard")
struct FormulaGuardTests {
  @Test(
    "a guarded cell is no formula and comes back as it was",
    arguments: [
      "", "a", "'", "''", "'a", "=1", "+1", "-1", "@a", "＝1", "'=1", "''=1", "'''@", "a=1", "'a=1",
    ])
  func roundTrip(_ text: String) {
    let cell = FormulaGuard.guarded(text)
    #expect(!FormulaGuard.isFormula(cell))
    #expect(FormulaGuard.unguarded(cell) == text)
  }

  @Test("a cell that needs no guard is written as it is")
  func plain() {
    #expect(FormulaGuard.guarded("徽商银行 = Huishang") == "徽商银行 = Huishang")
    #expect(FormulaGuard.guarded("=1") == "'=1")
  }
}
