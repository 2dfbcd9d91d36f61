import Catalog
import Domain
import Ingest
import Postgres
import Store

/// What is asked of the directory; nil asks nothing.
public struct DirectoryQuery: Sendable, Hashable {
  /// Words that must all stand in code, names, address or introduction.
  public var text: String?
  /// 2, 4 or 6 digits of GB/T 2260: entries that serve it, a part of it, or the whole country.
  public var region: String?
  public var kind: DirectoryKind?
  public var service: DirectoryService?
  public var status: DirectoryStatus

  public init(
    text: String? = nil, region: String? = nil, kind: DirectoryKind? = nil,
    service: DirectoryService? = nil, status: DirectoryStatus = .listed
  ) {
    self.text = text
    self.region = region
    self.kind = kind
    self.service = service
    self.status = status
  }
}

extension Application {
  /// Longest text searched by, in characters.
  public static let searchTextMaximum = 100
  /// Products shown beside an entry, at most.
  public static let entryProductsMaximum = 100
  /// Entries read from the database at a time for a file.
  private static let exportChunk = 500

  /// Entries in the order of their codes.
  ///
  /// - Throws: `.invalid` for a text without a letter or digit; `.forbidden` for unlisted entries,
  ///   which only those who oversee the whole country see.
  public func directory(
    _ query: DirectoryQuery, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    let filter = try filter(query, by: actor)
    let found = try await read {
      try await DirectoryRepository.list(filter, after: page.after, limit: page.limit + 1, $0)
    }
    return Page(found, limit: page.limit, id: \.id.uuid).map { DirectoryView.json($0) }
  }

  /// One entry with its products in the catalog in force.
  ///
  /// - Throws: `.notFound`, also for an unlisted one that is not the caller's to see.
  public func directoryEntry(_ code: String, actor: Actor) async throws -> Versioned<JSON> {
    let (entry, loaded, paused) = try await read { session in
      (
        try await DirectoryRepository.find(code: code, session),
        try await catalogs.latest(session), try await pausedProducts(session)
      )
    }
    guard let entry, entry.status == .listed || maySeeUnlisted(code, actor) else {
      throw ApplicationError.notFound(what: "directory entry")
    }
    return Versioned(
      DirectoryView.json(entry, in: loaded, paused: paused), version: entry.version)
  }

  /// The entries that fit as a comma-separated file that spreadsheets open: UTF-8 with a byte order
  /// mark, cells guarded against running as formulas. What `import directory` reads of it changes
  /// nothing.
  ///
  /// - Throws: as `directory(_:page:actor:)`.
  public func directoryFile(_ query: DirectoryQuery, actor: Actor) async throws -> [UInt8] {
    let filter = try filter(query, by: actor)
    return try await read { session in
      var writer = CSVWriter(mark: true)
      writer.append(DirectoryColumns.names)
      var last: DirectoryRecord?
      repeat {
        let entries = try await DirectoryRepository.list(
          filter, after: last?.id.uuid, limit: Self.exportChunk, session)
        for entry in entries { writer.append(DirectoryColumns.cells(entry)) }
        last = entries.count == Self.exportChunk ? entries.last : nil
      } while last != nil
      return writer.bytes
    }
  }

  private func filter(
    _ query: DirectoryQuery, by actor: Actor
  ) throws(ApplicationError) -> DirectoryFilter {
    if query.status == .unlisted { try requireCountryOverview(actor) }
    let words = query.text.map(DirectorySearch.words) ?? []
    if query.text != nil, words.isEmpty {
      throw .invalid([
        Fault("/q", "empty", zh: "请输入文字或数字", en: "give a letter or a digit")
      ])
    }
    return DirectoryFilter(
      words: words, region: query.region, kind: query.kind, service: query.service,
      status: query.status)
  }

  private func maySeeUnlisted(_ code: String, _ actor: Actor) -> Bool {
    if Self.isOwn(code, of: actor) { return true }
    do throws(ApplicationError) {
      try requireCountryOverview(actor)
      return true
    } catch {
      return false
    }
  }
}

/// How an entry of the directory looks.
enum DirectoryView {
  static func json(_ entry: DirectoryRecord) -> JSON { .object(members(entry)) }

  /// The same with the products of the institution.
  ///
  /// - Parameter loaded: the catalog in force; nil before one was published.
  static func json(
    _ entry: DirectoryRecord, in loaded: LoadedCatalog?, paused: PausedProducts
  ) -> JSON {
    let products = loaded?.catalog.products.filter { $0.institution == entry.code } ?? []
    var members = members(entry)
    members["product_count"] = .int(Int64(products.count))
    members["products"] = .array(
      products.prefix(Application.entryProductsMaximum).map { product in
        let known = loaded?.entries[product.code]
        return [
          "id": .optional(known?.id.text), "code": .string(product.code),
          "version": .optional(known.map { Int64($0.version) }),
          "name": ProductView.label(product.name), "family": .string(product.family),
          "paused": paused.json(product),
        ]
      })
    return .object(members)
  }

  private static func members(_ entry: DirectoryRecord) -> [String: JSON] {
    let details = entry.details
    let source = details.source
    return [
      "id": .string(entry.id.text), "code": .string(entry.code),
      "kind": .string(details.kind.rawValue),
      "name": ["zh": .string(details.nameChinese), "en": .optional(details.nameEnglish)],
      "regions": .array(details.regions.map(JSON.string)), "seat": .optional(details.seat),
      "services": .array(details.services.map { .string($0.rawValue) }),
      "contacts": [
        "phone": .optional(details.phone), "address": .optional(details.address),
        "web_site": .optional(details.webSite), "email": .optional(details.email),
      ],
      "intro": ["zh": .optional(details.introChinese), "en": .optional(details.introEnglish)],
      "source": [
        "document": .string(source.document), "clause": .optional(source.clause),
        "url": .optional(source.url), "tag": .string(source.tag),
        "observed_on": .optional(source.observedOn?.text),
      ],
      "status": .string(entry.status.rawValue),
      "unlisted_reason": .optional(entry.unlistedReason),
      "version": .int(Int64(entry.version)), "created_at": .string(entry.createdAt.text),
      "updated_at": .string(entry.updatedAt.text),
    ]
  }
}
