import Catalog
import Domain
import Ingest
import Postgres
import Store

extension Application {
  /// Entries written in one round trip.
  private static let directoryChunk = 200

  /// Imports a file of the directory: an entry that is not there is created, one that differs is
  /// changed, one that is the same is left alone. All good rows are stored in one transaction.
  ///
  /// - Throws: `.forbidden` for anyone but operators of the whole country and this service; `.conflict`
  ///   `entry_exists` when somebody else has just created one of them.
  func importDirectory(
    bytes: [UInt8], mode: ImportMode, actor: Actor,
    progress: @escaping @Sendable (_ step: String, _ done: Int, _ total: Int) -> Void
  ) async throws -> CSVImportOutcome {
    try requireControl(actor)
    // A file that cannot be read is reported by the importer itself.
    let document = try? CSVDocument.read(bytes: bytes)
    let header = Set(document?.header ?? [])
    let unlisted = try await read { try await DirectoryRepository.unlistedCodes($0) }
    let decoder = DirectoryRow.decoder(
      regions: reference.regions, today: clock.now().legalDate, header: header, unlisted: unlisted)
    let result = Importer(decoder, mode: mode).run(bytes: bytes) { progress("check", $0, $1) }
    if result.report.takesRows {
      let rows = result.rows.map(\.row).sorted {
        $0.code.utf8.lexicographicallyPrecedes($1.code.utf8)
      }
      let reason = "import \(Digest(ofBytes: bytes).text)"
      try await write { session in
        var done = 0
        for start in stride(from: 0, to: rows.count, by: Self.directoryChunk) {
          let part = Array(rows[start..<min(start + Self.directoryChunk, rows.count)])
          try await store(part, reason: reason, by: actor, session)
          done += part.count
          progress("store", done, rows.count)
        }
      }
    }
    return CSVImportOutcome(report: result.report, quarantine: result.quarantine)
  }

  private func store(
    _ rows: [DirectoryRow], reason: String, by actor: Actor, _ session: any PostgresSession
  ) async throws {
    let now = clock.now()
    let known = try await DirectoryRepository.lock(codes: rows.map(\.code), session)
    var created: [DirectoryRecord] = []
    var changed: [DirectoryRecord] = []
    var acts: [AuditRecord] = []
    func note(_ action: String, _ entry: DirectoryRecord, _ data: JSON) {
      acts.append(
        AuditRecord(
          id: ids.next(), at: now, actor: actor.subject, role: actor.role.rawValue,
          action: action, subject: "directory/\(entry.code)", reason: reason, data: data))
    }
    for row in rows {
      if let old = known[row.code] {
        let new = old.with(row.change.applied(to: old.details), by: actor, at: now)
        guard new.version != old.version else { continue }
        changed.append(new)
        note("directory.amend", new, old.changeData(to: new))
      } else if let details = row.change.details {
        let entry = DirectoryRecord(
          id: ids.next(), code: row.code, details: details, createdAt: now,
          createdBy: actor.subject, updatedAt: now, updatedBy: actor.subject)
        created.append(entry)
        note("directory.create", entry, ["version": 1])
      }
    }
    do {
      try await DirectoryRepository.insert(created, session)
    } catch {
      guard error.constraint == "directory_entry_code_unique" else { throw error }
      throw Self.entryExists
    }
    try await DirectoryRepository.update(changed, session)
    try await AuditRepository.append(acts, session)
  }

  /// Enters the institutions of a catalog that the directory does not have; the others are left as
  /// they are, edited or not.
  func enterInstitutions(
    of catalog: Catalog, version: Int, by actor: Actor, _ session: any PostgresSession
  ) async throws {
    let missing = try await DirectoryRepository.missing(
      codes: catalog.institutions.map(\.code), session)
    let fresh = catalog.institutions.filter { missing.contains($0.code) }
    guard !fresh.isEmpty else { return }
    let now = clock.now()
    var observed: [String: LegalDate] = [:]
    for product in catalog.products where product.source.observedOn <= now.legalDate {
      let day = product.source.observedOn
      observed[product.institution] = max(day, observed[product.institution] ?? day)
    }
    let entries = fresh.map { institution in
      DirectoryRecord(
        id: ids.next(), code: institution.code,
        details: DirectoryDetails(
          institution, in: reference.regions, catalogVersion: version,
          observedOn: observed[institution.code]),
        createdAt: now, createdBy: actor.subject, updatedAt: now, updatedBy: actor.subject)
    }
    for start in stride(from: 0, to: entries.count, by: Self.directoryChunk) {
      try await DirectoryRepository.insertMissing(
        Array(entries[start..<min(start + Self.directoryChunk, entries.count)]), session)
    }
  }
}

extension DirectoryDetails {
  /// What a catalog says of an institution.
  ///
  /// - Parameters:
  ///   - catalogVersion: cited where the institution names no source of its own.
  ///   - observedOn: when one of its products was last seen in a source.
  fileprivate init(
    _ institution: Institution, in table: RegionTable, catalogVersion: Int,
    observedOn: LegalDate?
  ) {
    let kind = DirectoryKind(rawValue: institution.kind.rawValue) ?? .other
    let maximum = DirectoryText.maximumDocument
    func cleaned(_ text: String?, _ maximum: Int) -> String? {
      let cleaned = DirectoryText.cleaned(text ?? "", maximum: maximum, else: "")
      return cleaned.isEmpty ? nil : cleaned
    }
    let source = institution.source
    let ownSource = "产品目录第 \(catalogVersion) 版"
    self.init(
      kind: kind,
      nameChinese: cleaned(institution.name.zh, DirectoryText.maximumName) ?? institution.code,
      nameEnglish: cleaned(institution.name.en, DirectoryText.maximumName),
      regions: institution.region.map { [Self.known($0, in: table).text] } ?? [],
      services: kind.ownServices,
      source: DirectorySource(
        document: cleaned(source?.document, maximum) ?? ownSource,
        clause: cleaned(source?.clause, maximum),
        url: cleaned(source?.url, DirectoryText.maximumURL),
        tag: (source?.tag ?? .uncertain).rawValue, observedOn: observedOn))
  }

  /// The region, or the smallest known one around it where the product knows the province.
  private static func known(_ region: RegionCode, in table: RegionTable) -> RegionCode {
    guard table[region.province] != nil, table[region] == nil else { return region }
    return region.prefecture.flatMap { table[$0]?.code } ?? region.province
  }
}
