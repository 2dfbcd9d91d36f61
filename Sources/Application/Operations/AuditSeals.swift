import Domain
import Logging
import Postgres
import Store

/// What checking the sealed audit trail came to.
public struct AuditVerification: Sendable, Hashable {
  /// One thing that is not as it was sealed.
  public struct Flaw: Sendable, Hashable {
    public enum Kind: String, Sendable {
      /// The entries of a seal, or the seal itself, are not what was digested.
      case changed
      /// An entry that a seal holds is gone.
      case missing
      /// A seal does not follow the one before it.
      case broken
      /// An entry that no seal holds and that waits for none: slipped in, or its seal was taken away.
      case unaccounted
      /// An entry that is held more than once.
      case repeated
      /// A seal known from elsewhere is not there, or is another one.
      case anchor
    }

    public var kind: Kind
    /// The seal, where it is one's.
    public var seal: Int64?
    /// The entry, where it is one's.
    public var entry: AuditID?
  }

  /// At most so many flaws of one kind are told.
  static let flawsMaximum = 100

  public var seals: Int64 = 0
  public var entries: Int64 = 0
  /// Entries that wait for their seal.
  public var unsealed: Int64 = 0
  /// The newest seal, to be kept elsewhere: nobody who holds the database alone can make it again.
  public var head: AuditAnchor?
  public var flaws: [Flaw] = []

  public init() {}

  public var isWhole: Bool { flaws.isEmpty }

  public var json: JSON {
    [
      "whole": .bool(isWhole), "seals": .int(seals), "entries": .int(entries),
      "unsealed": .int(unsealed), "head": head?.json ?? .null,
      "flaws": .array(
        flaws.map { flaw in
          [
            "kind": .string(flaw.kind.rawValue), "seal": flaw.seal.map { .int($0) } ?? .null,
            "entry": .optional(flaw.entry?.text),
          ]
        }),
    ]
  }
}

/// A seal as it is kept outside the database.
public struct AuditAnchor: Sendable, Hashable {
  public var number: Int64
  public var digest: Digest

  public init(number: Int64, digest: Digest) {
    self.number = number
    self.digest = digest
  }

  /// From `12:sha256:…`, as `text` writes it.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let number = Int64(parts[0]), number >= 1,
      parts[1].hasPrefix("sha256:"), let bytes = Hexadecimal.bytes(String(parts[1].dropFirst(7))),
      bytes.count == 32
    else { return nil }
    self.init(number: number, digest: Digest(bytes: bytes))
  }

  public var text: String { "\(number):\(digest.text)" }
  public var json: JSON { ["number": .int(number), "digest": .string(digest.text)] }
}

extension AuditSealRecord {
  /// What the first seal follows.
  static let nothingBefore = Digest(bytes: Array(repeating: 0, count: 32))

  /// A seal of entries after another one.
  init(of entries: [AuditRecord], after last: AuditSealRecord?, at instant: Instant) {
    self.init(
      number: (last?.number ?? 0) + 1, sealedAt: instant, entries: entries.map(\.id),
      previous: last?.digest ?? Self.nothingBefore, digest: Self.nothingBefore)
    digest = digest(of: entries)
  }

  /// SHA-256 of RFC 8785 JSON of the seal's number, time and predecessor and of its entries in full.
  /// Its members are written out here: what the API shows of an entry may grow, this may not.
  func digest(of entries: [AuditRecord]) -> Digest {
    Digest(
      of: [
        "number": .int(number), "sealed_at": .string(sealedAt.text),
        "previous": .string(previous.text),
        "entries": .array(
          entries.map { entry in
            [
              "id": .string(entry.id.text), "at": .string(entry.at.text),
              "actor": .string(entry.actor), "role": .string(entry.role),
              "action": .string(entry.action), "subject": .string(entry.subject),
              "reason": .optional(entry.reason), "data": entry.data,
            ]
          }),
      ])
  }
}

extension Application {
  /// Seals entries of the audit trail that wait for it. One seals at a time; whoever comes meanwhile
  /// does nothing.
  ///
  /// - Parameter limit: entries of one seal.
  /// - Returns: the new seal; nil when nothing waits, or somebody else seals.
  @discardableResult
  public func sealAudit(limit: Int = 1_000) async throws -> AuditAnchor? {
    // Most calls find nothing to do: they write nothing.
    guard try await read({ try await AuditSealRepository.hasUnsealed($0) }) else { return nil }
    let seal: AuditSealRecord? = try await write { session in
      guard try await AuditSealRepository.tryLock(session) else { return nil }
      let entries = try await AuditSealRepository.take(
        limit: max(1, min(limit, AuditSealRepository.entriesMaximum)), session)
      guard !entries.isEmpty else { return nil }
      let seal = AuditSealRecord(
        of: entries, after: try await AuditSealRepository.last(session), at: clock.now())
      try await AuditSealRepository.append(seal, session)
      return seal
    }
    guard let seal else { return nil }
    let anchor = AuditAnchor(number: seal.number, digest: seal.digest)
    // The log is kept elsewhere: what it says of a seal cannot be taken back in the database.
    logger.notice(
      "audit trail sealed",
      metadata: ["seal": "\(anchor.text)", "entries": "\(seal.entries.count)"])
    return anchor
  }

  /// Checks every seal and every entry of the audit trail.
  ///
  /// - Parameters:
  ///   - anchors: seals known from elsewhere, such as from the log.
  ///   - onSeals: told how many seals are checked.
  /// - Throws: `.forbidden` for all but those who oversee the whole country.
  public func verifyAudit(
    against anchors: [AuditAnchor] = [], actor: Actor, onSeals: (Int64) -> Void = { _ in }
  ) async throws -> AuditVerification {
    try requireCountryOverview(actor)
    var result = AuditVerification()
    var last: AuditSealRecord?
    // Two that differ for one number cannot both be right.
    var known = Dictionary(grouping: Set(anchors), by: \.number).mapValues { $0.map(\.digest) }
    while true {
      let number = last?.number ?? 0
      let page = try await read { try await AuditSealRepository.list(after: number, limit: 50, $0) }
      guard !page.isEmpty else { break }
      for seal in page {
        let entries = try await read { try await AuditRepository.find(seal.entries, $0) }
        result.note(seal, entries, after: last)
        if let expected = known.removeValue(forKey: seal.number), expected != [seal.digest] {
          result.add(.anchor, seal: seal.number)
        }
        last = seal
        result.seals += 1
        onSeals(result.seals)
      }
    }
    for number in known.keys.sorted() { result.add(.anchor, seal: number) }
    result.head = last.map { AuditAnchor(number: $0.number, digest: $0.digest) }
    let misplaced = try await read {
      try await AuditSealRepository.misplaced(limit: AuditVerification.flawsMaximum, $0)
    }
    for entry in misplaced.unaccounted { result.add(.unaccounted, entry: entry) }
    for entry in misplaced.repeated { result.add(.repeated, entry: entry) }
    (result.entries, result.unsealed) = try await read { try await AuditSealRepository.counts($0) }
    return result
  }
}

extension AuditVerification {
  fileprivate mutating func note(
    _ seal: AuditSealRecord, _ entries: [AuditRecord], after last: AuditSealRecord?
  ) {
    if seal.number != (last?.number ?? 0) + 1
      || seal.previous != last?.digest ?? AuditSealRecord.nothingBefore
    {
      add(.broken, seal: seal.number)
    }
    let found = Dictionary(
      entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let ordered = seal.entries.compactMap { found[$0] }
    for id in seal.entries where found[id] == nil { add(.missing, seal: seal.number, entry: id) }
    if ordered.count == seal.entries.count, seal.digest(of: ordered) != seal.digest {
      add(.changed, seal: seal.number)
    }
  }

  fileprivate mutating func add(_ kind: Flaw.Kind, seal: Int64? = nil, entry: AuditID? = nil) {
    guard flaws.count(where: { $0.kind == kind }) < Self.flawsMaximum else { return }
    flaws.append(Flaw(kind: kind, seal: seal, entry: entry))
  }
}
