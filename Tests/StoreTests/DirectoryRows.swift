import Domain
import Postgres
import Store

private let mine = "WHERE code = 'example-firm'"

private func bad(_ constraint: String, _ change: String) -> BadRow {
  BadRow("directory_entry_\(constraint)", "UPDATE directory_entry SET \(change) \(mine)")
}

/// Statements the constraints on the directory must refuse; see `badRows`.
let directoryRows = [
  BadRow("directory_entry_pkey", "INSERT INTO directory_entry SELECT * FROM directory_entry"),
  BadRow(
    "directory_entry_code_unique", "UPDATE directory_entry SET code = 'icbc' \(mine)"),
  bad("author", "created_by = ''"), bad("author", "created_by = repeat('x', 201)"),
  bad("business_email", "business_email = 'office'"),
  bad("business_email", "business_email = '@example.org'"),
  bad("business_email", "business_email = 'a@b'"),
  bad("business_email", "business_email = '=a@example.org'"),
  bad("business_email", "business_email = 'a@' || repeat('x', 250) || '.org'"),
  bad("code_form", "code = 'Firm'"), bad("code_form", "code = '-firm'"),
  bad("code_form", "code = repeat('x', 65)"), bad("code_form", "code = E'firm\\n'"),
  bad("editor", "updated_by = ''"), bad("editor", "updated_by = repeat('x', 201)"),
  bad("intro_en", "intro_en = ''"), bad("intro_en", "intro_en = repeat('x', 2001)"),
  bad("intro_zh", "intro_zh = ''"), bad("intro_zh", "intro_zh = repeat('x', 2001)"),
  bad("kind", "kind = 'planet'"),
  bad("name_en", "name_en = ''"), bad("name_en", "name_en = repeat('x', 201)"),
  bad("name_zh", "name_zh = ''"), bad("name_zh", "name_zh = repeat('x', 201)"),
  bad("office_address", "office_address = ''"),
  bad("office_address", "office_address = repeat('x', 301)"),
  bad("office_phone", "office_phone = 'call us'"), bad("office_phone", "office_phone = '12'"),
  bad("office_phone", "office_phone = '13800138000'"),
  bad("office_phone", "office_phone = '+86 138-0013-8000'"),
  bad("office_phone", "office_phone = repeat('5', 41)"),
  bad("regions", "regions = '{34010}'"), bad("regions", "regions = '{100000}'"),
  bad("regions", "regions = '{\"340100,340200\"}'"), bad("regions", "regions = '{NULL}'"),
  bad("regions", "regions = array_fill('340100'::text, '{101}')"),
  bad("search_areas", "search_areas = '{}'"), bad("search_areas", "search_areas = '{*}'"),
  bad("search_areas", "regions = '{}'"),
  bad("search_grams", "search_grams = '{}'"), bad("search_grams", "search_grams = '{a,NULL}'"),
  bad("seat", "seat = '3401'"), bad("seat", "seat = '040100'"),
  bad("services", "services = '{loan,magic}'"), bad("services", "services = '{NULL}'"),
  bad("services", "services = array_fill('loan'::text, '{21}')"),
  bad("source_clause", "source_clause = ''"),
  bad("source_clause", "source_clause = repeat('x', 1001)"),
  bad("source_document", "source_document = ''"),
  bad("source_document", "source_document = repeat('x', 1001)"),
  bad("source_tag", "source_tag = 'sure'"),
  bad("source_url", "source_url = ''"), bad("source_url", "source_url = repeat('x', 2001)"),
  bad("status", "status = 'gone'"),
  bad("time_order", "updated_at = created_at - interval '1 s'"),
  bad("unlisted_reason", "status = 'unlisted', unlisted_reason = ''"),
  bad("unlisted_reason", "status = 'unlisted', unlisted_reason = repeat('x', 501)"),
  bad("unlisted_says_why", "status = 'unlisted'"),
  bad("unlisted_says_why", "unlisted_reason = 'moved'"),
  bad("version", "version = 0"),
  bad("web_site", "web_site = 'example.org'"), bad("web_site", "web_site = 'ftp://example.org'"),
  bad("web_site", "web_site = 'https://example.org/a b'"),
  bad("web_site", "web_site = 'https://example.org/' || repeat('x', 300)"),
]

extension Samples {
  func directoryEntry(
    _ code: String = "example-firm", kind: DirectoryKind = .lawFirm, name: String = "示例律师事务所",
    english: String? = "Example Law Firm", regions: [String] = ["340100"],
    services: [DirectoryService] = [.shareReform, .legal]
  ) -> DirectoryRecord {
    DirectoryRecord(
      id: ids.next(), code: code,
      details: DirectoryDetails(
        kind: kind, nameChinese: name, nameEnglish: english, regions: regions, seat: "340104",
        services: services, phone: "+86 551 6264 6666", address: "合肥市蜀山区示例路 1 号",
        webSite: "https://example.org/", email: "office@example.org",
        introChinese: "为股份制改造提供法律服务", introEnglish: "share reform",
        source: DirectorySource(
          document: "示例名单", clause: "第一页", url: "example.org/list", tag: "S",
          observedOn: LegalDate("2026-11-20"))),
      createdAt: now, createdBy: "operator-1", updatedAt: now, updatedBy: "operator-1")
  }

  /// An entry in which everything is said.
  func insertDirectory(_ session: any PostgresSession) async throws {
    try await DirectoryRepository.insert([directoryEntry()], session)
  }
}
