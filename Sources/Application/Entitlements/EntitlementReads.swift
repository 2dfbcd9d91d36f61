import Catalog
import Domain
import Entitlement
import Postgres
import Store

extension Application {
  /// Events of one enterprise that are judged in one answer.
  static let judgedEventsMaximum = 500

  /// `{"data": […], "truncated"}`: what an enterprise may claim, by when, with which papers and from whom, and
  /// why not the others; each with its citation. First what stands on something that happened, then the clauses
  /// of its region that nothing has opened.
  ///
  /// - Parameter asOf: the moment at which it would be claimed, by the facts that were known then; nil for now.
  ///   What happened until then, with what is found of it, the claims, the region and the clauses are those
  ///   of now.
  /// - Throws: `.notFound` also when the caller may not see it.
  public func entitlements(
    of id: EnterpriseID, asOf: Instant?, actor: Actor
  ) async throws -> JSON {
    let at = asOf ?? clock.now()
    return try await readLogged(.entitlement, as: actor) { session in
      guard let enterprise = try await EnterpriseRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "enterprise")
      }
      try AccessRules.requireRead(enterprise, by: actor)
      // Facts and claims are the enterprise's own; its clauses are everybody's.
      try await actAsService(actor, session)
      let ground = try await entitlementGround(
        of: enterprise, on: at.legalDate, asOf: asOf, session)
      let found = try await AwardEventRepository.list(
        of: id, after: nil, limit: Self.judgedEventsMaximum + 1, session)
      let events = found.prefix(Self.judgedEventsMaximum).filter {
        $0.state != .refused && $0.occurredOn <= at.legalDate
      }
      let claims = try await ClaimRepository.counting(id, session)
      let view = EntitlementView(region: enterprise.region, claims: claims)
      var lines: [JSON] = []
      for event in events {
        lines += try ground.judged(event).map { view.json($0, by: event) }
      }
      let opened = Set(events.map { [$0.kind, $0.event ?? ""] })
      lines += ground.book.clauses.filter { clause in
        clause.period.contains(at.legalDate)
          && clause.jurisdiction?.contains(ground.region) ?? true
          && !opened.contains([clause.trigger.rawValue, clause.event ?? ""])
      }.map(view.unopened)
      let answer: JSON = [
        "enterprise_id": .string(id.text), "as_of": .string(at.legalDate.text),
        "data": .array(lines), "truncated": .bool(found.count > Self.judgedEventsMaximum),
      ]
      return (answer, [id])
    }
  }
}

/// How entitlements look to the enterprise.
struct EntitlementView {
  let region: String
  /// Those of the enterprise that count.
  let claims: [ClaimRecord]

  /// One clause judged by an event.
  func json(_ one: Entitlement, by event: AwardEventRecord) -> JSON {
    var members = clause(one.clause)
    members["award_event_id"] = .string(event.id.text)
    members["occurred_on"] = .string(event.occurredOn.text)
    let own = claims.first { claim in
      claim.clause == one.clause.code
        && (one.clause.subject == .enterprise || claim.contract == event.contract)
    }
    members["claim_id"] = .optional(own?.id.text)
    let window = one.clause.window.days(after: event.occurredOn)
    members["opens_on"] = .string(window.first.text)
    members["closes_on"] = .optional(window.last?.text)
    if event.state == .reported {
      members["verdict"] = "unverified"
      return .object(members)
    }
    switch one.verdict {
    case .due(let due):
      members["verdict"] = "due"
      members["amount"] = MoneyView.json(due.fen.value)
      members["is_ceiling"] = .bool(due.isCeiling)
      members["bound"] = .optional(due.bound?.rawValue)
      members["payers"] = Self.payers(one.clause, of: due.fen, in: region)
    case .unstated: members["verdict"] = "unstated"
    case .needsInfo(let names):
      members["verdict"] = "needs_info"
      members["missing"] = .array(names.map(JSON.string))
    case .refused(let refusal):
      members["verdict"] = "refused"
      members["reason"] = Self.reason(refusal, one.clause)
    }
    return .object(members)
  }

  /// One that nothing has opened yet.
  func unopened(_ clause: EntitlementClause) -> JSON {
    var members = self.clause(clause)
    members["verdict"] = "not_opened"
    return .object(members)
  }

  private func clause(_ clause: EntitlementClause) -> [String: JSON] {
    [
      "clause": .string(clause.code), "clause_from": .string(clause.period.from.text),
      "label": ProductView.label(clause.label), "trigger": .string(clause.trigger.rawValue),
      "event": .optional(clause.event), "subject": .string(clause.subject.rawValue),
      "family": .optional(clause.family), "ladder": .optional(clause.ladder),
      "automatic": .bool(clause.isAutomatic),
      "documents": .array(
        clause.documents.map {
          ["kind": .string($0.code), "label": ProductView.label($0.label)]
        }),
      "payers": Self.payers(clause, of: nil, in: region),
      "payers_named": .bool(!clause.payers.isEmpty),
      "citation": clause.citation.json,
      "note": clause.citation.note.map(ProductView.label) ?? .null,
      "award_event_id": .null, "occurred_on": .null, "claim_id": .null, "opens_on": .null,
      "closes_on": .null, "amount": .null, "is_ceiling": false, "bound": .null, "missing": [],
      "reason": .null,
    ]
  }

  /// Who bears how much of an amount.
  static func payers(_ clause: EntitlementClause, of amount: Fen?, in region: String) -> JSON {
    let shares = amount.map { clause.shares(of: $0).map(\.fen) }
    return .array(
      clause.bearers.enumerated().map { index, bearer in
        [
          "level": .string(bearer.level.rawValue),
          "region": .string(bearer.region?.text ?? bearer.level.payer(in: region)),
          "ppm": .int(bearer.ppm),
          "amount": MoneyView.json(shares?[index]),
        ]
      })
  }

  /// Why nothing is due: a stable code, and what it is about.
  static func reason(_ refusal: Entitlement.Refusal, _ clause: EntitlementClause) -> JSON {
    var members: [String: JSON] = ["code": .string(refusal.code)]
    switch refusal {
    case .region, .once: break
    case .tenor(let least): members["least_months"] = .int(least)
    case .criteria(let ids):
      members["criteria"] = .array(ids.map(JSON.string))
      let first = clause.criteria.first { ids.contains($0.id) }
      if let citation = first?.citation { members["citation"] = citation.json }
    case .family(let other): members["clause"] = .string(other)
    case .notOpen(let from): members["from"] = .string(from.text)
    case .closed(let day): members["on"] = .string(day.text)
    case .exhausted(let bound): members["bound"] = .string(bound.rawValue)
    }
    return .object(members)
  }
}

extension EntitlementClause.Level {
  /// Whose money a level pays for an enterprise of a region; 000000 is the nation's.
  func payer(in region: String) -> String {
    switch self {
    case .nation: "000000"
    case .province: String(region.prefix(2)) + "0000"
    case .city: String(region.prefix(4)) + "00"
    case .county: region
    }
  }
}
