import Application
import Domain

/// The use cases of receivables and core enterprises; see ``Backend``.
public protocol ReceivableBackend: Sendable {
  /// Takes a receivable: 201 with `Location` and `ETag`.
  func uploadReceivable(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Takes many of one seller: 200 with an outcome for each.
  func uploadReceivables(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Confirms many of one debtor: 200 with an outcome for each.
  func confirmReceivables(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Receivables the caller may see, newest first.
  func receivables(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One receivable with its steps.
  func receivable(_ id: ReceivableID, actor: Actor) async throws -> Versioned<JSON>
  /// Writes what an invoice says otherwise: 200 with `ETag`.
  func amendReceivable(
    _ id: ReceivableID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Takes a receivable back: 200 with `ETag`.
  func withdrawReceivable(
    _ id: ReceivableID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Lets one that resembles another go on, or takes it back: 200 with `ETag`.
  func reviewReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Asks the debtor to confirm: 200 with `ETag`.
  func requestConfirmation(
    of id: ReceivableID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Makes a token for the debtor and shows it, this once: 201.
  func createConfirmationToken(
    of id: ReceivableID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// The letter that asks the debtor to confirm.
  func confirmationLetter(of id: ReceivableID, actor: Actor) async throws -> LetterView
  /// Confirms a receivable for its debtor: 200 with `ETag`.
  func confirmReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Objects to a receivable for its debtor: 200 with `ETag`.
  func disputeReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// What a late debtor owes besides, up to and with a day; today when nil.
  func lateInterest(of id: ReceivableID, until: LegalDate?, actor: Actor) async throws -> JSON
  /// Everything that is known of a breach.
  func receivableEvidence(of id: ReceivableID, actor: Actor) async throws -> JSON
  /// Confirms or disputes a receivable by a token, which is used up.
  func confirm(byToken body: JSON) async throws -> JSON
  /// The letter for whoever has the token; it stays unused.
  func confirmationLetter(byToken body: JSON) async throws -> JSON

  /// Puts a part of a receivable before an institution: 201 with `Location` and `ETag`.
  func offerReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Money on receivables that the caller has a part in, newest first.
  func financings(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One of them.
  func financing(_ id: ReceivableFinancingID, actor: Actor) async throws -> Versioned<JSON>
  /// Takes a step with it: 200 with `ETag`.
  func advanceFinancing(
    _ id: ReceivableFinancingID, _ verb: FinancingVerb, expectedVersion: Int, _ body: JSON,
    actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Takes what a debtor says it owes: 200 with an outcome for each row.
  func uploadPayables(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// What may still be advanced on a seller's receivables, by an institution's policy or the platform's.
  func borrowingBase(
    of seller: EnterpriseID, way: FinancingWay, institution: String?, actor: Actor
  ) async throws -> JSON
  /// Receivables that are not over by how late they are.
  func ageing(of enterprise: EnterpriseID, asDebtor: Bool, actor: Actor) async throws -> JSON

  /// Says what is known of a core enterprise: 200 with `ETag`.
  func setCoreEnterprise(
    _ id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// One core enterprise.
  func coreEnterprise(_ id: EnterpriseID, actor: Actor) async throws -> Versioned<JSON>
  /// Core enterprises the caller may see, newest first.
  func coreEnterprises(
    region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// Limits what an institution carries of a core enterprise's debts: 200 with `ETag`.
  func setCreditLine(
    of id: EnterpriseID, institution: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Such limits of one core enterprise.
  func creditLines(of id: EnterpriseID, actor: Actor) async throws -> JSON
  /// Invites suppliers to bring their claims: 200.
  func inviteSuppliers(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Invitations of the caller, and those that name it, newest first.
  func supplierInvitations(
    region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
}
