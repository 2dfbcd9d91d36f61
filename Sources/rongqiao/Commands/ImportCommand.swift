import Application
import ArgumentParser
import Catalog
import Domain
import Foundation
import Ingest
import Policy
import Synchronization

/// `rongqiao import`: catalog, one product of it, enterprises, facts, needs, receivables, the directory,
/// reports and loans from files.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import a catalog or CSV files. 导入产品目录或 CSV 文件",
    discussion: """
      EXAMPLES 示例
        rongqiao import catalog ./catalog --dry-run      check a catalog 校验产品目录
        rongqiao import product ./hefei-shuirongtong.yaml --over 3
        rongqiao import enterprises firms.csv            all rows or none 全部或全不
        rongqiao import facts facts.csv --skip-bad       bad rows go to facts.csv.rejected.csv
        rongqiao import needs needs.csv --json
        rongqiao import receivables invoices.csv --skip-bad
        rongqiao import directory directory.csv --dry-run
        rongqiao import reports tax tax-2026-10.csv --skip-bad
        rongqiao import loans huishang 340100 2025 loans.csv
      """,
    subcommands: [
      ImportCatalog.self, ImportProduct.self, ImportEnterprises.self, ImportFacts.self,
      ImportNeeds.self, ImportReceivables.self, ImportDirectory.self, ImportReports.self,
      ImportLoans.self,
    ])
}

/// `rongqiao import catalog DIR`.
struct ImportCatalog: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog",
    abstract: "Publish a catalog as a new version. 发布产品目录新版本",
    discussion: """
      DIR holds facts.yaml, institutions.yaml, families.yaml and products/CODE.yaml. With --policy
      the packs of another directory are published too. A wrong document is refused with file,
      line and reason, and the published version stays in force.

      EXAMPLES 示例
        rongqiao import catalog                          the seed catalog 种子目录
        rongqiao import catalog ./catalog --dry-run      check a catalog 校验产品目录
        rongqiao import catalog ./catalog --policy ./policy --json
      """)

  @Argument(help: "Directory of the catalog; the seed catalog when left out. 目录")
  var directory: String?
  @Option(help: "Directory of policy packs. 政策包目录")
  var policy: String?
  @Flag(help: "Check and roll back. 试运行")
  var dryRun = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let catalog: Catalog
    var policies: PolicySet?
    do {
      catalog =
        try directory.map { try Catalog.read(files: DocumentFolder.files($0)) }
        ?? SeedCatalog.catalog()
      policies = try policy.map { try PolicySet.read(files: DocumentFolder.files($0)) }
      if directory == nil, policy == nil { policies = try SeedCatalog.policies() }
    } catch let faults as CatalogFaults {
      report(faults)
      throw CommandFailure(.data, "\(faults.list.count) faults; nothing was published")
    }
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    let published = try await composition.withPool {
      try await composition.application.publish(
        catalog: catalog, policies: policies, actor: .system("import"), dryRun: dryRun)
    }
    if json {
      Terminal.output(
        JSON.object([
          "dry_run": .bool(dryRun), "catalog": published.catalog.map(Self.json) ?? .null,
          "policy": published.policies.map(Self.json) ?? .null,
        ]).canonicalText)
    } else {
      for (what, version) in [
        ("产品目录 catalog", published.catalog), ("政策包 policy packs", published.policies),
      ] {
        if let version { Terminal.output(Self.text(what, version, dryRun: dryRun)) }
      }
    }
  }

  private func report(_ faults: CatalogFaults) {
    if json {
      Terminal.output(
        JSON.array(
          faults.list.map {
            [
              "file": .string($0.file), "line": .int(Int64($0.line)),
              "column": .int(Int64($0.column)), "pointer": .string($0.pointer),
              "code": .string($0.code), "zh": .string($0.zh), "en": .string($0.en),
            ]
          }
        ).canonicalText)
      return
    }
    var table = Table([
      .init(heading: "位置 place", name: "place"), .init(heading: "指针 pointer", name: "pointer"),
      .init(heading: "代码 code", name: "code"), .init(heading: "说明 reason", name: "reason"),
    ])
    for fault in faults.list {
      table.add([
        "\(fault.file):\(fault.line):\(fault.column)", fault.pointer, fault.code,
        "\(fault.zh) · \(fault.en)",
      ])
    }
    table.print(asJSON: false)
  }

  private static func text(_ what: String, _ published: PublishedVersion, dryRun: Bool) -> String {
    guard published.isNew else {
      return "\(what):与第 \(published.version) 版相同 same as version \(published.version)"
    }
    let state = dryRun ? "试运行,未发布 not published" : "已发布 published"
    return "\(what):第 \(published.version) 版 version \(published.version),\(state);"
      + "变更 changed \(published.changed.count)"
  }

  private static func json(_ published: PublishedVersion) -> JSON {
    [
      "version": .int(Int64(published.version)), "is_new": .bool(published.isNew),
      "changed": .array(published.changed.map(JSON.string)),
    ]
  }
}

/// The YAML documents below a folder.
enum DocumentFolder {
  /// Files larger than this are no documents of ours.
  private static let maximumBytes = 4 << 20
  private static let maximumFiles = 20_000

  /// - Throws: `CommandFailure` when the folder or a file cannot be read.
  static func files(_ path: String) throws(CommandFailure) -> [SourceFile] {
    guard let entries = FileManager.default.enumerator(atPath: path) else {
      throw CommandFailure(.data, "\(path): no such directory")
    }
    var names: [String] = []
    for case let name as String in entries where name.hasSuffix(".yaml") { names.append(name) }
    guard !names.isEmpty else { throw CommandFailure(.data, "\(path): no .yaml files in it") }
    guard names.count <= maximumFiles else {
      throw CommandFailure(.data, "\(path): more than \(maximumFiles) files")
    }
    var files: [SourceFile] = []
    for name in names.sorted() {
      guard let data = FileManager.default.contents(atPath: path + "/" + name),
        data.count <= maximumBytes
      else { throw CommandFailure(.data, "\(name): cannot be read, or larger than 4 MiB") }
      guard let text = String(validating: data, as: UTF8.self) else {
        throw CommandFailure(.data, "\(name): not UTF-8 不是 UTF-8 编码")
      }
      files.append(SourceFile(name: name, text: text))
    }
    return files
  }
}

/// What the CSV imports share.
struct CSVImportOptions: ParsableArguments {
  @Argument(help: "The CSV file (UTF-8). CSV 文件")
  var file: String
  @Flag(help: "Check every row and store nothing. 试运行")
  var dryRun = false
  @Flag(help: "Store the good rows; write the bad ones to FILE.rejected.csv. 跳过坏行")
  var skipBad = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard !(dryRun && skipBad) else {
      throw ValidationError("--dry-run and --skip-bad exclude each other")
    }
  }

  func run(_ kind: ImportKind) async throws {
    try await run { application, bytes, mode, progress in
      try await application.importCSV(
        kind, bytes: bytes, mode: mode, actor: .system("import"), progress: progress)
    }
  }

  /// - Parameter store: checks the bytes of the file and stores its good rows.
  func run(
    _ store:
      @escaping @Sendable (
        Application, [UInt8], ImportMode,
        @escaping @Sendable (_ step: String, _ done: Int, _ total: Int) -> Void
      ) async throws -> CSVImportOutcome
  ) async throws {
    let frame = try await ProcessFrame.open()
    let bytes = try read()
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    let bars = Mutex<[String: ProgressBar]>([:])
    let mode: ImportMode = dryRun ? .dryRun : skipBad ? .skipBad : .allOrNothing
    let outcome = try await composition.withPool {
      try await store(composition.application, bytes, mode) { step, done, total in
        let bar = bars.withLock { bars in
          let label = step == "check" ? "校验 checking" : "写入 storing"
          let bar = bars[step] ?? ProgressBar(label, total: total)
          bars[step] = bar
          return bar
        }
        if done == total { bar.finish(done) } else { bar.update(done) }
      }
    }
    let report = outcome.report
    var rejectedPath: String?
    if skipBad, let quarantine = outcome.quarantine {
      rejectedPath = file + ".rejected.csv"
      guard
        FileManager.default.createFile(
          atPath: file + ".rejected.csv", contents: Data(quarantine),
          attributes: [.posixPermissions: 0o600])
      else {
        throw CommandFailure(
          .data, "the good rows are stored, but \(file).rejected.csv cannot be written")
      }
    }
    if json {
      Terminal.output(report.json.canonicalText)
    } else {
      Terminal.write(report.table(.zh), to: .output)
      if let rejectedPath { Terminal.output("坏行已写入 bad rows are in \(rejectedPath)") }
    }
    if report.state == .refused || (report.mode == .dryRun && report.errors > 0) {
      throw CommandFailure(.data, "\(report.errors) faults; nothing was stored")
    }
  }

  private func read() throws(CommandFailure) -> [UInt8] {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    guard let size = attributes?[.size] as? Int else {
      throw CommandFailure(.data, "\(file): cannot be read")
    }
    guard size <= ImportLimits.standard.maximumBytes else {
      throw CommandFailure(
        .data, "\(file): larger than \(ImportLimits.standard.maximumBytes) bytes")
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw CommandFailure(.data, "\(file): cannot be read")
    }
    return Array(data)
  }
}

struct ImportEnterprises: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enterprises",
    abstract: "Columns uscc,name,region,industry,registered_on. 导入企业",
    discussion: """
      EXAMPLES 示例
        rongqiao import enterprises firms.csv            all rows or none 全部或全不
        rongqiao import enterprises firms.csv --dry-run
      """)
  @OptionGroup var options: CSVImportOptions
  func run() async throws { try await options.run(.enterprises) }
}

struct ImportFacts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "facts",
    abstract: "Columns uscc,path,value,none,source,as_of; none may be left out. 导入企业指标",
    discussion: """
      EXAMPLES 示例
        rongqiao import facts facts.csv
        rongqiao import facts facts.csv --skip-bad       bad rows go to facts.csv.rejected.csv
      """)
  @OptionGroup var options: CSVImportOptions
  func run() async throws { try await options.run(.facts) }
}

struct ImportNeeds: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "needs",
    abstract: "Columns uscc,amount_yuan (or amount_fen),tenor_months,purpose,security. 导入融资需求",
    discussion: """
      EXAMPLES 示例
        rongqiao import needs needs.csv
        rongqiao import needs needs.csv --dry-run --json
      """)
  @OptionGroup var options: CSVImportOptions
  func run() async throws { try await options.run(.needs) }
}

struct ImportReceivables: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receivables",
    abstract: "Receivables of registered sellers. 导入应收账款",
    discussion: """
      Columns uscc (of the seller), debtor_uscc, invoice_number, invoiced_on, due_on, gross_yuan,
      vat_yuan and any of invoice_code, contract, currency (CNY), signed_on, delivered_on,
      acceptance_ends_on, accepted_on, agreed_days, agreed_interest_ppm, seller_size, debtor_size,
      is_related, flags (between semicolons). An invoice that is here already is refused; what
      resembles another one is taken and waits for an operator.

      EXAMPLES 示例
        rongqiao import receivables invoices.csv --dry-run
        rongqiao import receivables invoices.csv --skip-bad
      """)
  @OptionGroup var options: CSVImportOptions
  func run() async throws { try await options.run(.receivables) }
}

struct ImportDirectory: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "directory",
    abstract: "Institutions, as `export directory` writes them. 导入机构名录",
    discussion: """
      Columns code,kind,name_zh,source_document,source_tag and any of name_en, regions, seat,
      services, office_phone, office_address, web_site, business_email, intro_zh, intro_en,
      source_clause, source_url, observed_on; regions and services between semicolons, no region for
      the whole country. A code that is not there is created, one that differs is changed, the same
      file again changes nothing. A column left out leaves what stands; an empty cell takes it back;
      the source is taken as a whole.
      Contacts are those of the office, never a person's.

      EXAMPLES 示例
        rongqiao import directory directory.csv --dry-run
        rongqiao import directory directory.csv
      """)
  @OptionGroup var options: CSVImportOptions
  func run() async throws { try await options.run(.directory) }
}

struct ImportReports: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reports",
    abstract: "Figures of enterprises from one source. 导入报送数据",
    discussion: """
      Columns uscc, period (2026-10 or 2026-Q3), as_of and those that the source declares
      (Schemas/monitoring/sources.yaml), amounts in yuan. The same period again is a correction; a
      row that says what is known already changes nothing. Without the enterprise's permission,
      where the source needs one, a row is bad.

      EXAMPLES 示例
        rongqiao import reports tax tax-2026-10.csv      all rows or none 全部或全不
        rongqiao import reports court court.csv --skip-bad
      """)
  @Argument(help: "A declared source, such as tax. 数据来源")
  var source: String
  @OptionGroup var options: CSVImportOptions

  func run() async throws {
    let name = URL(fileURLWithPath: options.file).lastPathComponent
    try await options.run { [source] application, bytes, mode, progress in
      try await application.importReports(
        from: source, bytes: bytes, name: name, mode: mode, actor: .system("import"),
        progress: progress)
    }
  }
}
