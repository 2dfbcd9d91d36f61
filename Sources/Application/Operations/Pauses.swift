import Catalog
import Domain
import Postgres
import Store

/// Workers that can be paused; the names they have in logs and readiness.
public enum PausableWorker: String, Sendable, CaseIterable {
  /// Publishes the outbox.
  case relay
  /// Decides waiting needs.
  case match
  /// Decides open needs again, slice by slice.
  case sweep
  /// Asks again for what is missing.
  case sweeper
  /// Draws facts from receivables; what is due is still noted.
  case receivable
  /// Looks at listing cases; what is due is still noted.
  case listing
  /// Records what stages open of awards, and tells enterprises what they may claim; what is due is
  /// still noted.
  case entitlement
  /// Judges enterprises by what is reported of them; what is due is still noted.
  case monitoring
  /// Counts how far needs came; what an event was missed of is counted later.
  case statistics
  /// Sends webhooks; what is to be sent is still noted.
  case webhook

  /// All names in one line, for people.
  public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension Application {
  /// Pauses in force at once, at most: every reader of products looks at all of them.
  public static let pausesMaximum = 1_000

  /// Pauses a worker, a product or an institution, or changes why and until when: 200.
  ///
  /// A paused worker takes no new work. A paused product, or one of a paused institution, is decided
  /// as before, since a verdict is no matter of operation; it is shown as paused, no enterprise is
  /// told that it newly qualifies for it until the pause is over, and a sweep that touches only
  /// paused products waits.
  ///
  /// - Parameters:
  ///   - target: the worker's name, the product's code or `prod_…` id, or the institution's code.
  ///   - body: `{reason, until}`; `until` (RFC 3339, optional) ends the pause by itself.
  /// - Throws: `.notFound` for a target there is not; `.invalid`; `.forbidden`; `.conflict`
  ///   `too_many_pauses`.
  public func setPause(
    _ kind: PauseKind, target: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireControl(actor)
    let order = try PauseOrder(body, now: clock.now())
    return try await answer(idempotency) { session in
      let now = clock.now()
      let target = try await pauseTarget(kind, target, session)
      try await PauseRepository.lock(session)
      let others = try await PauseRepository.inForce(
        at: now, limit: Self.pausesMaximum, session
      ).filter { ($0.kind, $0.target) != (kind, target) }
      guard others.count < Self.pausesMaximum else {
        throw ApplicationError.conflict(
          code: "too_many_pauses", zh: "暂停事项已达 \(Self.pausesMaximum) 项",
          en: "\(Self.pausesMaximum) pauses are in force")
      }
      let pause = try await PauseRepository.set(
        PauseRecord(
          kind: kind, target: target, reason: order.reason, setAt: now, setBy: actor.subject,
          endsAt: order.until), session)
      try await audit(
        "pause.set", subject: "\(kind.rawValue)/\(target)", reason: order.reason,
        data: ["until": .optional(order.until?.text)], by: actor, at: now, session)
      return StoredAnswer(status: 200, headers: [:], body: PauseView.json(pause))
    }
  }

  /// Ends a pause: 200 with the pause as it was.
  ///
  /// - Throws: `.notFound` when there is none in force; `.forbidden`.
  public func endPause(
    _ kind: PauseKind, target: String, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireControl(actor)
    return try await answer(idempotency) { session in
      let now = clock.now()
      // A product that is not in the catalog any more is known by its code alone.
      let target = try await knownPauseTarget(kind, target, session) ?? target
      guard let pause = try await PauseRepository.end(kind, target: target, at: now, session)
      else { throw ApplicationError.notFound(what: "pause") }
      try await audit(
        "pause.end", subject: "\(kind.rawValue)/\(target)", reason: nil, data: [:], by: actor,
        at: now, session)
      return StoredAnswer(status: 200, headers: [:], body: PauseView.json(pause))
    }
  }

  /// `{"data": […]}`: the pauses in force, by kind and target.
  ///
  /// - Throws: `.forbidden` for anyone but operators, auditors and this service.
  public func pauses(actor: Actor) async throws -> JSON {
    try requireOverview(actor)
    let found = try await read {
      try await PauseRepository.inForce(at: clock.now(), limit: Self.pausesMaximum, $0)
    }
    return ["data": .array(found.map(PauseView.json))]
  }

  /// The paused workers by name.
  public func pausedWorkers() async throws -> [PauseRecord] {
    try await read {
      try await PauseRepository.inForce(
        [.worker], at: clock.now(), limit: Self.pausesMaximum, $0)
    }
  }

  /// Removes pauses that ended by themselves.
  public func forgetEndedPauses() async throws {
    _ = try await read { try await PauseRepository.forget(endedBefore: clock.now(), $0) }
  }

  /// What runs the service as a whole is done by those who run all of it.
  ///
  /// - Throws: `.forbidden` for anyone but operators of the whole country and this service.
  func requireControl(_ actor: Actor) throws(ApplicationError) {
    try requireCountryOverview(actor)
    guard actor.role != .auditor else {
      throw .forbidden(zh: "审计角色只能查看", en: "an auditor may only read")
    }
  }

  private func pauseTarget(
    _ kind: PauseKind, _ target: String, _ session: any PostgresSession
  ) async throws -> String {
    guard let known = try await knownPauseTarget(kind, target, session) else {
      throw ApplicationError.notFound(what: kind.rawValue)
    }
    return known
  }

  /// The name a pause goes by; nil when there is no such thing.
  private func knownPauseTarget(
    _ kind: PauseKind, _ target: String, _ session: any PostgresSession
  ) async throws -> String? {
    switch kind {
    case .worker: PausableWorker(rawValue: target)?.rawValue
    case .product: try await catalogs.latest(session)?.product(target)?.code
    case .institution:
      try await catalogs.latest(session)?.catalog.institutions.first { $0.code == target }?.code
    }
  }
}

/// The checked body of a pause.
private struct PauseOrder {
  static let maximumReason = 500

  var reason: String
  var until: Instant?

  init(_ json: JSON, now: Instant) throws(ApplicationError) {
    var body = ObjectReader(json)
    let reason = body.requiredString("reason", maximumLength: Self.maximumReason)
    let text = body.string("until", maximumLength: 40)
    until = text.flatMap { Instant($0) }
    if text != nil, until == nil {
      body.add(
        Fault(
          "/until", "instant", zh: "应为带时区的 RFC 3339 时间",
          en: "must be an RFC 3339 instant with an offset"))
    } else if let until, until <= now {
      body.add(Fault("/until", "past", zh: "应晚于当前时间", en: "must lie in the future"))
    }
    let faults = body.finish()
    guard faults.isEmpty, let reason else { throw .invalid(faults) }
    self.reason = reason
  }
}

/// How a pause looks.
enum PauseView {
  static func json(_ pause: PauseRecord) -> JSON {
    [
      "kind": .string(pause.kind.rawValue), "target": .string(pause.target),
      "reason": .string(pause.reason), "since": .string(pause.setAt.text),
      "until": .optional(pause.endsAt?.text), "set_by": .string(pause.setBy),
    ]
  }

  /// What stands beside a product for everybody.
  static func short(_ pause: PauseRecord) -> JSON {
    [
      "reason": .string(pause.reason), "since": .string(pause.setAt.text),
      "until": .optional(pause.endsAt?.text),
    ]
  }
}
