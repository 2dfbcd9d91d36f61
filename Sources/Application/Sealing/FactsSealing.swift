import Catalog
import Domain
import Foundation
import Logging
import Postgres
import Sealing
import Store

extension Application {
  /// Runs what needs a master key.
  ///
  /// - Throws: `SealingError` for what can never be opened; `.unavailable` when this process lacks a
  ///   master key: that is no fault of what is sealed, and nothing may be given up for it.
  func unlocking<T>(_ body: () throws(SealingError) -> T) throws -> T {
    do {
      return try body()
    } catch .unknownMasterKey(let name) {
      logger.error("a master key is missing", metadata: ["master_key": "\(name)"])
      throw ApplicationError.unavailable(retryAfterSeconds: Self.missingKeySeconds)
    }
  }

  /// An operator has to bring the key.
  private static let missingKeySeconds = 30

  /// Stored facts in canonical form.
  ///
  /// - Throws: as `unlocking`.
  func opened(_ facts: SealedFacts) throws -> ArraySlice<UInt8> {
    try unlocking { () throws(SealingError) in try masterKeys.open(facts) }
  }

  /// Stored facts as engines read them.
  ///
  /// - Throws: as `opened`; what a body that is no fact sheet throws.
  func sheet(_ facts: SealedFacts, _ registry: FactRegistry?) throws -> FactSheet {
    try FactSheet(stored: Array(try opened(facts)), registry: registry)
  }

  /// Stores versions of facts, each sealed with the key of its enterprise, which is made with the
  /// first one.
  ///
  /// - Parameter facts: with plain bodies; the enterprises are locked, or new.
  func seal(_ facts: [FactsRecord], _ session: any PostgresSession) async throws {
    let keys = try await dataKeys(of: Set(facts.map(\.enterprise)).sorted(), session)
    try await FactsRepository.insert(
      try facts.map { plain in
        guard let key = keys[plain.enterprise] else {
          throw StoredDataError(what: "key of \(plain.enterprise)")
        }
        var sealed = plain
        sealed.body = key.seal(facts: plain.body, version: plain.version)
        return sealed
      }, session)
  }

  /// A text about a locked enterprise, sealed with its key.
  ///
  /// - Parameter subject: the record that it stands in.
  func seal(
    _ text: String?, in subject: UUID, of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws -> SealedText? {
    guard let text else { return nil }
    let key = try await dataKey(of: enterprise, session)
    return SealedText(
      enterprise: enterprise, subject: subject, body: key.seal(text: text, of: subject), key: nil)
  }

  /// The key of a locked enterprise, which gets one when it has none.
  func dataKey(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws -> DataKey {
    guard let key = try await dataKeys(of: [enterprise], session)[enterprise] else {
      throw StoredDataError(what: "key of \(enterprise)")
    }
    return key
  }

  /// The keys of locked or new enterprises; who has none gets one.
  func dataKeys(
    of enterprises: [EnterpriseID], _ session: any PostgresSession
  ) async throws -> [EnterpriseID: DataKey] {
    let wrapped = try await DataKeyRepository.find(enterprises, session)
    var keys: [EnterpriseID: DataKey] = [:]
    var made: [(enterprise: EnterpriseID, key: [UInt8])] = []
    for enterprise in enterprises {
      if let stored = wrapped[enterprise] {
        keys[enterprise] = try unlocking { () throws(SealingError) in
          try masterKeys.unwrap(stored[...], of: enterprise)
        }
      } else {
        let new = masterKeys.makeDataKey(of: enterprise)
        keys[enterprise] = new.key
        made.append((enterprise, new.wrapped))
      }
    }
    try await DataKeyRepository.store(made, session)
    return keys
  }
}
