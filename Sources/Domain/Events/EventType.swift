/// What can have happened. One JSON Schema each stands in `Schemas/events`.
///
/// An incompatible change of shape is a new `.v2` type, never a change of an old one.
public enum EventType: String, Sendable, CaseIterable {
  case enterpriseCreated = "cn.rongqiao.enterprise.created.v1"
  case enterpriseAmended = "cn.rongqiao.enterprise.amended.v1"
  /// An enterprise was lawfully erased; told also to each institution that had a consent of it.
  case enterpriseErased = "cn.rongqiao.enterprise.erased.v1"
  case factsChanged = "cn.rongqiao.facts.changed.v1"
  case needSubmitted = "cn.rongqiao.need.submitted.v1"
  case needAmended = "cn.rongqiao.need.amended.v1"
  case needWithdrawn = "cn.rongqiao.need.withdrawn.v1"
  case needDecided = "cn.rongqiao.need.decided.v1"
  /// The sweeper asks again for a run that is missing.
  case matchRequested = "cn.rongqiao.match.requested.v1"
  /// A verdict on a need came out otherwise than before, without the need or its facts changing.
  case decisionFlipped = "cn.rongqiao.decision.flipped.v1"
  case enterpriseNewlyQualifies = "cn.rongqiao.enterprise.newly_qualifies.v1"
  /// Somebody asks for human review of an automated verdict.
  case reviewRequested = "cn.rongqiao.review.requested.v1"
  /// A person has decided a review.
  case reviewResolved = "cn.rongqiao.review.resolved.v1"
  /// A need was put before an institution, and what became of it there.
  case offerOffered = "cn.rongqiao.offer.offered.v1"
  case offerClaimed = "cn.rongqiao.offer.claimed.v1"
  case offerContacted = "cn.rongqiao.offer.contacted.v1"
  case offerGranted = "cn.rongqiao.offer.granted.v1"
  case offerDrawn = "cn.rongqiao.offer.drawn.v1"
  case offerDeclined = "cn.rongqiao.offer.declined.v1"
  case offerExpired = "cn.rongqiao.offer.expired.v1"
  case offerWithdrawn = "cn.rongqiao.offer.withdrawn.v1"
  case offerReassigned = "cn.rongqiao.offer.reassigned.v1"
  /// Somebody is told that an offer waits for them.
  case offerReminded = "cn.rongqiao.offer.reminded.v1"
  case consentGranted = "cn.rongqiao.consent.granted.v1"
  case consentRevoked = "cn.rongqiao.consent.revoked.v1"
  /// A periodic referral run is over, for an institution that got offers by it.
  case allocationFinished = "cn.rongqiao.allocation.finished.v1"
  /// A claim of a seller on a debtor, and what became of it.
  case receivableUploaded = "cn.rongqiao.receivable.uploaded.v1"
  case receivableAmended = "cn.rongqiao.receivable.amended.v1"
  case receivableConfirmationRequested = "cn.rongqiao.receivable.confirmation_requested.v1"
  case receivableConfirmed = "cn.rongqiao.receivable.confirmed.v1"
  case receivableDisputed = "cn.rongqiao.receivable.disputed.v1"
  /// The debtor let the days of the law go by.
  case receivableLapsed = "cn.rongqiao.receivable.lapsed.v1"
  /// It, or a part of it, was put before an institution, and what became of that.
  case receivableOffered = "cn.rongqiao.receivable.offered.v1"
  case receivableDeclined = "cn.rongqiao.receivable.declined.v1"
  /// The debtor was told whom to pay.
  case receivableNotified = "cn.rongqiao.receivable.notified.v1"
  case receivableFunded = "cn.rongqiao.receivable.funded.v1"
  case receivableCollected = "cn.rongqiao.receivable.collected.v1"
  case receivableReleased = "cn.rongqiao.receivable.released.v1"
  case receivableWithdrawn = "cn.rongqiao.receivable.withdrawn.v1"
  /// Somebody is told that a receivable waits for them.
  case receivableReminded = "cn.rongqiao.receivable.reminded.v1"
  /// A core enterprise asks a supplier to bring its claims.
  case supplierInvited = "cn.rongqiao.supplier.invited.v1"
  /// Headroom of a guarantor was reserved for a need, and what became of the guarantee.
  case guaranteeReserved = "cn.rongqiao.guarantee.reserved.v1"
  case guaranteeConfirmed = "cn.rongqiao.guarantee.confirmed.v1"
  /// A part of the loan was repaid, and the liability fell with it.
  case guaranteeRepaid = "cn.rongqiao.guarantee.repaid.v1"
  /// The guarantor carries it no more: released, expired, or closed.
  case guaranteeReleased = "cn.rongqiao.guarantee.released.v1"
  case guaranteeOverdue = "cn.rongqiao.guarantee.overdue.v1"
  case guaranteeClaimed = "cn.rongqiao.guarantee.claimed.v1"
  case guaranteeCompensated = "cn.rongqiao.guarantee.compensated.v1"
  case guaranteeRecovered = "cn.rongqiao.guarantee.recovered.v1"
  /// The way of an enterprise to a board. Each transition of a case is one of these.
  case listingCaseOpened = "cn.rongqiao.listing.case_opened.v1"
  case listingStageEntered = "cn.rongqiao.listing.stage_entered.v1"
  case listingCaseEnded = "cn.rongqiao.listing.case_ended.v1"
  /// By its plan a case comes too late for a day that counts.
  case listingGateAtRisk = "cn.rongqiao.listing.gate_at_risk.v1"
  /// The facts of an enterprise put it into another layer of a board.
  case listingLayerChanged = "cn.rongqiao.listing.layer_changed.v1"
  /// What happened to an enterprise lets it claim money of a government, and the window for it closes.
  case entitlementOpened = "cn.rongqiao.entitlement.opened.v1"
  case entitlementClosing = "cn.rongqiao.entitlement.closing.v1"
  /// An enterprise claims, and what became of it.
  case claimSubmitted = "cn.rongqiao.claim.submitted.v1"
  case claimPaid = "cn.rongqiao.claim.paid.v1"
  case claimRejected = "cn.rongqiao.claim.rejected.v1"
  case claimClawedBack = "cn.rongqiao.claim.clawed_back.v1"
  /// An enterprise came into a pool on the way to a board, or left one.
  case poolEntered = "cn.rongqiao.pool.entered.v1"
  case poolLeft = "cn.rongqiao.pool.left.v1"
  /// Its facts propose a pool, or the next rung of the ladder; a person decides.
  case poolProposed = "cn.rongqiao.pool.proposed.v1"
  /// A member of a pool was given an adviser, and what that one answered.
  case adviserAssigned = "cn.rongqiao.adviser.assigned.v1"
  case adviserAccepted = "cn.rongqiao.adviser.accepted.v1"
  case adviserDeclined = "cn.rongqiao.adviser.declined.v1"
  case adviserEnded = "cn.rongqiao.adviser.ended.v1"
  /// An enterprise is invited to a roadshow, a matching event or a training; or that does not take place.
  case activityAnnounced = "cn.rongqiao.activity.announced.v1"
  case activityCancelled = "cn.rongqiao.activity.cancelled.v1"
  /// Something was reported of an enterprise for a period, or what was in quarantine was decided.
  case reportReceived = "cn.rongqiao.report.received.v1"
  /// An enterprise is to be looked at, or more urgently than before; and no more.
  case warningRaised = "cn.rongqiao.warning.raised.v1"
  case warningClosed = "cn.rongqiao.warning.closed.v1"
  /// Something of an enterprise is to be looked at anew, for a warning of it is red.
  case recheckRequested = "cn.rongqiao.recheck.requested.v1"
  case catalogPublished = "cn.rongqiao.catalog.published.v1"
  case policyPublished = "cn.rongqiao.policy.published.v1"
  /// One slice of a sweep is to be done.
  case sweepRequested = "cn.rongqiao.sweep.requested.v1"
  case deadLettered = "cn.rongqiao.event.deadlettered.v1"
  /// An operator lets a consumer go on without the record of a dead letter.
  case deadLetterSkipped = "cn.rongqiao.deadletter.skipped.v1"

  /// Where events of this type travel.
  public var topic: Topic {
    switch self {
    case .catalogPublished, .policyPublished: .catalog
    case .sweepRequested, .allocationFinished: .work
    case .deadLettered: .deadLetter
    default: .enterprise
    }
  }

  /// Whether a type's name is one this service may give, in whatever version of it:
  /// `cn.rongqiao.THING.HAPPENED.vN`.
  static func isOwn(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == "cn", parts[1] == "rongqiao", parts[4].hasPrefix("v"),
      let version = Int(parts[4].dropFirst()), version >= 1
    else { return false }
    return parts[2...3].allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
    }
  }

  /// The address of the type's JSON Schema, relative to the service.
  public var schemaAddress: String { Self.schemaAddress(of: rawValue) }

  static func schemaAddress(of typeName: String) -> String { "/schemas/events/\(typeName).json" }
}

/// The topics of design section 6.
public enum Topic: String, Sendable, CaseIterable {
  /// Everything about one enterprise, keyed by its id, in order.
  case enterprise = "rongqiao.enterprise.v1"
  /// Keyed by product or pack.
  case catalog = "rongqiao.catalog.v1"
  /// Slices of bulk work, keyed by slice; and what came of bulk work for an institution, keyed by it.
  case work = "rongqiao.work.v1"
  case deadLetter = "rongqiao.deadletter.v1"
}
