import Domain
import Postgres
import Sealing
import Store

/// What became of the keys of enterprises.
public struct KeyReport: Sendable, Equatable {
  /// Enterprises looked at, and those whose key, or what it seals, is another one now.
  public var examined = 0
  public var changed = 0

  public init(examined: Int = 0, changed: Int = 0) {
    self.examined = examined
    self.changed = changed
  }

  public var json: JSON {
    ["examined": .int(Int64(examined)), "changed": .int(Int64(changed))]
  }
}

extension Application {
  /// Enterprises in one transaction of those that go through all of them.
  private static let keyPage = 500

  /// How many enterprises' keys are wrapped under which master key, with those this process has; the
  /// one that wraps first.
  public func masterKeyUse() async throws -> [(name: String, isHere: Bool, enterprises: Int64)] {
    let counts = try await read { try await DataKeyRepository.counts($0) }
    let known = masterKeys.names.map { name in
      (name, true, counts.first { $0.master == name }?.keys ?? 0)
    }
    return known
      + counts.filter { !masterKeys.names.contains($0.master) }.map { ($0.master, false, $0.keys) }
  }

  /// Whether the newest sealed enterprise can be opened: whoever comes with other master keys than
  /// those before is to find out before anything is sealed under them.
  ///
  /// - Throws: `SealingError`.
  public func checkMasterKeys() async throws {
    guard let newest = try await read({ try await DataKeyRepository.newest($0) }) else { return }
    _ = try masterKeys.unwrap(newest.key[...], of: newest.enterprise)
  }

  /// Wraps every key under the first master key; the others can be taken away after.
  ///
  /// - Parameter progress: told how many enterprises were looked at.
  public func rewrapKeys(
    progress: @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws -> KeyReport {
    var report = KeyReport()
    var after: EnterpriseID?
    while true {
      let page = try await read { [after] in
        try await DataKeyRepository.page(after: after, limit: Self.keyPage, $0)
      }
      guard let last = page.last else { break }
      report.changed += try await writeQuietly { session in
        let locked = try await EnterpriseRepository.lock(page, session)
        var changed: [(enterprise: EnterpriseID, key: [UInt8])] = []
        for (id, key) in try await DataKeyRepository.find(locked.keys.sorted(), session) {
          if let new = try masterKeys.rewrap(key[...], of: id) { changed.append((id, new)) }
        }
        try await DataKeyRepository.store(changed.sorted { $0.enterprise < $1.enterprise }, session)
        return changed.count
      }
      report.examined += page.count
      progress(report.examined)
      after = last
    }
    if report.changed > 0 { try await noteKeys("keys.rewrapped", report) }
    return report
  }

  /// Gives an enterprise a new key and seals everything of it anew: as after a key has leaked.
  ///
  /// - Throws: `.notFound`; `SealingError`.
  public func rotateKey(of enterprise: EnterpriseID, actor: Actor) async throws {
    try await writeQuietly { session in
      guard try await EnterpriseRepository.lock([enterprise], session)[enterprise] != nil else {
        throw ApplicationError.notFound(what: "enterprise")
      }
      guard let wrapped = try await DataKeyRepository.find([enterprise], session)[enterprise]
      else { return }
      try await reseal(enterprise, from: wrapped, session)
      try await audit(
        "key.rotated", subject: enterprise.text, reason: nil, data: [:], by: actor,
        at: clock.now(), session)
    }
  }

  /// Seals facts and contacts that an earlier release stored as they were.
  ///
  /// - Parameter limit: versions of facts in one transaction, about.
  /// - Returns: how many enterprises were sealed; 0 when nothing is left.
  public func sealStored(limit: Int) async throws -> Int {
    let plain = try await read { try await DataKeyRepository.unsealed(limit: limit, $0) }
    guard !plain.isEmpty else { return 0 }
    return try await writeQuietly { session in
      let locked = try await EnterpriseRepository.lock(plain.sorted(), session)
      let wrapped = try await DataKeyRepository.find(locked.keys.sorted(), session)
      for enterprise in locked.keys.sorted() {
        try await reseal(enterprise, from: wrapped[enterprise], keeping: true, session)
      }
      return locked.count
    }
  }

  /// Seals everything of a locked enterprise with its key, or with a new one.
  ///
  /// - Parameters:
  ///   - wrapped: its key until now; nil when nothing is sealed.
  ///   - keeping: whether that key stays where there is one.
  private func reseal(
    _ enterprise: EnterpriseID, from wrapped: [UInt8]?, keeping: Bool = false,
    _ session: any PostgresSession
  ) async throws {
    let new: (key: DataKey, wrapped: [UInt8]) =
      if keeping, let wrapped {
        (try masterKeys.unwrap(wrapped[...], of: enterprise), wrapped)
      } else {
        masterKeys.makeDataKey(of: enterprise)
      }
    var bodies: [(version: Int, body: [UInt8])] = []
    for (version, body) in try await DataKeyRepository.bodies(of: enterprise, session)
    where !body.isEmpty {
      let plain = try masterKeys.open(
        SealedFacts(
          enterprise: enterprise, version: version, body: body[...], key: wrapped.map { $0[...] }))
      bodies.append((version, new.key.seal(facts: plain, version: version)))
    }
    var contacts: [(review: ReviewID, body: [UInt8])] = []
    for (review, body) in try await DataKeyRepository.contacts(of: enterprise, session) {
      let plain = try masterKeys.open(
        SealedText(enterprise: enterprise, subject: review.uuid, body: body, key: wrapped))
      contacts.append((review, new.key.seal(text: plain, of: review.uuid)))
    }
    if new.wrapped != wrapped {
      try await DataKeyRepository.store([(enterprise, new.wrapped)], session)
      // A kept answer under the old key would be told as erased.
      try await IdempotencyRepository.forget(telling: enterprise, session)
    }
    try await DataKeyRepository.replace(bodies, of: enterprise, session)
    try await DataKeyRepository.replace(contacts: contacts, session)
  }

  private func noteKeys(_ action: String, _ report: KeyReport) async throws {
    try await writeQuietly { session in
      try await audit(
        action, subject: "keys", reason: nil, data: report.json, by: .system("keys"),
        at: clock.now(), session)
    }
  }
}
