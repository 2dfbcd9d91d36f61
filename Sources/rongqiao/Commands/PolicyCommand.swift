import Application
import ArgumentParser
import Domain
import Policy

/// `rongqiao policy`: dated, cited parameters and subsidies of jurisdictions.
struct PolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Check, publish and compare policy packs. 校验、发布、比较政策包",
    discussion: """
      EXAMPLES 示例
        rongqiao policy check                        the packs that ship 随程序发布的政策包
        rongqiao policy check ./policy --on 2026-07-01
        rongqiao policy publish ./policy --dry-run   everything but the commit 试运行
        rongqiao policy diff latest ./policy         what publishing would change 发布前比较
      """,
    subcommands: [PolicyCheck.self, PolicyPublish.self, PolicyDiffCommand.self])
}

/// `rongqiao policy check [DIR]`.
struct PolicyCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check packs against a catalog and list what they say. 校验政策包并列出参数与补贴",
    discussion: """
      DIR holds one CODE.yaml a pack. Each is checked by itself, against the others and against the
      catalog; a fault is given with file, line, column and reason, and the exit status is 65. Values
      that are not verified are marked with ?.

      EXAMPLES 示例
        rongqiao policy check
        rongqiao policy check ./policy --catalog ./catalog
        rongqiao policy check ./policy --on 2026-07-01 --json
      """)

  @Argument(help: "Directory of the packs; those that ship when left out. 政策包目录")
  var directory: String?
  @Option(help: "Directory of the catalog; the one that ships when left out. 产品目录")
  var catalog: String?
  @Option(help: "The day whose values are listed, YYYY-MM-DD; today by default. 基准日")
  var on: String?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard on.map({ LegalDate($0) != nil }) ?? true else {
      throw ValidationError("--on: YYYY-MM-DD")
    }
  }

  func run() async throws {
    let day = on.flatMap { LegalDate($0) } ?? WallClock.system.now().legalDate
    let policies = try PolicyDocuments.checked(directory, catalog: catalog, asJSON: json)
    let listing = PolicyListing(policies, on: day)
    if json {
      Terminal.output(listing.json.canonicalText)
    } else {
      listing.print()
    }
  }
}

/// `rongqiao policy publish DIR`.
struct PolicyPublish: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Publish packs as a new version. 发布政策包新版本",
    discussion: """
      The packs of DIR become the next version, all of them together. A wrong pack is refused with
      file, line, column and reason, and the published version stays in force. Packs in force that
      DIR lacks are kept from vanishing by mistake: --withdraw says that they are to end.

      EXAMPLES 示例
        rongqiao policy publish ./policy --dry-run
        rongqiao policy publish ./policy
      """)

  @Argument(help: "Directory of the packs. 政策包目录")
  var directory: String
  @Flag(help: "Check and roll back. 试运行")
  var dryRun = false
  @Flag(help: "End the packs in force that DIR lacks. 撤回目录中没有的政策包")
  var withdraw = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    let (published, diff) = try await composition.withPool {
      let application = composition.application
      let catalog = try await application.publishedCatalog().map {
        PolicyDocuments.CatalogFolder(catalog: $0, files: [])
      }
      let policies = try PolicyDocuments.checked(directory, against: catalog, asJSON: json)
      let before = try await Self.latest(application)
      try requireNoLoss(from: before, to: policies)
      let published = try await application.publish(
        catalog: nil, policies: policies, actor: .system("policy"), dryRun: dryRun)
      return (published.policies, before.map { PolicyDiff(from: $0, to: policies) })
    }
    guard let published else { return }
    if json {
      Terminal.output(
        JSON.object([
          "dry_run": .bool(dryRun), "version": .int(Int64(published.version)),
          "is_new": .bool(published.isNew),
          "changed": .array(published.changed.map(JSON.string)),
          "diff": diff?.json ?? .null,
        ]).canonicalText)
    } else {
      Terminal.output(text(published))
      if let diff, published.isNew { PolicyDiffListing(diff).print() }
    }
  }

  private static func latest(_ application: Application) async throws -> PolicySet? {
    do {
      return try await application.publishedPolicies().policies
    } catch ApplicationError.notFound {
      return nil
    }
  }

  private func requireNoLoss(from before: PolicySet?, to after: PolicySet) throws {
    let lost = (before?.packs ?? []).map(\.code).filter { after[$0] == nil }
    guard !lost.isEmpty, !withdraw else { return }
    let codes = lost.joined(separator: ", ")
    throw CommandFailure(
      .data,
      "\(directory) 缺少现行政策包 lacks packs in force: \(codes); "
        + "--withdraw 表示撤回 ends them; nothing was published")
  }

  private func text(_ published: PublishedVersion) -> String {
    let what = "政策包 policy packs"
    guard published.isNew else {
      return "\(what):与第 \(published.version) 版相同 same as version \(published.version)"
    }
    let state = dryRun ? "试运行,未发布 not published" : "已发布 published"
    return "\(what):第 \(published.version) 版 version \(published.version),\(state)"
  }
}

/// `rongqiao policy diff A B`.
struct PolicyDiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "What changed between two sets of packs. 比较两组政策包",
    discussion: """
      A and B are directories, numbers of published versions, latest (the published one) or seed (the
      packs that ship).

      EXAMPLES 示例
        rongqiao policy diff seed ./policy
        rongqiao policy diff latest ./policy --json
        rongqiao policy diff 3 4
      """)

  @Argument(help: "The earlier set. 旧")
  var before: String
  @Argument(help: "The later set. 新")
  var after: String
  @Option(help: "Directory of the catalog; the one that ships when left out. 产品目录")
  var catalog: String?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let sources = try [before, after].map { try PolicySource($0) }
    let products = try PolicyDocuments.catalog(catalog, asJSON: json)
    let sets = try await PolicySource.read(sources, asJSON: json)
    guard let old = sets.first, let new = sets.last else { return }
    let diff = PolicyDiff(from: old, to: new)
    let listing = PolicyDiffListing(diff, products: diff.touchedProducts(of: products.catalog))
    if json {
      Terminal.output(listing.json.canonicalText)
    } else {
      listing.print()
    }
  }
}
