import Catalog
import Domain

/// The days after today on which the verdict on a product can change while all facts stay as they
/// are: it comes into force, a period since some date reaches the next step, or a policy parameter
/// it refers to gets another value.
struct ChangeDays {
  let registry: FactRegistry
  /// Today; the days lie after it.
  let today: LegalDate
  /// The last day looked at.
  let last: LegalDate
  private(set) var days: Set<LegalDate> = []

  init(registry: FactRegistry, today: LegalDate, last: LegalDate) {
    self.registry = registry
    self.today = today
    self.last = last
  }

  mutating func add(_ day: LegalDate) {
    if day > today, day <= last { days.insert(day) }
  }

  /// The days on which rules and limit terms can change by time alone.
  mutating func addRipening(_ product: Product, on board: FactBoard) {
    for criterion in product.criteria { addRipening(criterion, on: board) }
    for fact in (product.limit ?? []).flatMap(\.facts) { addSteps(of: fact, on: board) }
  }

  private mutating func addRipening(_ criterion: Criterion, on board: FactBoard) {
    switch criterion.body {
    case .anyOf(let members), .allOf(let members):
      for member in members { addRipening(member, on: board) }
    case .test(let test):
      guard let definition = registry[test.fact], let derivation = definition.derivation else {
        return
      }
      let edges = FactCheck(test, of: definition)?.check.edges
      switch derivation {
      // Only the steps at which this comparison changes matter.
      case .monthsSince(let path): addMonths(since: path, edges, on: board)
      case .fullFiscalYearsSince(let path): addYears(since: path, edges, on: board)
      default: addSteps(of: test.fact, on: board)
      }
    }
  }

  /// Every step of the periods a fact is computed from.
  private mutating func addSteps(of path: String, on board: FactBoard) {
    guard let derivation = registry[path]?.derivation else { return }
    switch derivation {
    case .monthsSince(let path): addMonths(since: path, nil, on: board)
    case .fullFiscalYearsSince(let path): addYears(since: path, nil, on: board)
    default: for input in derivation.inputs { addSteps(of: input, on: board) }
    }
  }

  private mutating func addMonths(since path: String, _ edges: [Int64]?, on board: FactBoard) {
    guard case .known(.date(let start)) = board[path] else { return }
    addDays(upTo: start)
    let reach = max(0, last.wholeMonths(since: start))
    if let edges {
      for edge in edges where edge >= 0 && edge <= Int64(reach) {
        add(start.adding(months: Int(edge)))
      }
    } else if last >= start {
      for months in max(0, today.wholeMonths(since: start))...reach {
        add(start.adding(months: months))
      }
    }
  }

  private mutating func addYears(since path: String, _ edges: [Int64]?, on board: FactBoard) {
    guard case .known(.date(let start)) = board[path] else { return }
    let first = start.month == 1 && start.day == 1 ? start.year : start.year + 1
    for year in max(first, today.year)...max(first, last.year)
    where edges?.contains(Int64(year - first)) ?? true {
      if let day = LegalDate(year: year, month: 1, day: 1) { add(day) }
    }
  }

  /// Periods that begin in the future step backwards on no regular days: all are looked at.
  private mutating func addDays(upTo start: LegalDate) {
    var day = today
    while day < min(start, last) {
      day = day.adding(days: 1)
      add(day)
    }
  }
}

extension FactRegistry {
  /// Whether a fact can change by time alone.
  func ripens(_ path: String) -> Bool {
    switch self[path]?.derivation {
    case .monthsSince, .fullFiscalYearsSince: true
    case let derivation?: derivation.inputs.contains(where: ripens)
    case nil: false
    }
  }
}
