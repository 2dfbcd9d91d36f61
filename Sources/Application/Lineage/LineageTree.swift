import Domain
import Store

/// Makes the tree of what events led to: event → attempts → facts changed → runs → flips, with dead
/// letters and parked events where they are.
///
/// Identifiers, versions, counts and paths only: neither a name nor a value of a fact.
struct LineageTree {
  private let rows: LineageRows
  private let showsActs: Bool

  /// - Parameter showsActs: whether what operators did with a dead letter is shown with its reason.
  init(_ rows: LineageRows, showsActs: Bool) {
    self.rows = rows
    self.showsActs = showsActs
  }

  /// A node; members that are null are left out.
  static func node(
    _ kind: String, id: String? = nil, at: Instant? = nil, trace: String? = nil,
    _ members: [String: JSON] = [:], children: [JSON] = []
  ) -> JSON {
    var all = members.filter { $0.value != .null }
    all["kind"] = .string(kind)
    if let id { all["id"] = .string(id) }
    if let at { all["at"] = .string(at.text) }
    if let trace = trace.flatMap(TraceContext.init) {
      all["trace_id"] = .string(trace.traceID)
      all["span_id"] = .string(trace.spanID)
    }
    all["children"] = .array(children)
    return .object(all)
  }

  /// Every event of the rows with what came of it, oldest first; then dead letters whose record named
  /// no event.
  func events() -> [JSON] {
    var ids = Set(rows.entries.map(\.event) + rows.waiting.map(\.event) + rows.held.map(\.event))
    ids.formUnion(rows.letters.compactMap(\.event))
    // A run whose event is no longer remembered still has one.
    ids.formUnion(
      rows.runs.filter { run in !ids.contains { rows.came(run, of: $0) } }.map(\.cause))
    // What was drawn from a receivable, a listing case or a report stands below its event.
    ids.subtract(rows.drawn(from: rows.entries))
    return ids.sorted().map(event)
      + rows.letters.filter { $0.event == nil }.reversed().map { letter($0) }
  }

  private func event(_ id: EventID) -> JSON {
    let entries = rows.entries.filter { $0.event == id }
    let waiting = rows.waiting.first { $0.event == id }
    let held = rows.held.filter { $0.event == id }
    let letters = rows.letters.filter { $0.event == id }
    let known = waiting ?? held.first
    let first = entries.first { $0.typeName != nil }
    let at = first?.occurredAt ?? known?.occurredAt
    var children = entries.map(attempt)
    children += held.map { Self.node("held", at: $0.heldAt, ["consumer": .optional($0.consumer)]) }
    children += letters.reversed().map { letter($0) }
    if first?.typeName == EventType.factsChanged.rawValue, let at {
      children += rows.facts.filter { $0.at == at }.map(facts)
    }
    children += rows.drawn(from: entries).filter { $0 != id }.map(event)
    children += rows.runs.filter { rows.came($0, of: id) }.reversed().map(run)
    children += deliveries(of: id)
    return Self.node(
      "event", id: id.text, at: at, trace: known?.traceparent,
      [
        // Once applied, the event's own span is forgotten and its attempt's stands in the attempt.
        "trace_id": .optional(
          first?.traceparent.flatMap(TraceContext.init)?.traceID),
        "type": .optional(first?.typeName ?? known?.typeName),
        "subject": .optional(first?.subject ?? known?.subject),
        "causation": .optional(first?.causation ?? known?.causation),
        "state": .string(state(entries, waiting, held, letters)),
      ], children: children)
  }

  private func state(
    _ entries: [InboxEntry], _ waiting: PendingEvent?, _ held: [PendingEvent],
    _ letters: [DeadLetterHead]
  ) -> String {
    if letters.contains(where: { !["resolved", "skipped"].contains($0.state) }) {
      return "dead_letter"
    }
    if !held.isEmpty { return "held" }
    if waiting != nil { return "waiting" }
    return entries.isEmpty ? "forgotten" : "applied"
  }

  private func attempt(_ entry: InboxEntry) -> JSON {
    Self.node(
      "attempt", at: entry.handledAt, trace: entry.traceparent,
      [
        "consumer": .string(entry.consumer),
        "attempts": .optional(entry.attempts.map(Int64.init)),
      ])
  }

  private func facts(_ facts: ChangedFacts) -> JSON {
    Self.node(
      "facts", at: facts.at,
      [
        "version": .int(Int64(facts.version)),
        "digest": .string(facts.digest.text),
        "changed": .array(facts.changed.map(JSON.string)),
      ])
  }

  private func run(_ run: RunHead) -> JSON {
    Self.node(
      "run", id: run.id.text, at: run.createdAt, trace: run.traceparent,
      [
        "need_id": .string(run.need.text), "cause": .string(run.cause.text),
        "pins": [
          "need_version": .int(Int64(run.needVersion)),
          "facts_version": .int(Int64(run.factsVersion)),
          "catalog_version": .int(Int64(run.catalogVersion)),
          "policy_version": .int(Int64(run.policyVersion)),
          "engine_version": .int(Int64(run.engineVersion)), "clock": .string(run.clock.text),
        ],
        "counts": [
          "considered": .int(Int64(run.considered)), "eligible": .int(Int64(run.eligible)),
          "ineligible": .int(Int64(run.ineligible)), "needs_info": .int(Int64(run.needsInfo)),
        ],
      ],
      children: rows.flips.filter { $0.run == run.id }.map(Self.flip)
        + rows.offers.filter { $0.offer.run == run.id }.map { offer($0.offer, $0.steps) }
        + rows.guarantees.filter { $0.guarantee.run == run.id }.map {
          guarantee($0.guarantee, $0.steps)
        })
  }

  private func guarantee(_ guarantee: GuaranteeRecord, _ steps: [GuaranteeStep]) -> JSON {
    Self.node(
      "guarantee", id: guarantee.id.text, at: guarantee.createdAt,
      [
        "product": .string(guarantee.productCode), "institution": .string(guarantee.guarantor),
        "state": .string(guarantee.state),
      ],
      children: steps.map { step in
        Self.node(
          "step", at: step.takenAt,
          ["action": .string(step.verb), "state": .string(step.state)])
      })
  }

  private func offer(_ offer: OfferRecord, _ steps: [OfferStep]) -> JSON {
    let own = rows.offerEntries.filter { $0.subject == offer.id.text }
    let told = Set(own.map(\.event)).sorted().map { id in
      let entries = own.filter { $0.event == id }
      return Self.node(
        "event", id: id.text, at: entries.first?.occurredAt,
        ["type": .optional(entries.first?.typeName), "state": "applied"],
        children: entries.map(attempt) + deliveries(of: id))
    }
    return Self.node(
      "offer", id: offer.id.text, at: offer.createdAt,
      [
        "product": .string(offer.productCode), "institution": .string(offer.institution),
        "state": .string(offer.state),
      ],
      children: steps.map { step in
        Self.node(
          "step", at: step.takenAt,
          ["action": .string(step.verb), "state": .string(step.state)])
      } + told)
  }

  /// What was sent of an event, for those who oversee the service: whom others have told is theirs.
  private func deliveries(of event: EventID) -> [JSON] {
    guard showsActs else { return [] }
    return rows.deliveries.filter { $0.event == event }.map { delivery in
      Self.node(
        "delivery", id: delivery.id.text, at: delivery.createdAt,
        [
          "webhook_id": .string(delivery.endpoint.text),
          "institution": .string(delivery.organisation), "state": .string(delivery.state),
          "attempts": delivery.attempts > 0 ? .int(Int64(delivery.attempts)) : .null,
        ])
    }
  }

  static func flip(_ flip: FlipHead) -> JSON {
    node(
      "flip", id: flip.id.text, at: flip.createdAt,
      [
        "product": .string(flip.product), "from": .string(flip.from), "to": .string(flip.to),
        "cause": .string(flip.cause), "run_id": .string(flip.run.text),
        "sweep_id": .optional(flip.sweep?.text),
      ])
  }

  private func letter(_ letter: DeadLetterHead) -> JSON {
    let acts = (rows.acts[letter.id] ?? []).reversed().map { act in
      Self.node(
        "act", at: act.at,
        ["action": .string(act.action), "reason": showsActs ? .optional(act.reason) : .null])
    }
    return Self.node(
      "dead_letter", id: letter.id.text, at: letter.createdAt, trace: letter.traceparent,
      [
        "consumer": .string(letter.consumer), "reason": .string(letter.reason),
        "attempts": .int(Int64(letter.attempts)), "state": .string(letter.state),
        "redrives": .int(Int64(letter.redrives)),
        "event_id": .optional(letter.event?.text),
      ], children: acts)
  }
}
