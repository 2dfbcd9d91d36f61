import Domain
import Foundation
import Logging
import Postgres
import Sealing
import Store

/// What became of the keys of enterprises.
public struct KeyReport: Sendable, Equatable {
  /// Enterprises looked at, and those whose key, or what it seals, is another one now.
  public var examined = 0
  public var changed = 0
  /// Those whose key does not open here: under a master key that is missing, or damaged.
  public var unreadable = 0

  public init() {}

  public var json: JSON {
    [
      "examined": .int(Int64(examined)), "changed": .int(Int64(changed)),
      "unreadable": .int(Int64(unreadable)),
    ]
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

  /// Wraps every key under the first master key; the others can be taken away after, unless some key
  /// did not open. One that does not is named in the log and holds up no other.
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
      let (changed, unreadable) = try await writeQuietly { session in
        let locked = try await EnterpriseRepository.lock(page, session)
        var changed: [(enterprise: EnterpriseID, key: [UInt8])] = []
        var unreadable = 0
        for (id, key) in try await DataKeyRepository.find(locked.keys.sorted(), session) {
          do {
            if let new = try masterKeys.rewrap(key[...], of: id) { changed.append((id, new)) }
          } catch {
            logger.error(
              "a key does not open", metadata: ["enterprise_id": "\(id)", "error": "\(error)"])
            unreadable += 1
          }
        }
        try await DataKeyRepository.store(changed.sorted { $0.enterprise < $1.enterprise }, session)
        return (changed.count, unreadable)
      }
      report.examined += page.count
      report.changed += changed
      report.unreadable += unreadable
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
  /// - Parameter limit: versions of facts in one call, about; each enterprise is a transaction, and one
  ///   that cannot be sealed is left out.
  /// - Returns: how many enterprises were sealed; 0 when nothing is left.
  public func sealStored(limit: Int) async throws -> Int {
    let plain = try await read { try await DataKeyRepository.unsealed(limit: limit, $0) }
    var sealed = 0
    for enterprise in plain {
      sealed += try await leavingOut(0, "sealing of \(enterprise)") {
        try await writeQuietly { session in
          // Read under the lock: it may have been erased meanwhile, and gets no key any more.
          guard
            let (owner, _, further: _) = try await EnterpriseRepository.lockAndFind(
              enterprise, session), owner.erasedAt == nil
          else { return 0 }
          let wrapped = try await DataKeyRepository.find([enterprise], session)[enterprise]
          try await reseal(enterprise, from: wrapped, keeping: true, session)
          return 1
        }
      }
    }
    return sealed
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
    var figures: [(subject: UUID, body: [UInt8])] = []
    for (subject, body) in try await ReportRepository.sealed(of: enterprise, session) {
      let plain = try masterKeys.open(
        SealedText(enterprise: enterprise, subject: subject, body: body, key: wrapped))
      figures.append((subject, new.key.seal(text: plain, of: subject)))
    }
    if new.wrapped != wrapped {
      try await DataKeyRepository.store([(enterprise, new.wrapped)], session)
      for (client, key, answer) in try await IdempotencyRepository.telling(enterprise, session) {
        let request = Digest(bytes: answer.fingerprint)
        let plain = try masterKeys.open(
          answer: answer.body, to: request, of: enterprise, key: wrapped)
        try await IdempotencyRepository.replace(
          client: client, key: key, body: new.key.seal(answer: plain, to: request), session)
      }
    }
    try await DataKeyRepository.replace(bodies, of: enterprise, session)
    try await DataKeyRepository.replace(contacts: contacts, session)
    try await ReportRepository.replace(figures, session)
  }

  private func noteKeys(_ action: String, _ report: KeyReport) async throws {
    try await writeQuietly { session in
      try await audit(
        action, subject: "keys", reason: nil, data: report.json, by: .system("keys"),
        at: clock.now(), session)
    }
  }
}
