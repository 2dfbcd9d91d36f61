import Decision
import Domain
import Postgres
import Store

extension Application {
  /// A signed receipt of a run.
  ///
  /// - Throws: `.notFound` also when the caller may not see the run's enterprise.
  public func receipt(of run: RunID, actor: Actor) async throws -> JSON {
    let run = try await loadRun(run, actor: actor)
    let statement = try await receiptStatement(run)
    // Before the key is read: one that is retired meanwhile was in use at that time.
    let issuedAt = clock.now()
    let signer = try await receiptSigner()
    return try Receipt.sign(statement, issuedAt: issuedAt, with: signer).json
  }

  /// The stored result of a run in codes and values: the bytes whose digest a receipt names.
  public func result(of run: RunID, actor: Actor) async throws -> JSON {
    try JSONParser.parse(try await loadRun(run, actor: actor).record.result)
  }

  /// The public keys of receipts as a JWK Set, retired ones too.
  public func receiptKeys() async throws -> JSON {
    _ = try await receiptSigner()
    let keys = try await read { try await ReceiptKeyRepository.all($0) }
    return [
      "keys": .array(
        keys.map { ReceiptPublicKey($0.publicKey, retiredAt: $0.retiredAt).json })
    ]
  }

  /// Retires the key in use and signs with a new one from now on. Older receipts go on verifying.
  ///
  /// - Returns: the new key's id.
  public func rotateReceiptKey() async throws -> String {
    let signer = ReceiptSigner()
    try await write { session in
      try await ReceiptKeyRepository.rotate(to: record(signer), session)
    }
    return signer.publicKey.id
  }

  /// What a receipt of the run says, apart from when it is issued.
  func receiptStatement(_ run: LoadedRun) async throws -> [String: JSON] {
    let record = run.record
    let (catalog, policy) = try await read { session in
      (
        try await CatalogRepository.digest(version: record.catalogVersion, session),
        try await PolicyRepository.digest(version: record.policyVersion, session)
      )
    }
    guard let catalog, let policy else {
      throw StoredDataError(what: "documents of run \(record.id)")
    }
    return [
      "run_id": .string(record.id.text), "need_id": .string(record.need.text),
      "pins": RunView.pins(record),
      "digests": [
        "need_facts": .string(run.input.needFacts.digest.text),
        "facts": .string(record.factsDigest.text),
        "result": .string(Digest(ofBytes: record.result).text), "catalog": .string(catalog.text),
        "policy": .string(policy.text),
      ],
    ]
  }

  /// The id every receipt of the run has.
  func receiptIdentifier(_ run: LoadedRun) async throws -> String {
    var statement = try await receiptStatement(run)
    statement["type"] = .string(Receipt.type)
    return Receipt.identifier(of: statement)
  }

  private func receiptSigner() async throws -> ReceiptSigner {
    let candidate = record(ReceiptSigner())
    let current = try await read {
      try await ReceiptKeyRepository.currentOrInsert(candidate, $0)
    }
    guard let secret = current.secretKey else { throw StoredDataError(what: "receipt key") }
    let signer = try ReceiptSigner(secret: secret)
    guard signer.publicKey.bytes == current.publicKey else {
      throw StoredDataError(what: "receipt key")
    }
    return signer
  }

  private func record(_ signer: ReceiptSigner) -> ReceiptKeyRecord {
    ReceiptKeyRecord(
      id: signer.publicKey.id, publicKey: signer.publicKey.bytes, secretKey: signer.secret,
      createdAt: clock.now())
  }
}
