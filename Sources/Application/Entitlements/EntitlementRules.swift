import Catalog
import Domain
import Entitlement
import Workflow

/// What entitlements go by: the clauses, the way of a claim, and when enterprises are told. All of it is
/// data of `Schemas/entitlement` and `Schemas/workflow`.
public struct EntitlementRules: Sendable {
  /// Where a sum goes that is clawed back within the year of the budget it was paid from.
  enum ClawedBack: String, CaseIterable, Sendable {
    case budget
    case treasury
  }

  let book: ClauseBook
  let machine: StateMachine
  /// Days before the end of a window on which its enterprise is told.
  let closingDays: Int
  /// By family, the fact that says how much an enterprise had of it so far.
  let subsidyFacts: [String: String]
  let clawedBack: ClawedBack
  /// The facts that criteria name.
  let registry: FactRegistry
  let clock: DeadlineClock

  /// - Throws: every fault of a document.
  init(
    book: ClauseBook, registry: FactRegistry, platform: JSON, machine: JSON, clock: DeadlineClock
  ) throws {
    self.registry = registry
    self.book = book
    self.machine = try StateMachine(json: machine)
    self.clock = clock
    var reader = ObjectReader(platform)
    let days = reader.requiredInteger("closing_days", in: 1...366)
    let known = registry.definitions
    let drawn = reader.list("subsidy_facts", maximumCount: 100) { nested -> (String, String)? in
      let family = nested.requiredName("family")
      let fact = nested.requiredString("fact", maximumLength: 100)
      if let fact, known[fact] == nil {
        nested.add(Fault(nested.path("fact"), "unknown_fact", zh: "没有该指标", en: "no such fact"))
      }
      guard let family, let fact else { return nil }
      return (family, fact)
    }
    var destination: ClawedBack?
    if reader.required("clawed_back") != nil, var nested = reader.object("clawed_back") {
      destination = nested.requiredChoice("within_year", of: ClawedBack.self)
      _ = nested.requiredCitation()
      reader.merge(nested)
    }
    let faults = reader.finish()
    guard faults.isEmpty, let days, let destination else { throw Faults(faults) }
    closingDays = Int(days)
    clawedBack = destination
    subsidyFacts = Dictionary(drawn, uniquingKeysWith: { first, _ in first })
  }

  /// The documents that ship with the program.
  ///
  /// - Throws: `SchemaFiles.Failure`, or the faults of a document.
  static func bundled(clock: DeadlineClock) throws -> EntitlementRules {
    let (book, registry) = try shipped.get()
    return try EntitlementRules(
      book: book, registry: registry,
      platform: OfferRules.document("entitlement/platform.yaml"),
      machine: OfferRules.document("workflow/claim.yaml"), clock: clock)
  }

  /// Read once in a process: they are long, and stay as they are.
  private static let shipped = Result {
    let registry = try FactRegistry(json: OfferRules.document("catalog/facts.yaml"))
    let clauses = try OfferRules.document("entitlement/clauses.yaml")
    return (try ClauseBook(json: clauses, registry: registry), registry)
  }

  /// Until when a claim that came into a state should leave it.
  func dueAt(in state: String, since instant: Instant) -> Instant? {
    machine.timer(in: state).flatMap { clock.deadline(of: $0.limit, from: instant)?.instant }
  }

  /// Whether what came back on a day goes into the budget that it was paid from.
  ///
  /// - Parameter year: that of the budget.
  func goesBack(on day: LegalDate, intoBudgetOf year: Int) -> Bool {
    clawedBack == .budget && day.year == year
  }

  /// Codes of all clauses, of whatever days.
  var clauseCodes: Set<String> { Set(book.clauses.map(\.code)) }
}
