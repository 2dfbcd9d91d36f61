import API
import Application
import Domain

/// The use cases that the pages call. `Application` is the real one; tests of the pages bring their own.
/// Errors are those of `Backend`.
public protocol ConsoleBackend: Sendable {
  /// Keeps who signed in, under the digest of a key that only the browser holds.
  func openSession(_ keyDigest: Digest, of actor: Actor, limits: SessionLimits) async throws
  /// Whose session this is; nil when it is over. What is no use of it does not make it last longer.
  func session(_ keyDigest: Digest, limits: SessionLimits, isUse: Bool) async throws -> Actor?
  /// Ends a session.
  func closeSession(_ keyDigest: Digest) async throws

  /// Every fact the service knows, with the words for its values.
  func factRegistry() async throws -> JSON
  /// Registers an enterprise.
  func createEnterprise(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Enterprises the caller may see; one's own for an enterprise.
  func enterprises(
    region: String?, uscc: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One enterprise.
  func enterprise(_ id: EnterpriseID, actor: Actor) async throws -> Versioned<JSON>
  /// Lays facts over those that are there, or replaces them.
  func putFacts(
    _ id: EnterpriseID, expectedVersion: Int?, _ body: JSON, mode: FactsMode, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Takes a financing need.
  func submitNeed(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Keeps what was typed into the form of a need.
  func saveNeedDraft(of id: EnterpriseID, _ fields: JSON, actor: Actor) async throws
  /// What was kept of it; nil when there is nothing.
  func needDraft(of id: EnterpriseID, actor: Actor) async throws -> JSON?
  /// Forgets what was kept of it.
  func dropNeedDraft(of id: EnterpriseID, actor: Actor) async throws
  /// Needs the caller may see, newest first.
  func needs(
    status: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One need with the state of its match.
  func need(_ id: NeedID, actor: Actor) async throws -> Versioned<JSON>
  /// Which unknown fact would settle most of a need.
  func questions(of need: NeedID, actor: Actor) async throws -> JSON
  /// Puts a need before institutions.
  func referNeed(
    _ id: NeedID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// How a need goes to institutions, with its offers.
  func referral(of id: NeedID, actor: Actor) async throws -> Versioned<JSON>

  /// One match run with every decision when expanded.
  func run(_ id: RunID, expandDecisions: Bool, actor: Actor) async throws -> JSON
  /// What would make the enterprise fit a product.
  func repairs(of run: RunID, product: String, actor: Actor) async throws -> JSON
  /// What a product costs, cash flow by cash flow.
  func costSheet(of run: RunID, product: String, actor: Actor) async throws -> CostSheetView
  /// The 结果告知书 of a run.
  func notice(of run: RunID, isChinese: Bool, actor: Actor) async throws -> PrintedPage
  /// What an enterprise may claim.
  func entitlements(of id: EnterpriseID, asOf: Instant?, actor: Actor) async throws -> JSON

  /// Lets an institution read named data.
  func grantConsent(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Ends a consent.
  func revokeConsent(
    _ id: ConsentID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// The consents of an enterprise, newest first.
  func consents(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// Who read what of an enterprise, newest first.
  func accessLog(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>

  /// Receivables the caller may see, newest first.
  func receivables(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One receivable with its steps.
  func receivable(_ id: ReceivableID, actor: Actor) async throws -> Versioned<JSON>
  /// Confirms a receivable for its debtor.
  func confirmReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Objects to a receivable for its debtor.
  func disputeReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Offers the caller may see, newest first.
  func offers(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One offer with its steps and the teaser.
  func offer(_ id: OfferID, actor: Actor) async throws -> Versioned<JSON>
  /// Who stands behind an offer, as far as a consent goes; the read is logged.
  func identifiedData(of id: OfferID, actor: Actor) async throws -> JSON
  /// Takes a step with an offer.
  func advanceOffer(
    _ id: OfferID, _ verb: OfferVerb, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// One guarantor; with its figures for its own people.
  func guarantor(_ code: String, actor: Actor) async throws -> Versioned<JSON>

  /// All boards in all their versions.
  func boards(actor: Actor) async throws -> JSON
  /// The version of a board in force on a day, with its stages.
  func board(_ code: String, asOf: Instant?, actor: Actor) async throws -> JSON
  /// Listing cases the caller may see, newest first.
  func listingCases(
    state: String?, board: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest,
    actor: Actor
  ) async throws -> Page<JSON>
  /// One listing case with its history.
  func listingCase(_ id: ListingCaseID, actor: Actor) async throws -> Versioned<JSON>
  /// What remains to be done until a target, or the gate that binds.
  func listingPlan(of id: ListingCaseID, target: LegalDate?, actor: Actor) async throws -> JSON
  /// Takes a step with a case.
  func advanceListingCase(
    _ id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Sets what the plan of a case is counted back from.
  func setListingTarget(
    of id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Counts below it are not shown in tables of figures.
  var cellThreshold: Int64 { get }
  /// How far needs came, by one dimension, for those who oversee.
  func funnel(
    by dimension: String?, from: String?, to: String?, region: String?, actor: Actor
  ) async throws -> JSON
  /// How many needs reached each stage, by place in the order of the places, and by value; for those who
  /// oversee.
  func funnelCounts(
    by dimension: String?, of places: [String?], actor: Actor
  ) async throws -> [[String: [Int64]]]
  /// How institutions decide of enterprises of each kind, for those who oversee.
  func fairness(
    by dimension: String?, from: String?, to: String?, region: String?, institution: String?,
    actor: Actor
  ) async throws -> JSON
  /// What became of the offers of each institution.
  func offerStatistics(region: String?, actor: Actor) async throws -> JSON
  /// Targets of a year with progress and forecast.
  func listingTargets(
    year: Int?, board: String?, region: String?, after: NamePair?, actor: Actor
  ) async throws -> JSON
  /// Sets how many listings a region is to reach in a year on a board.
  func setYearlyTarget(
    _ board: String, year: Int, region: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Warnings the caller may see, newest first.
  func warnings(
    _ filter: Application.WarningFilter, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One warning with its steps.
  func warning(_ id: WarningID, actor: Actor) async throws -> Versioned<JSON>
  /// What a rule of warnings measures, with the words for it.
  func warningRule(_ code: String) async throws -> JSON
  /// Takes a step with a warning.
  func advanceWarning(
    _ id: WarningID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Dead letters, newest first.
  func deadLetters(
    state: String?, reason: String?, consumer: String?, enterprise: EnterpriseID?,
    page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One dead letter with headers and payload.
  func deadLetter(_ id: DeadLetterID, actor: Actor) async throws -> JSON
  /// Sends one dead letter back to its topic.
  func redriveDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Lets its consumer go on without one.
  func skipDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// What an event, need, run, enterprise, dead letter or sweep led to, as a tree.
  func lineage(_ id: LineageID, actor: Actor) async throws -> JSON

  /// Products in force.
  func products(family: String?, page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// One product by identifier or code.
  func product(_ idOrCode: String, actor: Actor) async throws -> Versioned<JSON>
  /// What a draft of a product would do over the open needs.
  func productWhatIf(
    _ code: String, _ document: JSON, byCounty: Bool, actor: Actor
  ) async throws -> JSON

  /// Publishes a document of a product in place of the one in force.
  func publishProduct(
    _ code: String, expectedVersion: Int, _ document: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// The policy packs that count in a region, what holds today, and what it overrides.
  func policyChain(in region: RegionCode, actor: Actor) async throws -> JSON
  /// One policy pack as its document.
  func policyPack(_ code: String, actor: Actor) async throws -> JSON
  /// What draft policy packs would do to last year's needs.
  func policyWhatIf(_ body: JSON, byCounty: Bool, actor: Actor) async throws -> JSON
}

extension Application: ConsoleBackend {}
