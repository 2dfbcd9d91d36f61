import Domain
import Foundation
import Postgres
import Spreadsheet
import Statistics
import Store

/// Official figures as they were published. Once published nothing of them changes; what was wrong is corrected
/// by a revision beside them, which says why.
extension Application {
  /// Publishes the yearly report of a region, or a revision of it: 201 with `Location`.
  ///
  /// - Parameter body: `{region, year, reason}`; the reason for a revision and only for one.
  /// - Throws: `.forbidden` for an operator of less than the region; `.invalid` with every fault:
  ///   `unknown_region`, `order` (a year that is not over), `required` or `not_for_kind` of the reason.
  public func publishReport(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let code = reader.requiredString("region", maximumLength: 6)
    let year = reader.requiredInteger("year", in: 2000...2200)
    let reason = reader.string("reason", maximumLength: 1_000)
    let region = code.flatMap { RegionCode($0) }.flatMap { reference.regions[$0] }
    if code != nil, region == nil {
      reader.add(
        Fault("/region", "unknown_region", zh: "未知的行政区划代码", en: "this region is not known"))
    }
    if let year, year >= clock.now().legalDate.year {
      reader.add(Fault("/year", "order", zh: "该年度尚未结束", en: "the year is not over"))
    }
    let faults = reader.finish()
    guard faults.isEmpty, let region, let year else { throw ApplicationError.invalid(faults) }
    try requirePublisher(of: region.code, actor)
    return try await answer(idempotency) { session in
      try await ReleaseRepository.lock(session)
      let revision =
        try await ReleaseRepository.revision(
          region: region.code.text, year: Int(year), session) + 1
      try Self.requireReason(reason, for: revision)
      let made = try await report(
        of: region, year: Int(year), revision: revision, reason: reason, session)
      let bytes = made.body.canonicalBytes
      let release = ReleaseRecord(
        id: ids.next(), region: region.code.text, year: Int(year), revision: revision,
        reason: reason, body: bytes, digest: Digest(ofBytes: bytes), publishedAt: clock.now(),
        publishedBy: actor.subject)
      try await ReleaseRepository.insert(release, counts: made.counts, session)
      return StoredAnswer(
        status: 201, headers: ["Location": "/v1/statistics/releases/\(release.id)"],
        body: try ReleaseText.json(release))
    }
  }

  private func requirePublisher(
    of region: RegionCode, _ actor: Actor
  ) throws(ApplicationError) {
    switch actor.role {
    case .service: return
    case .operator where region.text.hasPrefix(AccessRules.regionPrefix(of: actor)): return
    case .operator:
      throw .forbidden(zh: "由负责该地区的运营机构发布", en: "for who oversees the region")
    case .auditor, .enterprise, .liaison, .liaisonManager:
      throw .forbidden(zh: "仅限运营角色", en: "for operators only")
    }
  }

  private static func requireReason(
    _ reason: String?, for revision: Int
  ) throws(ApplicationError) {
    if revision > 1, reason == nil {
      throw .invalid([ObjectReader.requiredFault("/reason")])
    }
    if revision == 1, reason != nil {
      throw .invalid([
        Fault(
          "/reason", "not_for_kind", zh: "首次发布无须说明原因", en: "of a first release there is none")
      ])
    }
  }

  /// Releases, newest first, without their tables. For everybody.
  public func releases(
    region: String?, year: Int?, page: PageRequest
  ) async throws -> Page<JSON> {
    let found = try await read {
      try await ReleaseRepository.list(
        regionPrefix: region.map(AccessRules.stripped), year: year, after: page.after,
        limit: page.limit + 1, $0)
    }
    let cut = Page(found, limit: page.limit, id: \.id.uuid)
    return Page(items: cut.items.map(ReleaseText.head), next: cut.next)
  }

  /// A release with its tables, in codes and values and as a page for print. For everybody.
  ///
  /// - Throws: `.notFound`.
  public func release(_ id: ReleaseID) async throws -> ReleaseView {
    let record = try await releaseRecord(id)
    return ReleaseView(json: try ReleaseText.json(record)) {
      ReleaseDocument(try ReleaseText.report(record)).page(digest: record.digest.text)
    }
  }

  /// One table of a release as a CSV file, or `total`.
  ///
  /// - Throws: `.notFound`.
  public func releaseFile(_ id: ReleaseID, table: String) async throws -> [UInt8] {
    let document = ReleaseDocument(try ReleaseText.report(try await releaseRecord(id)))
    guard let bytes = document.csv(table: table) else {
      throw ApplicationError.notFound(what: "table")
    }
    return bytes
  }

  /// All tables of a release as an XLSX file, the same bytes every time.
  ///
  /// - Throws: `.notFound`; `SpreadsheetError` when no file can be written.
  public func releaseWorkbook(_ id: ReleaseID) async throws -> [UInt8] {
    let record = try await releaseRecord(id)
    return try await ReleaseDocument(try ReleaseText.report(record))
      .workbook(publishedAt: record.publishedAt).written()
  }

  private func releaseRecord(_ id: ReleaseID) async throws -> ReleaseRecord {
    guard let found = try await read({ try await ReleaseRepository.find(id, $0) }) else {
      throw ApplicationError.notFound(what: "release")
    }
    return found
  }
}

/// A release in codes and values, and as a page when somebody wants to print it.
public struct ReleaseView: Sendable {
  public var json: JSON
  /// The page, in Chinese with English beside it.
  public var page: @Sendable () throws -> PrintedPage

  public init(json: JSON, page: @escaping @Sendable () throws -> PrintedPage) {
    self.json = json
    self.page = page
  }
}

/// How a release looks.
enum ReleaseText {
  /// Without its tables.
  static func head(_ release: ReleaseRecord) -> JSON { .object(members(release)) }

  static func json(_ release: ReleaseRecord) throws -> JSON {
    var members = members(release)
    members["report"] = try report(release)
    return .object(members)
  }

  static func report(_ release: ReleaseRecord) throws -> JSON {
    try JSONParser.parse(release.body)
  }

  private static func members(_ release: ReleaseRecord) -> [String: JSON] {
    [
      "id": .string(release.id.text), "region": .string(release.region),
      "year": .int(Int64(release.year)), "revision": .int(Int64(release.revision)),
      "reason": .optional(release.reason), "digest": .string(release.digest.text),
      "published_at": .string(release.publishedAt.text),
    ]
  }
}
