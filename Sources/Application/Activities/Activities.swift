import Domain
import Postgres
import Store

extension Application {
  /// Announces a roadshow, a matching event or a training: 201 with `Location` and `ETag`.
  ///
  /// - Parameter body: `{kind, title, region, place, starts_at, ends_at, capacity}`.
  /// - Throws: `.forbidden` for a region that is not the caller's; `.invalid`.
  public func createActivity(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireOverview(actor)
    let now = clock.now()
    let input = try ActivityInput(body, isNew: true, now: now)
    guard let kind = input.kind, let title = input.title, let region = input.region,
      let startsAt = input.startsAt, let endsAt = input.endsAt, let capacity = input.capacity
    else { throw ApplicationError.invalid([ObjectReader.requiredFault("")]) }
    try requireOwnRegion(region, of: actor)
    return try await answer(idempotency) { session in
      let activity = ActivityRecord(
        id: ids.next(), kind: kind, title: title, region: region, place: input.place ?? nil,
        startsAt: startsAt, endsAt: endsAt, capacity: capacity, at: now, by: actor.subject)
      try await ActivityRepository.insert(activity, session)
      return StoredAnswer(
        status: 201,
        headers: ["Location": "/v1/activities/\(activity.id)", "ETag": Tag.text(activity.version)],
        body: ActivityView.json(activity))
    }
  }

  /// Changes title, place, time or capacity: 200 with `ETag`. What is not given stays.
  ///
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.staleVersion`; `.conflict` `activity_state` when it
  ///   is cancelled or over, `activity_full` for a capacity below the seats that are taken.
  public func amendActivity(
    _ id: ActivityID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireOverview(actor)
    let input = try ActivityInput(body, isNew: false, now: clock.now())
    return try await answer(idempotency) { session in
      var activity = try await lockActivity(id, by: actor, session)
      guard activity.version == expectedVersion else {
        throw ApplicationError.staleVersion(current: activity.version)
      }
      activity.title = input.title ?? activity.title
      if let place = input.place { activity.place = place }
      activity.startsAt = input.startsAt ?? activity.startsAt
      activity.endsAt = input.endsAt ?? activity.endsAt
      activity.capacity = input.capacity ?? activity.capacity
      guard activity.endsAt > activity.startsAt else {
        throw ApplicationError.invalid([
          Fault("/ends_at", "order", zh: "应晚于开始时间", en: "must be after the beginning")
        ])
      }
      guard activity.capacity >= activity.seatsTaken else { throw ActivityRefusal.full }
      activity.version += 1
      activity.updatedAt = max(clock.now(), activity.updatedAt)
      try await ActivityRepository.update(activity, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(activity.version)],
        body: ActivityView.json(activity))
    }
  }

  /// Locks an activity that goes on.
  ///
  /// - Throws: `.notFound`; `.forbidden`; `.conflict` `activity_state`.
  private func lockActivity(
    _ id: ActivityID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> ActivityRecord {
    guard let found = try await ActivityRepository.find(id, locking: true, session) else {
      throw ApplicationError.notFound(what: "activity")
    }
    try requireOwnRegion(found.region, of: actor)
    guard found.state == .announced, clock.now() < found.endsAt else {
      throw ActivityRefusal.over
    }
    return found
  }

  /// Cancels an activity, and tells who was to come: 200 with `ETag`.
  ///
  /// - Parameter body: `{reason}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `activity_state`.
  public func cancelActivity(
    _ id: ActivityID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireOverview(actor)
    var reader = ObjectReader(body)
    let reason = reader.requiredString("reason", maximumLength: 500)
    let faults = reader.finish()
    guard faults.isEmpty, let reason else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency) { session in
      // Whoever is invited before is told, and whoever would be afterwards is not invited any more.
      try await ActivityRepository.lock(id, session)
      let guests = try await ActivityGuestRepository.enterprises(
        of: id, limit: Self.activityGuestsMaximum, session)
      let locked = try await EnterpriseRepository.lock(guests, session)
      var activity = try await lockActivity(id, by: actor, session)
      activity.state = .cancelled
      activity.cancelledFor = reason
      activity.version += 1
      activity.updatedAt = max(clock.now(), activity.updatedAt)
      try await ActivityRepository.update(activity, session)
      try await tell(.activityCancelled, of: activity, to: guests, locked, by: actor, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(activity.version)],
        body: ActivityView.json(activity))
    }
  }

  /// Guests of one activity at most.
  static let activityGuestsMaximum = 2_000

  private func tell(
    _ type: EventType, of activity: ActivityRecord, to enterprises: [EnterpriseID],
    _ locked: [EnterpriseID: LockedEnterprise], by actor: Actor, _ session: any PostgresSession
  ) async throws {
    var writer = EventWriter(locked: locked, ids: ids, time: clock.now())
    for id in enterprises where locked[id] != nil {
      writer.add(
        type, enterprise: id, subject: activity.id.text,
        data: [
          "activity_id": .string(activity.id.text), "kind": .string(activity.kind.rawValue),
          "starts_at": .string(activity.startsAt.text), "version": .int(Int64(activity.version)),
        ], traceparent: actor.traceparent)
    }
    try await writer.flush(session)
  }

  // MARK: Guests

  /// Invites enterprises and institutions of the directory; who is invited already stays so: 200 with how
  /// many are new.
  ///
  /// - Parameter body: `{enterprises, institutions}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid` with each that there is not; `.conflict`
  ///   `activity_state`, `activity_full` for more guests than there can be.
  public func inviteGuests(
    to id: ActivityID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireOverview(actor)
    let input = try InvitationInput(body)
    return try await answer(idempotency) { session in
      try await ActivityRepository.lock(id, session)
      let locked = try await EnterpriseRepository.lock(input.enterprises, session)
      let known = try await EnterpriseRepository.find(input.enterprises, session)
      let activity = try await lockActivity(id, by: actor, session)
      var faults: [Fault] = []
      for (index, guest) in input.enterprises.enumerated() {
        guard let found = known[guest], AccessRules.canRead(found, by: actor),
          found.erasedAt == nil, found.frozenAt == nil
        else {
          faults.append(.undeclaredGuest("/enterprises/\(index)"))
          continue
        }
      }
      let missing = try await DirectoryRepository.missing(codes: input.institutions, session)
      for (index, code) in input.institutions.enumerated() where missing.contains(code) {
        faults.append(.undeclaredGuest("/institutions/\(index)"))
      }
      guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
      let now = clock.now()
      var invited: [EnterpriseID] = []
      var count = 0
      for guest in input.enterprises {
        let record = ActivityGuestRecord(
          id: ids.next(), activity: id, enterprise: guest, institution: nil, at: now)
        if try await ActivityGuestRepository.insert(record, session) { invited.append(guest) }
      }
      for code in input.institutions {
        let record = ActivityGuestRecord(
          id: ids.next(), activity: id, enterprise: nil, institution: code, at: now)
        if try await ActivityGuestRepository.insert(record, session) { count += 1 }
      }
      guard
        try await ActivityGuestRepository.count(of: id, session) <= Self.activityGuestsMaximum
      else { throw ActivityRefusal.full }
      try await tell(.activityAnnounced, of: activity, to: invited, locked, by: actor, session)
      return StoredAnswer(
        status: 200,
        body: [
          "activity_id": .string(id.text), "invited": .int(Int64(invited.count + count)),
          "guests": .int(try await ActivityGuestRepository.count(of: id, session)),
        ])
    }
  }

  /// Takes a step with a guest: 200 with `ETag`. A guest registers and withdraws for itself, or an operator
  /// for it; who came is said by the hosts, who oversee the region of the activity. That amounts may be kept
  /// only the enterprise itself says.
  ///
  /// - Parameter body: `{verb, agrees_to_figures}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `activity_state`, `activity_full`.
  public func advanceGuest(
    _ id: ActivityGuestID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let verb = GuarantorInput.required("verb", of: GuestVerb.self, &reader)
    let agrees = reader.boolean("agrees_to_figures")
    if agrees != nil, verb != .register {
      reader.add(
        Fault("/agrees_to_figures", "not_for_kind", zh: "仅报名时填写", en: "only with register"))
    }
    let faults = reader.finish()
    guard faults.isEmpty, let verb else { throw ApplicationError.invalid(faults) }
    if agrees == true, actor.role != .enterprise {
      throw ApplicationError.forbidden(
        zh: "金额披露须由企业本身同意", en: "the enterprise itself agrees to figures")
    }
    if verb.isOfHosts { try requireOverview(actor) }
    return try await answer(idempotency, as: actor) { session in
      let seen = try await lockGuest(id, by: actor, session)
      let activity = try await ActivityRepository.find(seen.activity, locking: true, session)
      let now = clock.now()
      // An institution has no lock but that of the activity: how it stands is read under it.
      guard let activity, var guest = try await ActivityGuestRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "guest")
      }
      if verb.isOfHosts { try requireOwnRegion(activity.region, of: actor) }
      guard activity.state == .announced else { throw ActivityRefusal.over }
      let isOpen = verb.isOfHosts ? now >= activity.startsAt : now < activity.endsAt
      guard isOpen, let next = verb.state(from: guest.state) else { throw ActivityRefusal.over }
      guest.state = next
      guest.agreesToFigures = agrees ?? guest.agreesToFigures
      guest.version += 1
      guest.updatedAt = max(now, guest.updatedAt)
      let written = guest
      try await ActivityRefusal.telling {
        try await ActivityGuestRepository.update(written, session)
      }
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(guest.version)],
        body: ActivityView.json(
          guest, try await ActivityGuestRepository.outcomes(of: [id], session))
      )
    }
  }

  /// A guest under the lock of its enterprise, where it has one.
  private func lockGuest(
    _ id: ActivityGuestID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> ActivityGuestRecord {
    let found = try await ActivityGuestRepository.find(id, session)
    guard let found else { throw ApplicationError.notFound(what: "guest") }
    if let owner = found.enterprise {
      _ = try await lockForWrite(owner, by: actor, session)
    } else {
      try await actAsService(actor, session)
    }
    guard let guest = try await ActivityGuestRepository.find(id, session) else {
      throw ApplicationError.notFound(what: "guest")
    }
    return guest
  }

  /// Outcomes of one guest at most.
  static let guestOutcomesMaximum = 20

  /// Records what came of an activity for an enterprise: 201. An amount only when the enterprise agreed to
  /// figures.
  ///
  /// - Parameter body: `{kind, institution, amount_fen, note}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `activity_state` for who did not attend,
  ///   `figures_not_agreed`, `too_many_outcomes`.
  public func recordOutcome(
    of id: ActivityGuestID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let input = try OutcomeInput(body)
    return try await answer(idempotency, as: actor) { session in
      let guest = try await lockGuest(id, by: actor, session)
      guard guest.enterprise != nil, guest.state == .attended else { throw ActivityRefusal.over }
      guard input.amountFen == nil || guest.agreesToFigures else {
        throw ActivityRefusal.figures
      }
      guard
        try await ActivityGuestRepository.outcomeCount(of: id, session)
          < Self.guestOutcomesMaximum
      else { throw ActivityRefusal.outcomes }
      if let institution = input.institution,
        try await DirectoryRepository.find(code: institution, session) == nil
      {
        throw ApplicationError.invalid([
          Fault("/institution", "unknown_value", zh: "名录中没有该机构", en: "not in the directory")
        ])
      }
      let outcome = ActivityOutcomeRecord(
        id: ids.next(), guest: id, kind: input.kind, institution: input.institution,
        amountFen: input.amountFen, note: input.note, recordedAt: clock.now(),
        recordedBy: actor.subject)
      try await ActivityGuestRepository.insert(outcome, session)
      return StoredAnswer(
        status: 201,
        body: ActivityView.json(
          guest, try await ActivityGuestRepository.outcomes(of: [id], session))
      )
    }
  }
}

extension Fault {
  fileprivate static func undeclaredGuest(_ pointer: String) -> Fault {
    Fault(pointer, "unknown_value", zh: "没有可邀请的该对象", en: "nobody here to be invited by this")
  }
}

/// Why something is not done with an activity.
enum ActivityRefusal {
  static let over = ApplicationError.conflict(
    code: "activity_state", zh: "活动或报名当前状态不允许此操作",
    en: "the activity or the registration is in another state")
  static let full = ApplicationError.conflict(
    code: "activity_full", zh: "名额已满", en: "no seat is left")
  static let figures = ApplicationError.conflict(
    code: "figures_not_agreed", zh: "企业未同意披露金额", en: "the enterprise did not agree to figures")
  static let outcomes = ApplicationError.conflict(
    code: "too_many_outcomes", zh: "该参加方的成果记录已达上限",
    en: "as many outcomes are recorded for the guest as may be")

  /// Runs `body`, and tells what the database refuses of it as a conflict: it guards the same.
  static func telling<T: Sendable>(_ body: () async throws -> T) async throws -> T {
    do {
      return try await body()
    } catch let error as PostgresError {
      guard error.constraint == "activity_seats" else { throw error }
      throw full
    }
  }
}
