import Domain
import Store

/// The consumers of events, as the inbox and dead letters name them: their Kafka groups.
public struct Consumer: Sendable, Hashable {
  public let name: String
  /// The topics it reads: a dead letter of its goes back to these and no others.
  public let topics: Set<Topic>
  /// What it acts on; it passes over all else.
  public let types: Set<EventType>
  /// Whether it applies each enterprise's events in order, so that later ones wait behind a dead
  /// letter.
  public let ordersByEnterprise: Bool

  init(
    _ name: String, _ topics: Set<Topic>, _ types: Set<EventType>, ordersByEnterprise: Bool
  ) {
    self.name = name
    self.topics = topics
    self.types = types
    self.ordersByEnterprise = ordersByEnterprise
  }

  /// Matches waiting needs.
  public static let match = Consumer(
    "rongqiao.match", [.enterprise], Application.matchTriggers, ordersByEnterprise: true)
  /// Cuts and sweeps slices of bulk work.
  public static let sweep = Consumer(
    "rongqiao.sweep", [.catalog, .work], [.catalogPublished, .policyPublished, .sweepRequested],
    ordersByEnterprise: false)

  /// Queues what organisations are told of by webhook.
  public static let webhook = Consumer(
    WebhookEventRepository.consumer, [.enterprise, .work], Set(EventType.publicTypes),
    ordersByEnterprise: false)

  /// Draws the facts of sellers from their receivables.
  public static let receivable = Consumer(
    "rongqiao.receivable", [.enterprise], Application.receivableTriggers,
    ordersByEnterprise: false)

  /// Looks at listing cases, and draws what follows from them.
  public static let listing = Consumer(
    "rongqiao.listing", [.enterprise], Application.listingTriggers, ordersByEnterprise: false)

  /// Records what stages open of awards, and looks again at what waited for facts.
  public static let entitlement = Consumer(
    "rongqiao.entitlement", [.enterprise], Application.entitlementTriggers,
    ordersByEnterprise: false)

  /// Judges enterprises by what is reported of them.
  public static let monitoring = Consumer(
    "rongqiao.monitoring", [.enterprise], Application.monitoringTriggers,
    ordersByEnterprise: false)

  /// Counts how far needs came.
  public static let statistics = Consumer(
    "rongqiao.statistics", [.enterprise], Application.statisticsTriggers, ordersByEnterprise: false)

  public static let all = [
    match, sweep, webhook, receivable, listing, entitlement, monitoring, statistics,
  ]

  /// The consumer of that name; nil for one this program does not have.
  public static func named(_ name: String) -> Consumer? { all.first { $0.name == name } }
}

/// Bounds of what becomes of dead letters.
public struct DeadLetterLimits: Sendable, Hashable {
  /// How often one letter may be sent back to its topic.
  public var redrivesMaximum = 5
  /// Events of one enterprise that wait behind its dead letters, for one consumer.
  public var heldEventsMaximum = 1_000
  /// Letters that one bulk call moves, unless it asks for fewer.
  public static let bulkMaximum = 500

  public init() {}
}
