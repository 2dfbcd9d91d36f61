import Domain

/// What lineage can begin with.
public enum LineageID: Sendable, Hashable {
  case event(EventID)
  case need(NeedID)
  case run(RunID)
  case enterprise(EnterpriseID)
  case deadLetter(DeadLetterID)
  case sweep(SweepID)

  /// From text such as `need_0190a3c8-…`; nil for any other prefix or form.
  public init?(_ text: String) {
    switch text.prefix(while: { $0 != "_" }) {
    case "evt": self.init(EventID(text), Self.event)
    case "need": self.init(NeedID(text), Self.need)
    case "run": self.init(RunID(text), Self.run)
    case "ent": self.init(EnterpriseID(text), Self.enterprise)
    case "dl": self.init(DeadLetterID(text), Self.deadLetter)
    case "swp": self.init(SweepID(text), Self.sweep)
    default: return nil
    }
  }

  private init?<ID>(_ id: ID?, _ make: (ID) -> LineageID) {
    guard let id else { return nil }
    self = make(id)
  }

  /// As it is written.
  public var text: String {
    switch self {
    case .event(let id): id.text
    case .need(let id): id.text
    case .run(let id): id.text
    case .enterprise(let id): id.text
    case .deadLetter(let id): id.text
    case .sweep(let id): id.text
    }
  }

  /// The kind of thing, as the answer names it.
  public var kind: String {
    switch self {
    case .event: "event"
    case .need: "need"
    case .run: "run"
    case .enterprise: "enterprise"
    case .deadLetter: "dead_letter"
    case .sweep: "sweep"
    }
  }
}

/// How much of a lineage is shown; what is beyond is left out and said to be.
public struct LineageLimits: Sendable {
  public var needs = 50
  public var runs = 100
  public var events = 200
  public var flips = 200
  public var deadLetters = 50
  public var offers = 100
  public var guarantees = 100
  public var deliveries = 200

  /// What fits on a few screens.
  public init() {}
}
