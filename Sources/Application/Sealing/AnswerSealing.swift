import Domain
import Postgres
import Sealing
import Store

extension Application {
  /// The body of an answer as it is kept.
  func sealed(
    _ answer: StoredAnswer, _ idempotency: IdempotencyRequest, _ session: any PostgresSession
  ) async throws -> [UInt8] {
    let body = answer.body.canonicalBytes
    guard let enterprise = answer.tells else { return body }
    return try await dataKey(of: enterprise, session)
      .seal(answer: body, to: idempotency.fingerprint)
  }

  /// A kept answer.
  ///
  /// - Throws: `SealingError.erased` after its enterprise was erased.
  func opened(_ stored: IdempotencyRepository.Answer) throws -> StoredAnswer {
    let headers = try JSONParser.parse(stored.headers).objectValue ?? [:]
    let body = try unlocking { () throws(SealingError) in
      try masterKeys.open(
        answer: stored.body, to: Digest(bytes: stored.fingerprint), of: stored.enterprise,
        key: stored.key)
    }
    return StoredAnswer(
      status: stored.status, headers: headers.compactMapValues(\.stringValue),
      body: try JSONParser.parse(body), tells: stored.enterprise, isReplay: true)
  }
}
