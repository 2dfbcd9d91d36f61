import Catalog
import Decision
import Domain
import Market
import Postgres
import Store
import Workflow

/// Works on the offers of enterprises, which are locked, in one transaction.
struct OfferDesk {
  let application: Application
  let now: Instant
  let session: any PostgresSession
  private let regions: [EnterpriseID: String]
  private(set) var writer: EventWriter
  private let traceparent: String?

  var rules: OfferRules { application.reference.offers }

  /// - Parameters:
  ///   - writer: what other events of the transaction are told by.
  ///   - regions: where the enterprises are.
  init(
    _ application: Application, _ writer: EventWriter, in regions: [EnterpriseID: String],
    at now: Instant,
    traceparent: String?, _ session: any PostgresSession
  ) {
    self.application = application
    self.regions = regions
    self.writer = writer
    self.now = now
    self.traceparent = traceparent
    self.session = session
  }

  /// Where the enterprise of an offer is.
  func region(of offer: OfferRecord) -> String { regions[offer.enterprise] ?? "" }

  /// Writes the events.
  func close() async throws { try await writer.flush(session) }

  // MARK: Steps

  /// Takes one step with an offer, with all that follows from it.
  ///
  /// - Parameter verb: as the state machine names it.
  /// - Throws: `.conflict` `offer_state`, `.forbidden`, `.invalid`.
  mutating func step(
    _ offer: OfferRecord, _ verb: String, _ input: OfferInput, by subject: String, as role: Role
  ) async throws -> OfferRecord {
    let edge = try edge(verb, offer, role, input)
    var offer = offer
    let at = max(now, offer.updatedAt)
    try apply(input, verb, to: &offer, by: subject)
    try await setMaturity(of: &offer)
    let step = OfferStep(
      version: offer.version + 1, from: offer.state, state: edge.to, verb: verb, actor: subject,
      role: role.rawValue, takenAt: at)
    offer.state = edge.to
    offer.version += 1
    offer.beganAt = at
    offer.nextStep = 0
    offer.updatedAt = at
    rules.schedule(
      &offer, in: region(of: offer), pauses: try await OfferRepository.pauses(of: offer.id, session)
    )
    try await OfferRepository.advance(offer, step, session)
    try await settle(offer, by: subject)
    tell(offer, step)
    return offer
  }

  private func edge(
    _ verb: String, _ offer: OfferRecord, _ role: Role, _ input: OfferInput
  ) throws -> StateMachine.Edge {
    do throws(StateMachine.Refusal) {
      return try rules.machine.next(
        verb, from: offer.state, by: role.rawValue, given: input.given)
    } catch {
      switch error {
      case .state(let state):
        let label = rules.machine.state(state)?.label
        throw ApplicationError.conflict(
          code: "offer_state", zh: "该推介当前为“\(label?.zh ?? state)”(\(state))",
          en: "the offer is \(state)")
      case .role:
        throw ApplicationError.forbidden(
          zh: "该角色不能对推介作此操作", en: "this role may not do this with an offer")
      case .missing(let names):
        throw ApplicationError.invalid(names.map { ObjectReader.requiredFault("/\($0)") })
      case .unknownState, .unknownVerb: throw StoredDataError(what: "offer \(offer.id)")
      }
    }
  }

  private func apply(
    _ input: OfferInput, _ verb: String, to offer: inout OfferRecord, by subject: String
  ) throws(ApplicationError) {
    if verb == OfferVerb.claim.rawValue { offer.assignee = subject }
    if !input.reasons.isEmpty { offer.reasons = input.reasons.map(\.rawValue) }
    offer.about = input.about ?? offer.about
    offer.note = input.note ?? offer.note
    var faults: [Fault] = []
    if let day = input.contactedOn, day < offer.createdAt.legalDate {
      faults.append(
        Fault("/contacted_on", "order", zh: "不得早于推介日期", en: "not before the day of the offer"))
    }
    if let grant = input.grant, let contacted = offer.contactedOn, grant.on < contacted {
      faults.append(
        Fault("/granted_on", "order", zh: "不得早于对接日期", en: "not before the day of the contact"))
    }
    offer.contactedOn = input.contactedOn ?? offer.contactedOn
    offer.grant = input.grant ?? offer.grant
    faults += drawFaults(input.draw, of: offer)
    guard faults.isEmpty else { throw .invalid(faults) }
    offer.draw = input.draw ?? offer.draw
  }

  /// A loan whose day nobody named falls due after the tenor that the need asked for.
  private func setMaturity(of offer: inout OfferRecord) async throws {
    guard let draw = offer.draw, draw.maturesOn == nil,
      let need = try await NeedRepository.find(offer.need, version: offer.needVersion, session)
    else { return }
    offer.draw?.maturesOn = draw.on.adding(months: need.tenorMonths)
  }

  private func drawFaults(_ draw: OfferDraw?, of offer: OfferRecord) -> [Fault] {
    guard let draw, let grant = offer.grant else { return [] }
    var faults: [Fault] = []
    if draw.fen > grant.fen {
      faults.append(
        Fault(
          "/drawn_fen", "range", zh: "不得超过授信金额", en: "not more than what was granted",
          limit: grant.fen))
    }
    if draw.on < grant.on {
      faults.append(
        Fault("/drawn_on", "order", zh: "不得早于授信日期", en: "not before the day of the grant"))
    }
    return faults
  }

  /// What an offer takes of capacities and what it lets an institution read, after a step.
  private mutating func settle(_ offer: OfferRecord, by subject: String) async throws {
    switch offer.state {
    case "claimed":
      try await claimRoom(of: offer)
    case "contacted", "granted": break
    default:
      try await LedgerRepository.release(offer.id.uuid, at: now, session)
      // What was drawn is served under its consent until that ends by itself.
      guard offer.state != "drawn",
        let consent = try await ConsentRepository.current(
          need: offer.need, institution: offer.institution, session)
      else { return }
      try await ConsentRepository.revoke(
        consent.id, ConsentRecord.Revocation(at: now, by: subject, why: .offerLost), session)
      tell(.consentRevoked, consent)
    }
  }

  /// Takes room of the liaison, and keeps what the offer holds of product and institution.
  ///
  /// - Throws: `.conflict` `capacity_exhausted`.
  private func claimRoom(of offer: OfferRecord) async throws {
    let key = LedgerAccount.Key(.liaison, "\(offer.institution):\(offer.assignee ?? "")")
    if let account = try await LedgerRepository.lock([key], session)[key] {
      guard account.room > 0 else {
        throw ApplicationError.conflict(
          code: "capacity_exhausted", zh: "该客户经理在办件数已达上限 \(account.maximum)",
          en: "the liaison has as many offers as they may have, \(account.maximum)")
      }
      try await LedgerRepository.hold([key], for: offer.id.uuid, at: now, session)
    }
    try await LedgerRepository.confirm(offer.id.uuid, at: now, session)
  }

  private mutating func tell(_ offer: OfferRecord, _ step: OfferStep) {
    guard let type = EventType(rawValue: "cn.rongqiao.offer.\(offer.state).v1") else { return }
    tell(type, offer, offer.reasons.map { ["reasons": .array($0.map(JSON.string))] } ?? [:])
  }

  /// Tells of an offer; who reads it learns what it is about, not who asks.
  mutating func tell(_ type: EventType, _ offer: OfferRecord, _ data: [String: JSON] = [:]) {
    writer.add(
      type, enterprise: offer.enterprise, subject: offer.id.text,
      data: data.merging([
        "offer_id": .string(offer.id.text), "need_id": .string(offer.need.text),
        "institution": .string(offer.institution), "product": .string(offer.productCode),
        "version": .int(Int64(offer.version)),
      ]) { own, _ in own }, traceparent: traceparent)
  }

  /// Tells of something of an enterprise that is no offer.
  mutating func tell(
    _ type: EventType, of enterprise: EnterpriseID, subject: String, _ data: [String: JSON]
  ) {
    writer.add(
      type, enterprise: enterprise, subject: subject, data: data, traceparent: traceparent)
  }

  mutating func tell(_ type: EventType, _ consent: ConsentRecord) {
    writer.add(
      type, enterprise: consent.enterprise, subject: consent.id.text,
      data: [
        "consent_id": .string(consent.id.text), "need_id": .string(consent.need.text),
        "institution": .string(consent.institution),
      ], traceparent: traceparent)
  }

  /// Makes an offer, with what it takes of capacities.
  mutating func make(
    _ offer: OfferRecord, holding keys: [LedgerAccount.Key]
  ) async throws {
    var offer = offer
    rules.schedule(&offer, in: region(of: offer), pauses: [])
    let step = OfferStep(
      version: 1, from: nil, state: offer.state, verb: "offer",
      actor: "system:dispatch", role: Role.service.rawValue, takenAt: now)
    try await OfferRepository.insert(offer, step, session)
    try await LedgerRepository.hold(keys, for: offer.id.uuid, at: now, session)
    tell(offer, step)
  }
}
