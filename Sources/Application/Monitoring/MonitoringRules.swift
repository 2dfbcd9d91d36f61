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
  let warnings: WarningBook
  let machine: StateMachine
  let calendar: WorkingCalendar
  let clock: DeadlineClock
  /// What warnings are judged by, to be told from other such documents.
  private let judgedBy: JSON

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
    self.warnings = try WarningBook(json: warnings, indicators: self.indicators)
    self.machine = try StateMachine(json: machine)
    self.calendar = calendar
    self.clock = clock
    judgedBy = [indicators, warnings]
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

  /// Tells the rules of a day from those of other documents, and of days on which others are in force.
  func digest(on day: LegalDate) -> Digest {
    let inForce = warnings.rules(on: day).map { "\($0.code) \($0.days.from)" }
    return Digest(
      ofBytes: JSON.array([judgedBy, .array(inForce.map(JSON.string))]).canonicalBytes)
  }

  /// Until when a warning that came into a state should leave it.
  func dueAt(in state: String, since instant: Instant) -> Instant? {
    machine.timer(in: state).flatMap { clock.deadline(of: $0.limit, from: instant)?.instant }
  }

  func isClosed(_ state: String) -> Bool { machine.state(state)?.isFinal ?? false }
}
