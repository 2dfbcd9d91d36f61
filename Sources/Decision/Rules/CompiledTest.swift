import Catalog
import Domain

/// A comparison made ready, with its fact by slot.
struct CompiledTest: Sendable {
  let slot: Int
  let check: FactCheck

  /// Nil when operator, operand and fact type do not fit; the catalog reader lets no such through.
  init?(_ test: FactTest, table: FactTable) {
    guard let slot = table.slots[test.fact],
      let check = FactCheck(test, of: table.definitions[slot])
    else { return nil }
    self.slot = slot
    self.check = check
  }

  func result(_ view: FactView) -> RuleResult { check.result(view.state(slot)) }
}
