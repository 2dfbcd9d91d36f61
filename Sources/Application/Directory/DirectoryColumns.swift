import Domain
import Ingest
import Store

/// The columns of the directory as a file: one row an entry.
enum DirectoryColumns {
  /// Names of the columns in the order in which they are written.
  static let names = [
    "code", "kind", "name_zh", "name_en", "regions", "seat", "services", "office_phone",
    "office_address", "web_site", "business_email", "intro_zh", "intro_en", "source_document",
    "source_clause", "source_url", "source_tag", "observed_on",
  ]

  /// Cells of an entry, guarded against running as formulas.
  static func cells(_ entry: DirectoryRecord) -> [String] {
    let details = entry.details
    let source = details.source
    let cells: [String?] = [
      entry.code, details.kind.rawValue, details.nameChinese, details.nameEnglish,
      details.regions.joined(separator: ";"), details.seat,
      details.services.map(\.rawValue).joined(separator: ";"), details.phone, details.address,
      details.webSite, details.email, details.introChinese, details.introEnglish, source.document,
      source.clause, source.url, source.tag, source.observedOn?.text,
    ]
    return cells.map { FormulaGuard.guarded($0 ?? "") }
  }

  static func service(_ text: String) throws(Fault) -> DirectoryService {
    guard let service = DirectoryService(rawValue: text) else {
      let known = DirectoryService.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault("", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
    }
    return service
  }

  static func ordered(_ services: [DirectoryService]) -> [DirectoryService] {
    DirectoryService.allCases.filter(services.contains)
  }
}

/// One row of a file of the directory.
struct DirectoryRow {
  var code: String
  var change: DirectoryChange

  /// Reads such rows; a code comes once in a file. `code`, `kind`, `name_zh`, `source_document` and
  /// `source_tag` must be there. A column that the file does not have leaves what stands, the parts of
  /// the source apart, which is taken as a whole; an empty cell takes it back.
  ///
  /// - Parameters:
  ///   - header: the names the file has.
  ///   - unlisted: codes of entries that are not shown; naming one is the warning `unlisted`.
  static func decoder(
    regions table: RegionTable, today: LegalDate, header: Set<String>, unlisted: Set<String>
  ) -> RowDecoder<DirectoryRow> {
    let columns = Columns(table, today: today)
    let present = Set(
      columns.schema.headings.filter { header.contains($0.name) || header.contains($0.title) }
        .map(\.name))
    return RowDecoder(
      schema: columns.schema, key: { $0.code },
      decode: { reader in
        let code = reader.required(columns.code)
        if let code, unlisted.contains(code) {
          reader.add(
            Fault("", "unlisted", zh: "该机构已下架,更新后仍不展示", en: "the entry is unlisted, and stays so"),
            in: columns.code, severity: .warning)
        }
        func optional<Value>(_ column: Column<Value>) -> Value?? {
          present.contains(column.name) ? .some(reader.optional(column)) : nil
        }
        var change = DirectoryChange()
        change.kind = reader.required(columns.kind)
        change.nameChinese = reader.required(columns.nameChinese)
        change.nameEnglish = optional(columns.nameEnglish)
        change.regions = optional(columns.regions).map { $0 ?? [] }
        change.seat = optional(columns.seat)
        change.services = optional(columns.services).map { $0 ?? [] }
        change.phone = optional(columns.phone)
        change.address = optional(columns.address)
        change.webSite = optional(columns.webSite)
        change.email = optional(columns.email)
        change.introChinese = optional(columns.introChinese)
        change.introEnglish = optional(columns.introEnglish)
        let document = reader.required(columns.document)
        let clause = reader.optional(columns.clause)
        let url = reader.optional(columns.url)
        let tag = reader.required(columns.tag)
        let observedOn = reader.optional(columns.observedOn)
        guard let code, let document, let tag, !reader.hasErrors else { return nil }
        change.source = DirectorySource(
          document: document, clause: clause, url: url, tag: tag, observedOn: observedOn)
        return DirectoryRow(code: code, change: change)
      })
  }

  /// The typed columns of the file.
  private struct Columns: Sendable {
    let code = Column<String>("code", title: "机构代码", maximumCharacters: 64) {
      cell throws(Fault) in try DirectoryText.code(cell)
    }
    let kind = Column<DirectoryKind>.choice("kind", title: "机构类别")
    let nameChinese = Columns.text("name_zh", "机构名称", DirectoryText.maximumName)
    let nameEnglish = Columns.text("name_en", "英文名称", DirectoryText.maximumName)
    let regions: Column<[String]>
    let seat: Column<String>
    let services = Column<[DirectoryService]>("services", title: "服务") { cell throws(Fault) in
      var found: [DirectoryService] = []
      for part in Columns.list(cell) {
        let service = try DirectoryColumns.service(part)
        guard !found.contains(service) else { throw Columns.twice }
        found.append(service)
      }
      return DirectoryColumns.ordered(found)
    }
    let phone = Columns.text(
      "office_phone", "办公电话", DirectoryText.maximumPhone, mayBeFormula: true, DirectoryText.phone)
    let address = Columns.text("office_address", "办公地址", DirectoryText.maximumAddress)
    let webSite = Columns.text(
      "web_site", "网址", DirectoryText.maximumWebSite, DirectoryText.webSite)
    let email = Columns.text(
      "business_email", "机构邮箱", DirectoryText.maximumEmail, DirectoryText.email)
    let introChinese = Columns.text("intro_zh", "简介", DirectoryText.maximumIntro)
    let introEnglish = Columns.text("intro_en", "英文简介", DirectoryText.maximumIntro)
    let document = Columns.text("source_document", "来源文件", DirectoryText.maximumDocument)
    let clause = Columns.text("source_clause", "来源条款", DirectoryText.maximumDocument)
    let url = Columns.text("source_url", "来源网址", DirectoryText.maximumURL)
    let tag = Columns.text("source_tag", "可信度", 4, DirectoryText.tag)
    let observedOn: Column<LegalDate>

    init(_ table: RegionTable, today: LegalDate) {
      regions = Column("regions", title: "服务区域") { cell throws(Fault) in
        var found: Set<String> = []
        for part in Columns.list(cell) {
          guard found.insert(try DirectoryText.region(part, table)).inserted else {
            throw Columns.twice
          }
        }
        guard found.count <= DirectoryText.maximumRegions else {
          throw Fault(
            "", "too_many", zh: "不得超过 \(DirectoryText.maximumRegions) 项",
            en: "at most \(DirectoryText.maximumRegions) regions",
            limit: Int64(DirectoryText.maximumRegions))
        }
        return found.sorted()
      }
      seat = Column("seat", title: "所在区域", maximumCharacters: 16) { cell throws(Fault) in
        try DirectoryText.region(cell, table)
      }
      observedOn = .day("observed_on", title: "观察日期", latest: today)
    }

    var schema: RowSchema {
      RowSchema([
        RowSchema.required(code), RowSchema.required(kind), RowSchema.required(nameChinese),
        RowSchema.optional(nameEnglish), RowSchema.optional(regions), RowSchema.optional(seat),
        RowSchema.optional(services), RowSchema.optional(phone), RowSchema.optional(address),
        RowSchema.optional(webSite), RowSchema.optional(email), RowSchema.optional(introChinese),
        RowSchema.optional(introEnglish), RowSchema.required(document),
        RowSchema.optional(clause), RowSchema.optional(url), RowSchema.required(tag),
        RowSchema.optional(observedOn),
      ])
    }

    /// Parts of a cell between semicolons.
    static func list(_ cell: String) -> [String] {
      cell.split(whereSeparator: { $0 == ";" || $0 == "\u{FF1B}" })
        .map { DirectoryText.trimmed(String($0)) }
    }

    static var twice: Fault {
      Fault("", "duplicate_value", zh: "取值重复", en: "a value is given twice")
    }

    /// A line of text, without the guard it may have been written with.
    ///
    /// - Parameter mayBeFormula: `check` admits what begins like one, such as `+86 551 …`.
    static func text(
      _ name: String, _ title: String, _ maximum: Int, mayBeFormula: Bool = false,
      _ check: @escaping @Sendable (String) throws(Fault) -> String = DirectoryText.line
    ) -> Column<String> {
      // One more for the guard.
      Column(name, title: title, maximumCharacters: maximum + 1) { cell throws(Fault) in
        guard mayBeFormula || !FormulaGuard.isFormula(cell) else {
          throw Fault(
            "", "formula", zh: "不得以 = + - @ 开头", en: "must not begin with = + - or @")
        }
        let text = FormulaGuard.unguarded(cell)
        guard text.unicodeScalars.count <= maximum else {
          throw Fault(
            "", "too_long", zh: "不得超过 \(maximum) 个字符", en: "at most \(maximum) characters",
            limit: Int64(maximum))
        }
        return try check(text)
      }
    }
  }
}
