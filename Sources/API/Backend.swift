import Application
import Domain

/// The use cases the routes call. `Application` is the real one; tests of HTTP behaviour bring their
/// own.
///
/// Errors: every function throws `ApplicationError` for what a caller can do something about; any
/// other error becomes 500 `internal`.
public protocol Backend: ReceivableBackend, ListingBackend, EntitlementBackend, NurtureBackend,
  MonitoringBackend, StatisticsBackend
{
  /// Registers an enterprise: 201 with `Location` and `ETag`.
  func createEnterprise(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Changes name, region, industry or day of registration: 200 with `ETag`.
  func amendEnterprise(
    _ id: EnterpriseID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Writes a new facts version: all of them (`replace`) or some (`merge`); 200 with `ETag`.
  func putFacts(
    _ id: EnterpriseID, expectedVersion: Int?, _ body: JSON, mode: FactsMode, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Takes a financing need: 201 with `Location` and `ETag`.
  func submitNeed(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Changes what is asked for: 200 with `ETag`.
  func amendNeed(
    _ id: NeedID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Takes a need back: 200 with `ETag`; a second time is the conflict `need_withdrawn`.
  func withdrawNeed(
    _ id: NeedID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// One enterprise.
  func enterprise(_ id: EnterpriseID, actor: Actor) async throws -> Versioned<JSON>
  /// Enterprises the caller may see, newest first.
  func enterprises(
    region: String?, uscc: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// The latest facts, those of `version`, or those in force at `asOf`; never both are given.
  func facts(
    _ id: EnterpriseID, version: Int?, asOf: Instant?, actor: Actor
  ) async throws -> Versioned<JSON>
  /// Asks for lawful erasure: 201 with `Location`, 200 for a dry run or when it was asked for before.
  func requestErasure(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// The erasure of one enterprise.
  func erasure(of id: EnterpriseID, actor: Actor) async throws -> JSON
  /// Erasures the caller may see, newest first.
  func erasures(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One need with the state of its match.
  func need(_ id: NeedID, actor: Actor) async throws -> Versioned<JSON>
  /// Needs the caller may see, newest first.
  func needs(
    status: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// The match runs of one need, newest first.
  func runs(of need: NeedID, page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// One match run with every decision when expanded.
  func run(_ id: RunID, expandDecisions: Bool, actor: Actor) async throws -> JSON
  /// One match run without decisions, in RFC 8785 form: it is read so often that it is written at
  /// once.
  func runDocument(_ id: RunID, actor: Actor) async throws -> [UInt8]
  /// Every decision of a run, short.
  func decisions(of run: RunID, actor: Actor) async throws -> JSON
  /// One decision with its trace; `product` is an identifier or a code.
  func decision(of run: RunID, product: String, actor: Actor) async throws -> JSON
  /// The run recomputed from its pins and compared.
  func replay(_ run: RunID, actor: Actor) async throws -> JSON
  /// What an event, need, run, enterprise, dead letter or sweep led to, as a tree.
  func lineage(_ id: LineageID, actor: Actor) async throws -> JSON
  /// The run under another catalog, other policies or another day, and what would differ.
  func diff(_ run: RunID, _ body: JSON, actor: Actor) async throws -> JSON
  /// What would make the enterprise fit a product, and from which day it does by itself.
  func repairs(of run: RunID, product: String, actor: Actor) async throws -> JSON
  /// What a product costs, cash flow by cash flow.
  func costSheet(of run: RunID, product: String, actor: Actor) async throws -> CostSheetView
  /// The 结果告知书 of a run.
  func notice(of run: RunID, isChinese: Bool, actor: Actor) async throws -> PrintedPage
  /// The stored result in codes and values.
  func result(of run: RunID, actor: Actor) async throws -> JSON
  /// A signed receipt of a run.
  func receipt(of run: RunID, actor: Actor) async throws -> JSON
  /// The public keys of receipts as a JWK Set.
  func receiptKeys() async throws -> JSON
  /// Which unknown fact would settle most of a need.
  func questions(of need: NeedID, actor: Actor) async throws -> JSON

  /// Asks for human review of one decision: 201 with `Location` and `ETag`.
  func requestReview(
    of run: RunID, product: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Takes an open review: 200 with `ETag`.
  func assignReview(
    _ id: ReviewID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Decides a review: 200 with `ETag`.
  func resolveReview(
    _ id: ReviewID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Takes a review back: 200 with `ETag`.
  func withdrawReview(
    _ id: ReviewID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// One review with its steps.
  func review(_ id: ReviewID, actor: Actor) async throws -> Versioned<JSON>
  /// Reviews the caller may see, newest first.
  func reviews(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>

  /// Puts a need before institutions: 201 with `Location` and `ETag`.
  func referNeed(
    _ id: NeedID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Takes a need back from institutions: 200 with `ETag`.
  func endReferral(
    of id: NeedID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// How a need goes to institutions, with its offers.
  func referral(of id: NeedID, actor: Actor) async throws -> Versioned<JSON>
  /// Offers the caller may see, newest first.
  func offers(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One offer with its steps and the teaser.
  func offer(_ id: OfferID, actor: Actor) async throws -> Versioned<JSON>
  /// Who stands behind an offer, as far as a consent goes; the read is logged.
  func identifiedData(of id: OfferID, actor: Actor) async throws -> JSON
  /// Takes a step with an offer: 200 with `ETag`.
  func advanceOffer(
    _ id: OfferID, _ verb: OfferVerb, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Lets an offer's deadline stand still: 200 with `ETag`.
  func pauseOffer(
    _ id: OfferID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// What became of the offers of each institution.
  func offerStatistics(region: String?, actor: Actor) async throws -> JSON
  /// Limits of how many offers are open at once.
  func capacities(actor: Actor) async throws -> JSON
  /// Sets such a limit: 200 with `ETag`.
  func setCapacity(
    _ kind: CapacityKind, code: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Lets an institution read named data: 201 with `Location`.
  func grantConsent(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Ends a consent: 200.
  func revokeConsent(
    _ id: ConsentID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// One consent.
  func consent(_ id: ConsentID, actor: Actor) async throws -> JSON
  /// The consents of an enterprise, newest first.
  func consents(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// Who read what of an enterprise, newest first.
  func accessLog(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>

  /// Begins a periodic run now: 201 with `Location`; a dry one is 200 and stores nothing.
  func requestAllocation(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Periodic runs that the caller has a part in, newest first.
  func allocationRuns(page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// One periodic run.
  func allocationRun(_ id: AllocationID, actor: Actor) async throws -> JSON
  /// How a run was dealt to each institution.
  func allocationFairness(of id: AllocationID, actor: Actor) async throws -> JSON
  /// The lines of a run that are the caller's.
  func allocationDigest(
    of id: AllocationID, institution: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// What a run put before institutions as a CSV file, whole.
  func allocationList(of id: AllocationID, actor: Actor) async throws -> [UInt8]
  /// A run allocated once more from what was kept of it, and compared.
  func replayAllocation(_ id: AllocationID, actor: Actor) async throws -> JSON

  /// Writes the figures of a guarantor: 200 with `ETag`.
  func putGuarantor(
    _ code: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Guarantors, and the banks that take part in schemes.
  func guarantors(actor: Actor) async throws -> JSON
  /// One guarantor.
  func guarantor(_ code: String, actor: Actor) async throws -> Versioned<JSON>
  /// The figures that the regulator of a guarantor asks for.
  func guarantorReport(_ code: String, year: Int?, actor: Actor) async throws -> JSON
  /// Says in which schemes a bank takes part: 200 with `ETag`.
  func putGuaranteeBank(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Says which related parties an enterprise belongs to: 200.
  func putEnterpriseGroup(
    _ id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Guaranteed bundles for a need.
  func bundles(for need: NeedID, asOf: Instant?, actor: Actor) async throws -> JSON
  /// Reserves headroom for a bundle: 201 with `Location` and `ETag`.
  func reserveGuarantee(
    for id: NeedID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Guarantees the caller may see, newest first.
  func guarantees(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One guarantee with its shares and steps.
  func guarantee(_ id: GuaranteeID, actor: Actor) async throws -> Versioned<JSON>
  /// Takes a step with a guarantee: 200 with `ETag`.
  func advanceGuarantee(
    _ id: GuaranteeID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Enters or changes a fund: 200 with `ETag`.
  func putFund(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// The funds there are.
  func funds(actor: Actor) async throws -> JSON
  /// One fund.
  func fund(_ code: String, actor: Actor) async throws -> Versioned<JSON>
  /// Gives a fund money: 200 with `ETag`.
  func endowFund(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Has a loan-risk pool pay its share of a loss: 200 with the movement.
  func payFromPool(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// The movements of a fund, newest first.
  func fundEntries(of code: String, page: PageRequest, actor: Actor) async throws -> Page<JSON>

  /// Holds money of a bridge fund for a renewal: 201 with `Location` and `ETag`.
  func reserveBridge(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Bridges the caller may see, newest first.
  func bridges(region: String?, page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// One bridge with its steps.
  func bridge(_ id: BridgeID, actor: Actor) async throws -> Versioned<JSON>
  /// Takes a step with a bridge: 200 with `ETag`.
  func advanceBridge(
    _ id: BridgeID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Guaranteed loans that fall due soon, with the ways to renew them.
  func renewals(days: Int?, region: String?, actor: Actor) async throws -> JSON

  /// Enters an address that the caller's events are sent to: 201 with `Location` and `ETag`.
  func createWebhook(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Changes address, types or state: 200 with `ETag`.
  func changeWebhook(
    _ id: WebhookID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Removes one: 200 with the webhook as it was.
  func deleteWebhook(
    _ id: WebhookID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Makes a new key: 200 with `ETag`.
  func rotateWebhook(
    _ id: WebhookID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Queues a delivery that tells of nothing: 202.
  func testWebhook(
    _ id: WebhookID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Queues settled deliveries once more: 200.
  func replayWebhook(
    _ id: WebhookID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// One webhook with its public keys.
  func webhook(_ id: WebhookID, actor: Actor) async throws -> Versioned<JSON>
  /// Webhooks the caller may see, newest first.
  func webhooks(page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// What was sent to one address, newest first.
  func webhookDeliveries(
    of id: WebhookID, state: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>

  /// Who a client is by its id and secret; nil when anything is wrong.
  func clientGrant(id: String, secret: String) async throws -> ClientGrant?
  /// Enters a system of an institution: 201 with `Location` and `ETag`.
  func createClient(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Gives a client another name: 200 with `ETag`.
  func amendClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Gives a client no more tokens: 200 with `ETag`.
  func disableClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Gives a client tokens again: 200 with `ETag`.
  func enableClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Makes a secret and shows it, this once: 201 with `ETag`.
  func createClientSecret(
    _ id: ClientID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Ends a secret: 200 with the client and `ETag`.
  func revokeClientSecret(
    _ secret: ClientSecretID, of id: ClientID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// One client with what is known of its secrets.
  func client(_ id: ClientID, actor: Actor) async throws -> Versioned<JSON>
  /// Clients the caller may see, newest first.
  func clients(page: PageRequest, actor: Actor) async throws -> Page<JSON>

  /// What a draft of a product would do over the open needs, in figures that tell of no single firm.
  func productWhatIf(
    _ code: String, _ document: JSON, byCounty: Bool, actor: Actor
  ) async throws -> JSON
  /// What draft policy packs would do to last year's needs; `body` is `{packs: […]}`.
  func policyWhatIf(_ body: JSON, byCounty: Bool, actor: Actor) async throws -> JSON
  /// Sweeps, newest first.
  func sweeps(page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// One sweep with its numbers.
  func sweep(_ id: SweepID, actor: Actor) async throws -> JSON
  /// What flipped by a sweep, newest first.
  func flips(of sweep: SweepID, page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// What flipped for a need, newest first.
  func flips(of need: NeedID, page: PageRequest, actor: Actor) async throws -> Page<JSON>

  /// Products in force, newest first.
  func products(family: String?, page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// One product by identifier or code.
  func product(_ idOrCode: String, actor: Actor) async throws -> Versioned<JSON>
  /// Publishes a document of a product in place of the one that was read: 200 with `ETag`.
  func publishProduct(
    _ code: String, expectedVersion: Int, _ document: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Every fact the service knows.
  func factRegistry() async throws -> JSON

  /// Enters an institution into the directory: 201 with `Location` and `ETag`.
  func createDirectoryEntry(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Changes an entry: 200 with `ETag`.
  func amendDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Takes an entry out of what everybody sees: 200 with `ETag`.
  func unlistDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Shows an entry again: 200 with `ETag`.
  func relistDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Entries of the directory by code.
  func directory(
    _ query: DirectoryQuery, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// The same as a CSV file, whole.
  func directoryFile(_ query: DirectoryQuery, actor: Actor) async throws -> [UInt8]
  /// One entry with its products.
  func directoryEntry(_ code: String, actor: Actor) async throws -> Versioned<JSON>

  /// Pauses a worker, a product or an institution: 200.
  func setPause(
    _ kind: PauseKind, target: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Ends a pause: 200 with the pause as it was.
  func endPause(
    _ kind: PauseKind, target: String, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// The pauses in force.
  func pauses(actor: Actor) async throws -> JSON
  /// What operators did, newest first.
  func auditEntries(
    action: String?, subject: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>

  /// Dead letters, newest first.
  func deadLetters(
    state: String?, reason: String?, consumer: String?, enterprise: EnterpriseID?,
    page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One dead letter with headers and payload.
  func deadLetter(_ id: DeadLetterID, actor: Actor) async throws -> JSON
  /// Sends one dead letter back to its topic: 200.
  func redriveDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Lets its consumer go on without one: 200.
  func skipDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// The same for many that fit a filter.
  func redriveDeadLetters(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  func skipDeadLetters(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Whether the use cases can work: database, migrations, catalog.
  func readiness() async -> Readiness
  /// 32 bytes all replicas share, for signing cursors.
  func cursorSecret() async throws -> [UInt8]
}
