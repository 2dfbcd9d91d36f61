import Domain
import Postgres
import Sealing

extension Row {
  /// One version of facts.
  ///
  /// - Parameters:
  ///   - body: the column of `facts_version.body`.
  ///   - key: the column of `enterprise.data_key`.
  func sealedFacts(
    of enterprise: EnterpriseID, version: Int, body: Int, key: Int
  ) throws(PostgresError) -> SealedFacts {
    SealedFacts(
      enterprise: enterprise, version: version, body: try sharedBytes(body),
      key: isNull(key) ? nil : try sharedBytes(key))
  }
}
