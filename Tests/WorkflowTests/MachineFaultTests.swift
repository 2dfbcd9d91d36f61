import Domain
import Foundation
import Testing

@testable import Workflow

@Suite("Machines that cannot be meant")
struct MachineFaultTests {
  private static let good = """
    code: light
    initial: red
    states:
      - {code: red, label: {zh: 红, en: red}}
      - {code: green, label: {zh: 绿, en: green}}
      - {code: broken, label: {zh: 坏, en: broken}, final: true}
    verbs:
      - {code: go, label: {zh: 行, en: go}}
      - {code: stop, label: {zh: 停, en: stop}}
      - {code: fail, label: {zh: 坏, en: fail}}
    edges:
      - {verb: go, from: [red], to: green, roles: [clock]}
      - {verb: stop, from: [green], to: red, roles: [clock]}
      - {verb: fail, from: [red, green], to: broken, roles: [clock]}
    timers:
      - {code: t, state: red, within: {count: 1, unit: working_day}, steps: [{after_working_days: 0, verb: go}]}

    """

  private func codes(_ yaml: String) throws -> Set<String> {
    do {
      _ = try StateMachine(json: WorkflowFixture.document(yaml: yaml))
      return []
    } catch let faults as Faults {
      return Set(faults.list.map(\.code))
    }
  }

  @Test("a whole machine is read")
  func whole() throws {
    #expect(try codes(Self.good) == [])
  }

  @Test("a step that stays in a final state does not leave it")
  func stays() throws {
    let staying = Self.good.replacing("[red, green], to", with: "[red, green, broken], to")
    #expect(staying != Self.good)
    #expect(try codes(staying) == [])
  }

  @Test(
    "each flaw is found",
    arguments: [
      ("from: [red], to: green", "from: [red], to: blue", "unknown_state"),
      ("initial: red", "initial: blue", "unknown_state"),
      ("{verb: go, from", "{verb: fly, from", "unknown_verb"),
      ("{verb: stop, from", "{verb: go, from", "unused_verb"),
      ("from: [green], to: red", "from: [broken], to: red", "final_left"),
      ("from: [red], to: green", "from: [red], to: broken", "unreachable"),
      ("en: broken}, final: true", "en: broken}", "dead_end"),
      ("to: green, roles: [clock]", "to: green, roles: []", "nobody"),
      ("0, verb: go}]", "0, verb: stop}]", "unknown_verb"),
      (
        "[{after_working_days: 0,", "[{after_working_days: 2, tell: a}, {after_working_days: 1,",
        "order"
      ),
      ("verb: go}]", "verb: go, tell: a}]", "one_of"),
      ("within: {count: 1,", "within: {count: 0,", "below_min"),
      ("unit: working_day", "unit: week", "unknown_value"),
      ("code: light", "code: light\ncolour: 1", "unknown_member"),
      ("- {code: green,", "- {code: red,", "duplicate_id"),
    ])
  func flaws(_ change: (from: String, to: String, code: String)) throws {
    let text = Self.good.replacingOccurrences(of: change.from, with: change.to)
    #expect(text != Self.good)
    let found = try codes(text)
    #expect(found.contains(change.code), "\(found)")
  }
}
