import Domain
import Postgres
import Store

/// An enterprise to be registered in bulk, with the facts known of it.
public struct Registration: Sendable {
  public var uscc: String
  public var name: String
  public var region: String
  public var industry: String
  public var registeredOn: LegalDate
  public var facts: [Fact]

  /// The values are taken as checked: by the import frame, or because the program made them.
  public init(
    uscc: String, name: String, region: String, industry: String, registeredOn: LegalDate,
    facts: [Fact] = []
  ) {
    self.uscc = uscc
    self.name = name
    self.region = region
    self.industry = industry
    self.registeredOn = registeredOn
    self.facts = facts
  }
}

extension Application {
  /// Enterprises written by one statement.
  private static let chunk = 500

  /// Registers enterprises in one transaction, all or none.
  ///
  /// - Parameter dryRun: does it and rolls it back.
  /// - Returns: their ids in the given order.
  /// - Throws: `.conflict` `enterprise_exists` when one of them is registered already.
  public func register(
    _ registrations: [Registration], actor: Actor, dryRun: Bool = false,
    progress: @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws -> [EnterpriseID] {
    try await rollingBack(when: dryRun) { session in
      var registered: [EnterpriseID] = []
      for start in stride(from: 0, to: registrations.count, by: Self.chunk) {
        let part = registrations[start..<min(start + Self.chunk, registrations.count)]
        registered += try await register(chunk: Array(part), by: actor, session)
        progress(registered.count)
      }
      return registered
    }
  }

  private func register(
    chunk: [Registration], by actor: Actor, _ session: any PostgresSession
  ) async throws -> [EnterpriseID] {
    let now = clock.now()
    let builder = FactSheetBuilder(reference: reference)
    var locked: [EnterpriseID: LockedEnterprise] = [:]
    var enterprises: [EnterpriseRecord] = []
    var facts: [FactsRecord] = []
    for registration in chunk {
      let id: EnterpriseID = ids.next()
      let enterprise = EnterpriseRecord(
        id: id, uscc: registration.uscc, usccOverrideReason: nil, name: registration.name,
        region: registration.region, industry: registration.industry,
        registeredOn: registration.registeredOn, version: 1, factsVersion: 1, createdAt: now,
        updatedAt: now)
      let sheet = builder.sheet(
        FactSheet(registration.facts), of: enterprise, on: now.legalDate)
      locked[id] = LockedEnterprise(id: id, factsVersion: 1, eventSequence: 0)
      facts.append(factsRecord(sheet, of: enterprise, at: now, by: actor))
      enterprises.append(enterprise)
    }
    do {
      try await EnterpriseRepository.insert(many: enterprises, session)
    } catch {
      guard error.constraint == "enterprise_uscc_unique" else { throw error }
      throw ApplicationError.conflict(
        code: "enterprise_exists", zh: "其中有企业已登记",
        en: "one of the enterprises is registered already")
    }
    try await seal(facts, session)
    var writer = EventWriter(locked: locked, ids: ids, time: now)
    for enterprise in enterprises {
      writer.add(
        .enterpriseCreated, enterprise: enterprise.id, subject: enterprise.id.text,
        data: ["version": 1], traceparent: actor.traceparent)
    }
    try await writer.flush(session)
    return enterprises.map(\.id)
  }

  /// Lays facts over those of many enterprises in one transaction, all or none.
  ///
  /// - Returns: how many enterprises have a new facts version.
  public func mergeFacts(
    _ facts: [(enterprise: EnterpriseID, facts: [Fact])], actor: Actor, dryRun: Bool = false,
    progress: @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws -> Int {
    let sorted = facts.sorted { $0.enterprise < $1.enterprise }
    return try await rollingBack(when: dryRun) { session in
      var changed = 0
      for (index, item) in sorted.enumerated() {
        let now = clock.now()
        let (old, locked) = try await lockForWrite(item.enterprise, by: actor, session)
        let registry = try await catalogs.latest(session)?.registry
        let before = try await factSheet(
          of: item.enterprise, version: old.factsVersion, registry, session)
        let reported = before.merging(FactSheet(item.facts))
        let after = FactSheetBuilder(reference: reference).sheet(
          FactSheetBuilder.keepingDrawn(before, in: reported), of: old, on: now.legalDate)
        var new = old
        var writer = EventWriter(locked: [item.enterprise: locked], ids: ids, time: now)
        try await changeFacts(
          after, from: before, of: &new, at: now, by: actor, writer: &writer, session)
        if new.factsVersion != old.factsVersion {
          changed += 1
          new.updatedAt = max(now, old.updatedAt)
          try await EnterpriseRepository.update(new, session)
          try await writer.flush(session)
        }
        progress(index + 1)
      }
      return changed
    }
  }

  /// Submits many needs in one transaction, all or none.
  ///
  /// - Parameter source: the digest of the file they come from. It is kept with them, and the same
  ///   file again is refused: whoever did not see the first answer must not submit everything twice.
  /// - Throws: `.conflict` `file_imported`.
  public func submit(
    _ needs: [(
      enterprise: EnterpriseID, amount: Fen, tenorMonths: Int, purpose: String, security: [String]?
    )],
    from source: Digest? = nil, actor: Actor, dryRun: Bool = false,
    progress: @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws -> [NeedID] {
    try await rollingBack(when: dryRun) { session in
      if let source { try await takeOnce(source, session) }
      var submitted: [NeedID] = []
      for need in needs.sorted(by: { $0.enterprise < $1.enterprise }) {
        let record = try await insertNeed(
          enterprise: need.enterprise, amountFen: need.amount.value,
          tenorMonths: need.tenorMonths, purpose: need.purpose, security: need.security,
          by: actor, session)
        submitted.append(record.id)
        progress(submitted.count)
      }
      return submitted
    }
  }

  /// Notes a file as imported.
  private func takeOnce(_ source: Digest, _ session: any PostgresSession) async throws {
    let (client, key) = ("system:import", source.text)
    guard
      try await IdempotencyRepository.tryLock(client: client, key: key, session),
      try await IdempotencyRepository.find(client: client, key: key, session) == nil
    else {
      throw ApplicationError.conflict(
        code: "file_imported", zh: "该文件已导入过", en: "this very file was imported before")
    }
    try await IdempotencyRepository.insert(
      client: client, key: key,
      .init(
        fingerprint: source.bytes, status: 200, headers: JSON.object([:]).canonicalBytes,
        body: JSON.null.canonicalBytes), at: clock.now(), session)
  }
}
