import Domain

/// Something that happened to a need, for the funnel.
public struct FunnelEvent: Hashable, Sendable {
  /// What it tells. It tells the whole of its subject as it then stood, so that the newest wins: that is how
  /// corrections come.
  public enum Telling: Hashable, Sendable {
    case need(FunnelJourney.Need)
    /// When a product first qualified; nil when none does.
    case match(LegalDate?)
    case offer(id: String, FunnelJourney.Offer)
  }

  public let id: String
  /// The need.
  public let need: String
  /// Counts what is told of one subject; the greatest is the newest.
  public let version: Int64
  public let telling: Telling

  public init(id: String, need: String, version: Int64, _ telling: Telling) {
    self.id = id
    self.need = need
    self.version = version
    self.telling = telling
  }
}

/// The funnel as events tell it, in whatever order and however often: what is kept of each subject is the
/// newest that was told, so that the same events give the same table.
public struct FunnelFold: Sendable {
  private struct Told<Value: Hashable & Sendable>: Sendable {
    let version: Int64
    let event: String
    let value: Value

    /// Of the same version the one with the greater identifier, wherever it came first.
    func isNewer(than other: Told<Value>?) -> Bool {
      guard let other else { return true }
      return (version, event) > (other.version, other.event)
    }
  }

  private struct State: Sendable {
    var need: Told<FunnelJourney.Need>?
    var match: Told<LegalDate?>?
    var offers: [String: Told<FunnelJourney.Offer>] = [:]

    /// Nil before anybody told of the need itself: what is told of it waits.
    var journey: FunnelJourney? {
      need.map {
        FunnelJourney(
          need: $0.value, matchedOn: match?.value,
          offers: offers.sorted { $0.key < $1.key }.map(\.value.value))
      }
    }
  }

  public private(set) var table = FunnelTable()
  private var states: [String: State] = [:]
  private let calendar: WorkingCalendar

  public init(calendar: WorkingCalendar) { self.calendar = calendar }

  /// What is known of a need.
  public func journey(of need: String) -> FunnelJourney? { states[need]?.journey }

  /// - Returns: whether it told anything new; a repeated event, or one that a newer one came before, does not.
  @discardableResult
  public mutating func apply(_ event: FunnelEvent) -> Bool {
    var state = states[event.need] ?? State()
    let before = state.journey
    guard Self.take(event, into: &state) else { return false }
    states[event.need] = state
    let after = state.journey
    guard before != after else { return true }
    if let before { table.remove(before.contributions(calendar)) }
    if let after { table.add(after.contributions(calendar)) }
    return true
  }

  private static func take(_ event: FunnelEvent, into state: inout State) -> Bool {
    switch event.telling {
    case .need(let need):
      let told = Told(version: event.version, event: event.id, value: need)
      guard told.isNewer(than: state.need) else { return false }
      state.need = told
    case .match(let day):
      let told = Told(version: event.version, event: event.id, value: day)
      guard told.isNewer(than: state.match) else { return false }
      state.match = told
    case .offer(let id, let offer):
      let told = Told(version: event.version, event: event.id, value: offer)
      guard told.isNewer(than: state.offers[id]) else { return false }
      state.offers[id] = told
    }
    return true
  }
}

extension FunnelTable {
  /// Counted anew, need by need.
  public init(_ journeys: some Sequence<FunnelJourney>, calendar: WorkingCalendar) {
    self.init()
    for journey in journeys { add(journey.contributions(calendar)) }
  }
}
