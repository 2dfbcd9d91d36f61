import Domain
import Foundation

/// One periodic referral run, without its inputs.
public struct AllocationRecord: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// Allocated; no offer is made yet.
    case planned
    /// Some needs are done.
    case offering
    case finished
  }

  public var id: AllocationID
  /// The slot of the schedule; nil when somebody asked for it.
  public var scheduledFor: Instant?
  public var state: State
  public var rulesFrom: LegalDate
  public var catalogVersion: Int
  public var seed: Int64
  public var inputsDigest: Digest
  public var outcomeDigest: Digest
  public var needs: Int
  /// Offers that came out.
  public var planned: Int
  /// Offers that were made.
  public var made: Int
  /// The last need that is done.
  public var offeredTo: UUID
  public var createdAt: Instant
  public var createdBy: String
  public var finishedAt: Instant?

  /// One that has just been allocated.
  public init(
    id: AllocationID, scheduledFor: Instant?, rulesFrom: LegalDate, catalogVersion: Int,
    seed: Int64, inputsDigest: Digest, outcomeDigest: Digest, needs: Int, planned: Int,
    createdAt: Instant, createdBy: String
  ) {
    self.id = id
    self.scheduledFor = scheduledFor
    state = .planned
    self.rulesFrom = rulesFrom
    self.catalogVersion = catalogVersion
    self.seed = seed
    self.inputsDigest = inputsDigest
    self.outcomeDigest = outcomeDigest
    self.needs = needs
    self.planned = planned
    made = 0
    offeredTo = AllocationRepository.beforeAll
    self.createdAt = createdAt
    self.createdBy = createdBy
    finishedAt = nil
  }
}

/// A need that takes part in a run.
public struct AllocationNeedRecord: Sendable, Hashable {
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    case planned
    case done
    case needWithdrawn = "need_withdrawn"
    /// It was changed, or decided anew.
    case needChanged = "need_changed"
    case referralEnded = "referral_ended"
  }

  public var need: NeedID
  public var version: Int
  public var enterprise: EnterpriseID
  public var run: RunID
  public var pool: String
  public var wanted: Int
  public var outcome: Outcome

  public init(
    need: NeedID, version: Int, enterprise: EnterpriseID, run: RunID, pool: String, wanted: Int,
    outcome: Outcome = .planned
  ) {
    self.need = need
    self.version = version
    self.enterprise = enterprise
    self.run = run
    self.pool = pool
    self.wanted = wanted
    self.outcome = outcome
  }
}

/// A product that a need of a run qualifies for.
public struct AllocationLineRecord: Sendable, Hashable {
  /// What became of an offer that came out.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    case planned
    case made
    case needWithdrawn = "need_withdrawn"
    case needChanged = "need_changed"
    case referralEnded = "referral_ended"
    /// Its institution got the need from elsewhere before.
    case askedMeanwhile = "asked_meanwhile"
    /// As many institutions as wanted have the need by now.
    case enoughMeanwhile = "enough_meanwhile"
    case paused
    case roomTaken = "room_taken"
  }

  public var id: AllocationLineID
  public var need: NeedID
  /// Place in the ranking of the need's run, from 1.
  public var place: Int
  public var product: String
  public var institution: String
  public var effectivePpm: Int64?
  public var coveragePpm: Int
  /// `offered`, or why its institution was not asked.
  public var why: String
  public var outcome: Outcome?
  public var offer: OfferID?

  public init(
    id: AllocationLineID, need: NeedID, place: Int, product: String, institution: String,
    effectivePpm: Int64?, coveragePpm: Int, why: String, outcome: Outcome? = nil,
    offer: OfferID? = nil
  ) {
    self.id = id
    self.need = need
    self.place = place
    self.product = product
    self.institution = institution
    self.effectivePpm = effectivePpm
    self.coveragePpm = coveragePpm
    self.why = why
    self.outcome = outcome
    self.offer = offer
  }
}

/// How a run was dealt to one institution.
public struct AllocationShareRecord: Sendable, Hashable {
  public var institution: String
  /// Nil without a limit.
  public var room: Int?
  public var preferences: [String]
  public var behind: Int
  public var suitable: Int
  public var firstChoice: Int
  public var planned: Int
  public var made: Int
  public var evenShareMilli: Int64
  public var turnedAway: Int
  public var depth: Int?

  public init(
    institution: String, room: Int?, preferences: [String], behind: Int, suitable: Int,
    firstChoice: Int, planned: Int, made: Int = 0, evenShareMilli: Int64, turnedAway: Int,
    depth: Int?
  ) {
    self.institution = institution
    self.room = room
    self.preferences = preferences
    self.behind = behind
    self.suitable = suitable
    self.firstChoice = firstChoice
    self.planned = planned
    self.made = made
    self.evenShareMilli = evenShareMilli
    self.turnedAway = turnedAway
    self.depth = depth
  }
}

/// A periodic referral that waits for a run.
public struct WaitingReferral: Sendable, Hashable {
  public var need: NeedID
  public var enterprise: EnterpriseID
  public var needVersion: Int
  /// Institutions that are to have it at once.
  public var wanted: Int
  /// Since when it is in the pool.
  public var since: Instant
}
