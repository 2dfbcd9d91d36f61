import Application
import Domain

/// The use cases the routes call. `Application` is the real one; tests of HTTP behaviour bring their
/// own.
///
/// Errors: every function throws `ApplicationError` for what a caller can do something about; any
/// other error becomes 500 `internal`.
public protocol Backend: Sendable {
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
  /// One need with the state of its match.
  func need(_ id: NeedID, actor: Actor) async throws -> Versioned<JSON>
  /// Needs the caller may see, newest first.
  func needs(
    status: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// The match runs of one need, newest first.
  func runs(of need: NeedID, page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// One match run; with every decision when expanded.
  func run(_ id: RunID, expandDecisions: Bool, actor: Actor) async throws -> JSON
  /// Every decision of a run, short.
  func decisions(of run: RunID, actor: Actor) async throws -> JSON
  /// One decision with its trace; `product` is an identifier or a code.
  func decision(of run: RunID, product: String, actor: Actor) async throws -> JSON
  /// The run recomputed from its pins and compared.
  func replay(_ run: RunID, actor: Actor) async throws -> JSON
  /// Products in force, newest first.
  func products(family: String?, page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// One product by identifier or code.
  func product(_ idOrCode: String, actor: Actor) async throws -> Versioned<JSON>
  /// Every fact the service knows.
  func factRegistry() async throws -> JSON
  /// Whether the use cases can work: database, migrations, catalog.
  func readiness() async -> Readiness
  /// 32 bytes all replicas share, for signing cursors.
  func cursorSecret() async throws -> [UInt8]
}
