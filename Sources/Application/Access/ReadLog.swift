import Domain
import Postgres
import Store

/// Who reads what of enterprises is kept, and shown to them: `accessLog`.
public enum ReadLog {
  /// Of what is read nothing is shown but whether it changed: that is kept of the page which shows it.
  @TaskLocal public static var isUnshown = false
}

extension Actor {
  /// Acts for an institution, which reads names only under a consent.
  var actsForInstitution: Bool {
    switch role {
    case .liaison, .liaisonManager: true
    case .enterprise, .operator, .auditor, .service: false
    }
  }

  /// What lets it read enterprises other than itself.
  fileprivate var readBasis: ReadBasis {
    switch role {
    case .enterprise: .party
    case .liaison, .liaisonManager: .consent
    case .operator: .oversight
    case .auditor: .audit
    case .service: .service
    }
  }

  /// Whom it stands for, or where it oversees.
  fileprivate var standsFor: String? {
    switch role {
    case .enterprise, .liaison, .liaisonManager: organisation
    case .operator: region
    case .auditor, .service: nil
    }
  }
}

extension Application {
  /// Reads what tells of enterprises, with the caller's rights, in one transaction that keeps who read it: the
  /// entries travel with COMMIT, and without them nothing is answered. What an enterprise reads of itself is not
  /// kept.
  ///
  /// - Parameter body: gives what it read, and of which enterprises that tells, in any order.
  func readLogged<T: Sendable>(
    _ document: ReadDocument, as actor: Actor,
    _ body: @Sendable (any PostgresSession) async throws -> (T, [EnterpriseID])
  ) async throws -> T {
    try await guarded {
      try await pool.withTransaction { session in
        try await enter(actor, session)
        let (value, enterprises) = try await body(session)
        try await keep(document, of: enterprises, by: actor, session)
        return value
      }
    }
  }

  private func keep(
    _ document: ReadDocument, of enterprises: [EnterpriseID], by actor: Actor,
    _ session: any PostgresSession
  ) async throws {
    let own = actor.role == .enterprise ? actor.organisation.flatMap { EnterpriseID($0) } : nil
    let others = Set(enterprises).filter { $0 != own }.sorted()
    guard !others.isEmpty, !ReadLog.isUnshown else { return }
    let read = EnterpriseRead(
      institution: actor.actsForInstitution ? actor.organisation : nil,
      organisation: actor.standsFor, reader: actor.subject, role: actor.role.rawValue,
      document: document, basis: actor.readBasis, at: clock.now())
    let entries = others.map { (id: ids.next(AccessEntryKind.self), enterprise: $0) }
    // No tenant writes.
    try await actAsService(actor, session)
    try await session.deferToCommit([
      AccessLogRepository.inserting(
        read, of: entries,
        sparing: actor.role == .enterprise && own == nil ? actor.uscc : nil)
    ])
  }
}
