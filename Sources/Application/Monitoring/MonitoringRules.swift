import Catalog
import Domain
import Monitoring
import Workflow

/// What monitoring goes by: sources, indicators, rules of quality and of warnings, and the way of a warning. All of it
/// is data of `Schemas/monitoring` and `Schemas/workflow`.
public struct MonitoringRules: Sendable {
  let sources: SourceBook
  let indicators: IndicatorBook
  let quality: QualityBook
  /// The rules of warnings that ship with the program: in force until others are.
  let shipped: WarningRulesInForce
  let machine: StateMachine
  let calendar: WorkingCalendar
  let clock: DeadlineClock
  /// What rules of warnings look at.
  private let watched: JSON

  /// - Throws: every fault of a document.
  init(
    sources: JSON, indicators: JSON, quality: JSON, warnings: JSON, facts: JSON, machine: JSON,
    calendar: WorkingCalendar, clock: DeadlineClock
  ) throws {
    self.sources = try SourceBook(json: sources)
    self.indicators = try IndicatorBook(
      json: indicators, sources: self.sources.codes, facts: FactRegistry(json: facts))
    let faults = self.sources.faults(by: self.indicators)
    guard faults.isEmpty else { throw Faults(faults) }
    self.quality = try QualityBook(json: quality, indicators: self.indicators)
    shipped = try WarningRulesInForce(version: 0, warnings, indicators: self.indicators)
    self.machine = try StateMachine(json: machine)
    self.calendar = calendar
    self.clock = clock
    watched = indicators
  }

  /// The documents that ship with the program.
  ///
  /// - Throws: `SchemaFiles.Failure`, or the faults of a document.
  static func bundled(
    calendar: WorkingCalendar, clock: DeadlineClock
  ) throws -> MonitoringRules {
    try MonitoringRules(
      sources: OfferRules.document("monitoring/sources.yaml"),
      indicators: OfferRules.document("monitoring/indicators.yaml"),
      quality: OfferRules.document("monitoring/quality.yaml"),
      warnings: OfferRules.document("monitoring/warnings.yaml"),
      facts: OfferRules.document("catalog/facts.yaml"),
      machine: OfferRules.document("workflow/alert.yaml"), calendar: calendar, clock: clock)
  }

  /// Tells rules on a day from those of other documents, and of days on which other versions of them are in force.
  func digest(of rules: WarningRulesInForce, on day: LegalDate) -> Digest {
    let inForce = rules.book.rules(on: day).map { "\($0.code) \($0.days.from)" }
    return Digest(
      of: .array([.array([watched, rules.document]), .array(inForce.map(JSON.string))]))
  }

  /// Until when a warning that came into a state should leave it.
  func dueAt(in state: String, since instant: Instant) -> Instant? {
    machine.timer(in: state).flatMap { clock.deadline(of: $0.limit, from: instant)?.instant }
  }

  func isClosed(_ state: String) -> Bool { machine.state(state)?.isFinal ?? false }
}
