import Domain
import Foundation
import Postgres

/// The directory of institutions. An entry is never removed, only unlisted.
public enum DirectoryRepository {
  private static let columns: Statement = """
    SELECT id, code, kind, name_zh, name_en, regions, seat, services, office_phone, office_address,
      web_site, business_email, intro_zh, intro_en, source_document, source_clause, source_url,
      source_tag, observed_on, status, unlisted_reason, version, created_at, created_by, updated_at,
      updated_by FROM directory_entry
    """

  private static func word<Word: RawRepresentable>(
    _ text: String, _: Word.Type = Word.self
  ) throws(PostgresError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text) else {
      throw PostgresError(kind: .decoding, reason: "\(Word.self) \(text)")
    }
    return word
  }

  private static func record(_ row: Row) throws(PostgresError) -> DirectoryRecord {
    var services: [DirectoryService] = []
    for text in try row.decode(7, as: [String].self) { services.append(try word(text)) }
    let source = DirectorySource(
      document: try row.text(14), clause: try row.optionalText(15),
      url: try row.optionalText(16), tag: try row.text(17),
      observedOn: row.isNull(18) ? nil : try row.day(18))
    let details = DirectoryDetails(
      kind: try word(try row.text(2)), nameChinese: try row.text(3),
      nameEnglish: try row.optionalText(4), regions: try row.decode(5, as: [String].self),
      seat: try row.optionalText(6), services: services, phone: try row.optionalText(8),
      address: try row.optionalText(9), webSite: try row.optionalText(10),
      email: try row.optionalText(11), introChinese: try row.optionalText(12),
      introEnglish: try row.optionalText(13), source: source)
    return DirectoryRecord(
      id: InstitutionID(try row.uuid(0)), code: try row.text(1), details: details,
      status: try word(try row.text(19)), unlistedReason: try row.optionalText(20),
      version: Int(try row.int32(21)), createdAt: try row.instant(22),
      createdBy: try row.text(23), updatedAt: try row.instant(24), updatedBy: try row.text(25))
  }

  // MARK: Reading

  /// - Parameter locking: keeps others from changing it until the transaction ends.
  public static func find(
    code: String, locking: Bool = false, _ session: any PostgresSession
  ) async throws(PostgresError) -> DirectoryRecord? {
    var statement = columns + " WHERE code = \(code)"
    if locking { statement = statement + " FOR NO KEY UPDATE" }
    guard let row = try await session.query(statement).first else { return nil }
    return try record(row)
  }

  /// Those of many codes that there are, by code, locked in the order of their codes.
  public static func lock(
    codes: [String], _ session: any PostgresSession
  ) async throws(PostgresError) -> [String: DirectoryRecord] {
    let rows = try await session.query(
      columns + " WHERE code = ANY(\(codes)) ORDER BY code FOR NO KEY UPDATE")
    var found: [String: DirectoryRecord] = [:]
    for row in rows {
      let entry = try record(row)
      found[entry.code] = entry
    }
    return found
  }

  /// Those of many codes that there are not, as given.
  public static func missing(
    codes: [String], _ session: any PostgresSession
  ) async throws(PostgresError) -> Set<String> {
    let rows = try await session.query(
      "SELECT code FROM directory_entry WHERE code = ANY(\(codes))")
    var missing = Set(codes)
    for row in rows { missing.remove(try row.text(0)) }
    return missing
  }

  /// The codes of all entries that are not shown.
  public static func unlistedCodes(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Set<String> {
    var codes: Set<String> = []
    for row in try await session.query(
      "SELECT code FROM directory_entry WHERE status = 'unlisted'")
    { codes.insert(try row.text(0)) }
    return codes
  }

  /// In the order of codes, from the one after `after` on.
  public static func list(
    _ filter: DirectoryFilter, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [DirectoryRecord] {
    var statement = columns + " WHERE status = \(filter.status.rawValue)"
    if !filter.words.isEmpty {
      statement =
        statement + " AND search_grams @> \(DirectorySearch.wantedGrams(filter.words))"
      for word in filter.words { statement = statement + " AND strpos(search_text, \(word)) > 0" }
    }
    if let region = filter.region {
      statement = statement + " AND search_areas && \(DirectorySearch.wantedAreas(region))"
    }
    if let kind = filter.kind { statement = statement + " AND kind = \(kind.rawValue)" }
    if let service = filter.service {
      statement = statement + " AND services @> \([service.rawValue])"
    }
    if let after {
      statement = statement + " AND code > (SELECT code FROM directory_entry WHERE id = \(after))"
    }
    let rows = try await session.query(statement + " ORDER BY code LIMIT \(limit)")
    return try rows.map { row throws(PostgresError) in try record(row) }
  }

  // MARK: Writing

  /// Writes new entries in one round trip.
  ///
  /// - Throws: a unique violation of `directory_entry_code_unique` for a code there is.
  public static func insert(
    _ entries: [DirectoryRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !entries.isEmpty else { return }
    _ = try await session.pipeline(entries.map(inserting))
  }

  /// Writes entries whose code is new and leaves the others as they are.
  public static func insertMissing(
    _ entries: [DirectoryRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !entries.isEmpty else { return }
    _ = try await session.pipeline(
      entries.map { inserting($0) + " ON CONFLICT (code) DO NOTHING" })
  }

  private static func inserting(_ entry: DirectoryRecord) -> Statement {
    let details = entry.details
    let text = DirectorySearch.text(entry.code, details)
    return """
      INSERT INTO directory_entry (id, code, kind, name_zh, name_en, regions, seat, services,
        office_phone, office_address, web_site, business_email, intro_zh, intro_en,
        source_document, source_clause, source_url, source_tag, observed_on, status,
        unlisted_reason, version, created_at, created_by, updated_at, updated_by, search_text,
        search_grams, search_areas)
      VALUES (\(entry.id.uuid), \(entry.code), \(details.kind.rawValue), \(details.nameChinese),
        \(details.nameEnglish as String?), \(details.regions), \(details.seat as String?),
        \(details.services.map(\.rawValue)), \(details.phone as String?),
        \(details.address as String?), \(details.webSite as String?), \(details.email as String?),
        \(details.introChinese as String?), \(details.introEnglish as String?),
        \(details.source.document), \(details.source.clause as String?),
        \(details.source.url as String?), \(details.source.tag),
        \(details.source.observedOn?.bound as PostgresDate?), \(entry.status.rawValue),
        \(entry.unlistedReason as String?), \(entry.version), \(entry.createdAt.bound),
        \(entry.createdBy), \(entry.updatedAt.bound), \(entry.updatedBy), \(text),
        \(DirectorySearch.grams(DirectorySearch.words(text))),
        \(DirectorySearch.areas(details.regions)))
      """
  }

  /// Writes changed entries, found by their ids, in one round trip.
  public static func update(
    _ entries: [DirectoryRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !entries.isEmpty else { return }
    _ = try await session.pipeline(entries.map(updating))
  }

  private static func updating(_ entry: DirectoryRecord) -> Statement {
    let details = entry.details
    let text = DirectorySearch.text(entry.code, details)
    return """
      UPDATE directory_entry SET kind = \(details.kind.rawValue), name_zh = \(details.nameChinese),
        name_en = \(details.nameEnglish as String?), regions = \(details.regions),
        seat = \(details.seat as String?), services = \(details.services.map(\.rawValue)),
        office_phone = \(details.phone as String?), office_address = \(details.address as String?),
        web_site = \(details.webSite as String?), business_email = \(details.email as String?),
        intro_zh = \(details.introChinese as String?), intro_en = \(details.introEnglish as String?),
        source_document = \(details.source.document),
        source_clause = \(details.source.clause as String?),
        source_url = \(details.source.url as String?), source_tag = \(details.source.tag),
        observed_on = \(details.source.observedOn?.bound as PostgresDate?),
        status = \(entry.status.rawValue), unlisted_reason = \(entry.unlistedReason as String?),
        version = \(entry.version), updated_at = \(entry.updatedAt.bound),
        updated_by = \(entry.updatedBy), search_text = \(text),
        search_grams = \(DirectorySearch.grams(DirectorySearch.words(text))),
        search_areas = \(DirectorySearch.areas(details.regions))
      WHERE id = \(entry.id.uuid)
      """
  }
}
