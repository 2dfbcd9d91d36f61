import Catalog
import Domain
import Monitoring
import Postgres
import Store

/// What red warnings had looked at anew, until whoever has it says what came of it.
extension Application {
  /// Whether somebody looked at it.
  public static let recheckStates = ["open", "done"]

  /// By warning, newest first, what it had looked at anew when it came to red last: an institution its own of
  /// enterprises that let it see them and to which it is exposed, operators those of their region.
  ///
  /// - Parameters:
  ///   - state: what nobody looked at yet, or what somebody did; both unless told otherwise.
  /// - Throws: `.forbidden` for enterprises: what is done with theirs is for others to say.
  public func rechecks(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    guard actor.role != .enterprise else {
      throw ApplicationError.forbidden(zh: "仅限机构与运营角色", en: "for institutions and operators")
    }
    let isDone = state.map { $0 == "done" }
    let book = try await read { try await warningRulesInForce($0).book }
    return try await readLogged(.warning, as: actor) { session in
      let found = try await warnings(
        WarningFilter(region: region), that: isDone.map { $0 ? .done : .open } ?? .any, page,
        to: actor, session)
      let rechecks = try await RecheckRepository.list(of: found.map(\.id), session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      let views = cut.map { warning in
        RecheckView.json(
          warning,
          rechecks[warning.id, default: []].filter { recheck in
            isDone.map { $0 == (recheck.outcome != nil) } ?? true
          },
          book, to: actor)
      }
      return (views, cut.items.map(\.enterprise))
    }
  }

  /// Says what came of one: 200. What somebody said before stands.
  ///
  /// - Parameter body: `{kind, subject_id, finding}`.
  /// - Throws: `.notFound`, also for what the warning did not touch or the caller has no part in; `.forbidden` for
  ///   enterprises and auditors; `.invalid`.
  public func recheckWarning(
    _ id: WarningID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let input = try RecheckInput(body)
      guard let warning = try await WarningRepository.find(id, session),
        try await maySee(warning, actor, session)
      else { throw ApplicationError.notFound(what: "warning") }
      switch actor.role {
      case .operator, .service, .liaison, .liaisonManager: break
      case .enterprise, .auditor:
        throw ApplicationError.forbidden(zh: "仅限机构与运营角色", en: "for institutions and operators")
      }
      // The database shows an institution its own part only.
      let touched = try await RecheckRepository.list(of: [id], session)[id, default: []]
      guard
        var recheck = touched.first(where: {
          $0.touch.kind == input.kind.rawValue
            && WarningTouchView.identifier($0.touch) == input.subject
        })
      else { throw ApplicationError.notFound(what: "recheck") }
      if recheck.outcome == nil {
        try await actAsService(actor, session)
        let outcome = RecheckRecord.Outcome(
          finding: input.finding.rawValue, at: clock.now(), by: actor.subject)
        if try await RecheckRepository.insert(outcome, of: recheck, session) {
          recheck.outcome = outcome
        } else {
          // Somebody was first.
          recheck =
            try await RecheckRepository.list(of: [id], session)[id, default: []]
            .first { $0.version == recheck.version && $0.touch == recheck.touch } ?? recheck
        }
      }
      return StoredAnswer(
        status: 200, body: RecheckView.json(recheck, to: actor), tells: warning.enterprise)
    }
  }
}

/// What a red warning has looked at anew.
enum RecheckKind: String, Sendable, CaseIterable {
  case offer
  case guarantee
  case receivableFinancing = "receivable_financing"
  case listingCase = "listing_case"
}

/// What came of it.
enum RecheckFinding: String, Sendable, CaseIterable {
  /// It goes on as it is.
  case kept
  /// It goes on, on other terms.
  case changed
  /// It does not go on.
  case ended
}

/// What somebody says of it, checked.
struct RecheckInput: Sendable {
  let kind: RecheckKind
  /// As the routes of its kind name it.
  let subject: String
  let finding: RecheckFinding

  /// - Throws: `.invalid`.
  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    let kind = GuarantorInput.required("kind", of: RecheckKind.self, &body)
    let subject = body.requiredString("subject_id", maximumLength: 64)
    let finding = GuarantorInput.required("finding", of: RecheckFinding.self, &body)
    let faults = body.finish()
    guard faults.isEmpty, let kind, let subject, let finding else { throw .invalid(faults) }
    self.kind = kind
    self.subject = subject
    self.finding = finding
  }
}

/// How it looks.
enum RecheckView {
  static func json(_ recheck: RecheckRecord, to actor: Actor) -> JSON {
    [
      "kind": .string(recheck.touch.kind),
      "subject_id": .string(WarningTouchView.identifier(recheck.touch)),
      "state": .string(recheck.touch.state), "is_done": .bool(recheck.outcome != nil),
      "finding": .optional(recheck.outcome?.finding),
      "done_at": .optional(recheck.outcome?.at.text),
      "done_by": MonitoringAccess.isInside(actor) ? .optional(recheck.outcome?.by) : .null,
    ]
  }

  /// A warning with those that it asked for. Which enterprise, an institution reads under a consent.
  static func json(
    _ warning: WarningRecord, _ rechecks: [RecheckRecord], _ book: WarningBook,
    to actor: Actor
  ) -> JSON {
    var members: [String: JSON] = [
      "warning_id": .string(warning.id.text), "rule": .string(warning.rule),
      "label": book.label(of: warning.rule).map(ProductView.label) ?? .null,
      "level": .string(warning.level), "state": .string(warning.state),
      "opened_at": .string(warning.openedAt.text),
      "rechecks": .array(rechecks.map { json($0, to: actor) }),
    ]
    if MonitoringAccess.isInside(actor) {
      members["enterprise_id"] = .string(warning.enterprise.text)
    }
    return .object(members)
  }
}
