import Domain
import Postgres
import Store

extension Application {
  /// Kinds and states of activities, for filters.
  public static let activityKinds = ActivityRecord.Kind.allCases.map(\.rawValue)
  public static let activityStates = ActivityRecord.State.allCases.map(\.rawValue)

  /// One activity. Anybody may see what is announced; who comes is for those who oversee.
  public func activity(_ id: ActivityID, actor: Actor) async throws -> Versioned<JSON> {
    let found = try await read { try await ActivityRepository.find(id, $0) }
    guard let found else { throw ApplicationError.notFound(what: "activity") }
    return Versioned(ActivityView.json(found), version: found.version)
  }

  /// Newest first, wherever they are held.
  public func activities(
    kind: String?, state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    let filter = ActivityFilter(
      kind: kind, state: state, regionPrefix: region.map(AccessRules.stripped))
    let found = try await read {
      try await ActivityRepository.list(filter, after: page.after, limit: page.limit + 1, $0)
    }
    return Page(found, limit: page.limit, id: \.id.uuid).map { ActivityView.json($0) }
  }

  /// Guests of an activity that the caller may see, newest first, with what came of it for them.
  public func activityGuests(
    of id: ActivityID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    guard try await read({ try await ActivityRepository.find(id, $0) }) != nil else {
      throw ApplicationError.notFound(what: "activity")
    }
    return try await readLogged(.pool, as: actor) { session in
      let found = try await ActivityGuestRepository.list(
        of: id, after: page.after, limit: page.limit + 1, session)
      let page = Page(found, limit: page.limit, id: \.id.uuid)
      let outcomes = Dictionary(
        grouping: try await ActivityGuestRepository.outcomes(of: page.items.map(\.id), session),
        by: \.guest)
      return (
        page.map { ActivityView.json($0, outcomes[$0.id] ?? []) },
        page.items.compactMap(\.enterprise)
      )
    }
  }

  /// `{"year", "data": […]}`: what the activities of a year came to in a region, by kind.
  ///
  /// - Parameter year: nil for this one.
  public func activityFigures(year: Int?, region: String?, actor: Actor) async throws -> JSON {
    try requireOverview(actor)
    let now = clock.now()
    let year = year ?? now.legalDate.year
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor),
      let first = LegalDate(year: year, month: 1, day: 1),
      let next = LegalDate(year: year + 1, month: 1, day: 1)
    else { return ["year": .int(Int64(year)), "data": []] }
    let found = try await read {
      try await ActivityRepository.figures(
        from: Instant(startOf: first), before: Instant(startOf: next), regionPrefix: prefix,
        at: now, $0)
    }
    return [
      "year": .int(Int64(year)),
      "data": .array(
        found.map { figures in
          [
            "kind": .string(figures.kind.rawValue), "activities": .int(figures.held),
            "cancelled": .int(figures.cancelled), "invited": .int(figures.invited),
            "attended": .int(figures.attended), "outcomes": .int(figures.outcomes),
            "amount": MoneyView.json(figures.amountFen),
          ]
        }),
    ]
  }
}

/// How activities and guests look.
enum ActivityView {
  static func json(_ activity: ActivityRecord) -> JSON {
    [
      "id": .string(activity.id.text), "kind": .string(activity.kind.rawValue),
      "title": .string(activity.title), "region": .string(activity.region),
      "place": .optional(activity.place), "starts_at": .string(activity.startsAt.text),
      "ends_at": .string(activity.endsAt.text), "capacity": .int(Int64(activity.capacity)),
      "seats_taken": .int(Int64(activity.seatsTaken)),
      "state": .string(activity.state.rawValue),
      "cancelled_for": .optional(activity.cancelledFor),
      "version": .int(Int64(activity.version)),
      "created_at": .string(activity.createdAt.text),
      "updated_at": .string(activity.updatedAt.text),
    ]
  }

  static func json(_ guest: ActivityGuestRecord, _ outcomes: [ActivityOutcomeRecord]) -> JSON {
    [
      "id": .string(guest.id.text), "activity_id": .string(guest.activity.text),
      "enterprise_id": .optional(guest.enterprise?.text),
      "institution": .optional(guest.institution), "state": .string(guest.state.rawValue),
      "agrees_to_figures": .bool(guest.agreesToFigures),
      "outcomes": .array(
        outcomes.map { outcome in
          [
            "id": .string(outcome.id.text), "kind": .string(outcome.kind.rawValue),
            "institution": .optional(outcome.institution),
            "amount": MoneyView.json(outcome.amountFen), "note": .optional(outcome.note),
            "recorded_at": .string(outcome.recordedAt.text),
          ]
        }), "version": .int(Int64(guest.version)),
      "created_at": .string(guest.createdAt.text), "updated_at": .string(guest.updatedAt.text),
    ]
  }
}
