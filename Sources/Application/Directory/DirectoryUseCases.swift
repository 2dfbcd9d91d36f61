import Domain
import Postgres
import Store

extension Application {
  /// Enters an institution into the directory: 201 with `Location` and `ETag`; a dry run is 200 and
  /// stores nothing.
  ///
  /// - Parameter body: the entry, and `dry_run`.
  /// - Throws: `.forbidden` for anyone but operators of the whole country and this service;
  ///   `.invalid`; `.conflict` `entry_exists`.
  public func createDirectoryEntry(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireControl(actor)
    let input = try NewDirectoryEntry(
      body, regions: reference.regions, today: clock.now().legalDate)
    return try await answer(idempotency) { session in
      let now = clock.now()
      guard try await DirectoryRepository.find(code: input.code, session) == nil else {
        throw Self.entryExists
      }
      let entry = DirectoryRecord(
        id: ids.next(), code: input.code, details: input.details, createdAt: now,
        createdBy: actor.subject, updatedAt: now, updatedBy: actor.subject)
      let view = DirectoryView.json(entry)
      guard !input.isDryRun else { return StoredAnswer(status: 200, body: view) }
      do {
        try await DirectoryRepository.insert([entry], session)
      } catch let error as PostgresError
        where error.constraint == "directory_entry_code_unique"
      {
        throw Self.entryExists
      }
      try await audit(
        "directory.create", subject: "directory/\(entry.code)", reason: nil,
        data: ["version": 1], by: actor, at: now, session)
      return StoredAnswer(
        status: 201,
        headers: ["Location": "/v1/directory/\(entry.code)", "ETag": Tag.text(entry.version)],
        body: view)
    }
  }

  static var entryExists: ApplicationError {
    .conflict(
      code: "entry_exists", zh: "该机构代码已在名录中", en: "an entry with this code is there already")
  }

  /// Changes an entry: 200 with `ETag`. What is not given stays; null takes back what may be absent.
  ///
  /// - Parameter body: members of the entry, and `dry_run`.
  /// - Throws: `.forbidden` for anyone but those who may create and the liaison managers of the very
  ///   institution, who may change contacts and introduction alone; `.notFound`, `.invalid`,
  ///   `.staleVersion`.
  public func amendDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let isOwn = Self.isOwn(code, of: actor)
    if !isOwn { try requireControl(actor) }
    var reader = ObjectReader(body)
    let change = DirectoryChange(
      &reader, isNew: false, regions: reference.regions, today: clock.now().legalDate)
    let isDryRun = reader.boolean("dry_run") ?? false
    let faults = reader.finish()
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency) { session in
      let old = try await lockEntry(code, expectedVersion: expectedVersion, session)
      let details = change.applied(to: old.details)
      guard !isOwn || details.hasOnlyContactsChanged(from: old.details) else {
        throw ApplicationError.forbidden(
          zh: "机构仅可维护联系方式与简介", en: "an institution keeps its contacts and introduction only")
      }
      return try await store(
        details, of: old, isDryRun: isDryRun, by: actor, session)
    }
  }

  private func store(
    _ details: DirectoryDetails, of old: DirectoryRecord, isDryRun: Bool, by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> StoredAnswer {
    let now = clock.now()
    let new = old.with(details, by: actor, at: now)
    let isChange = new.version != old.version
    if isChange, !isDryRun {
      try await DirectoryRepository.update([new], session)
      try await audit(
        "directory.amend", subject: "directory/\(old.code)", reason: nil,
        data: old.changeData(to: new), by: actor, at: now, session)
    }
    return StoredAnswer(
      status: 200, headers: ["ETag": Tag.text(isDryRun ? old.version : new.version)],
      body: DirectoryView.json(new))
  }

  /// Takes an entry out of what everybody sees, with a reason: 200 with `ETag`. `relist` undoes it.
  /// Its products are decided as before.
  ///
  /// - Parameter body: `{reason, dry_run}`.
  /// - Throws: `.forbidden`, `.notFound`, `.invalid`, `.staleVersion`, `.conflict` `entry_status` when
  ///   it is unlisted already.
  public func unlistDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await setStatus(
      .unlisted, of: code, expectedVersion: expectedVersion, body, actor: actor,
      idempotency: idempotency)
  }

  /// Shows an entry to everybody again, with a reason: 200 with `ETag`.
  ///
  /// - Throws: as `unlistDirectoryEntry`.
  public func relistDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await setStatus(
      .listed, of: code, expectedVersion: expectedVersion, body, actor: actor,
      idempotency: idempotency)
  }

  private func setStatus(
    _ status: DirectoryStatus, of code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try requireControl(actor)
    var reader = ObjectReader(body)
    let reason = reader.requiredString("reason", maximumLength: 500)
    let isDryRun = reader.boolean("dry_run") ?? false
    let faults = reader.finish()
    guard faults.isEmpty, let reason else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency) { session in
      let old = try await lockEntry(code, expectedVersion: expectedVersion, session)
      guard old.status != status else {
        throw ApplicationError.conflict(
          code: "entry_status", zh: status == .listed ? "该机构正在展示" : "该机构已下架",
          en: "the entry is \(status.rawValue) already")
      }
      let now = clock.now()
      var new = old
      new.status = status
      new.unlistedReason = status == .unlisted ? reason : nil
      new.version += 1
      new.updatedAt = max(now, old.updatedAt)
      new.updatedBy = actor.subject
      if !isDryRun {
        try await DirectoryRepository.update([new], session)
        try await audit(
          status == .unlisted ? "directory.unlist" : "directory.relist",
          subject: "directory/\(code)", reason: reason,
          data: ["version": .int(Int64(new.version))], by: actor, at: now, session)
      }
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(isDryRun ? old.version : new.version)],
        body: DirectoryView.json(new))
    }
  }

  private func lockEntry(
    _ code: String, expectedVersion: Int, _ session: any PostgresSession
  ) async throws -> DirectoryRecord {
    guard let found = try await DirectoryRepository.find(code: code, locking: true, session) else {
      throw ApplicationError.notFound(what: "directory entry")
    }
    guard found.version == expectedVersion else {
      throw ApplicationError.staleVersion(current: found.version)
    }
    return found
  }

  /// Whether the entry is the institution a liaison manager speaks for.
  static func isOwn(_ code: String, of actor: Actor) -> Bool {
    actor.role == .liaisonManager && actor.organisation == code
  }
}

/// The checked body of `POST /v1/directory`.
private struct NewDirectoryEntry {
  var code: String
  var details: DirectoryDetails
  var isDryRun: Bool

  init(_ json: JSON, regions: RegionTable, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    var code = body.requiredString("code", maximumLength: 64)
    if let text = code {
      do throws(Fault) {
        code = try DirectoryText.code(text)
      } catch {
        body.add(error.under(body.path("code")))
      }
    }
    let change = DirectoryChange(&body, isNew: true, regions: regions, today: today)
    isDryRun = body.boolean("dry_run") ?? false
    let faults = body.finish()
    guard faults.isEmpty, let code, let details = change.details else { throw .invalid(faults) }
    self.code = code
    self.details = details
  }
}

extension DirectoryRecord {
  /// The entry with other details as its next version; the same where nothing differs.
  func with(_ details: DirectoryDetails, by actor: Actor, at instant: Instant) -> DirectoryRecord {
    guard details != self.details else { return self }
    var new = self
    new.details = details
    new.version += 1
    new.updatedAt = max(instant, updatedAt)
    new.updatedBy = actor.subject
    return new
  }

  /// The new version and the names of what changed, for the audit trail.
  func changeData(to new: DirectoryRecord) -> JSON {
    let cells = zip(
      DirectoryColumns.names, zip(DirectoryColumns.cells(self), DirectoryColumns.cells(new)))
    let changed = cells.filter { $0.1.0 != $0.1.1 }.map { JSON.string($0.0) }
    return ["version": .int(Int64(new.version)), "changed": .array(changed)]
  }
}

extension DirectoryDetails {
  fileprivate func hasOnlyContactsChanged(from old: DirectoryDetails) -> Bool {
    var same = self
    same.phone = old.phone
    same.address = old.address
    same.webSite = old.webSite
    same.email = old.email
    same.introChinese = old.introChinese
    same.introEnglish = old.introEnglish
    return same == old
  }
}
