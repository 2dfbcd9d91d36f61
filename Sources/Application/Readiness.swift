import Domain
import Postgres
import Schemas
import Sealing
import Store

/// Whether the service can do its work, and if not, what to do about it.
public struct Readiness: Sendable, Equatable {
  public struct Check: Sendable, Equatable {
    public var name: String
    public var isReady: Bool
    /// What is wrong and what helps, for people; shows no secret.
    public var zh: String
    public var en: String

    public init(_ name: String, isReady: Bool, zh: String, en: String) {
      self.name = name
      self.isReady = isReady
      self.zh = zh
      self.en = en
    }
  }
  public var checks: [Check]
  public var isReady: Bool { checks.allSatisfy(\.isReady) }

  public init(checks: [Check]) { self.checks = checks }
}

/// The migrations that ship with the program.
public enum BundledMigrations {
  private static let read = Result { try Migration.read(files: SchemaFiles.migrations()) }

  /// - Throws: `SchemaFiles.Failure`, `MigrationError`.
  public static func all() throws -> [Migration] { try read.get() }
}

extension Application {
  /// Asks the database whether it answers, is migrated, and holds a catalog and policies.
  public func readiness() async -> Readiness {
    do {
      let migrator = Migrator(try BundledMigrations.all())
      return try await read { session in
        let reachable = Readiness.Check("database", isReady: true, zh: "可用", en: "reachable")
        let status = try await migrator.status(session)
        guard status.pending == 0 else {
          return Readiness(checks: [
            reachable,
            .init(
              "schema", isReady: false, zh: "有 \(status.pending) 个迁移未执行:请运行 rongqiao migrate",
              en: "\(status.pending) migrations are pending: run rongqiao migrate"),
          ])
        }
        let catalog = try await CatalogRepository.latestVersion(session)?.version
        let policy = try await PolicyRepository.latestVersion(session)?.version
        return Readiness(checks: [
          reachable, .init("schema", isReady: true, zh: "已是最新", en: "up to date"),
          published("catalog", catalog), published("policy", policy), try await sealing(session),
        ])
      }
    } catch MigrationError.unknownApplied {
      // Migrations go forward beside older programs: a rolling upgrade must not stop these.
      return Readiness(checks: [
        .init("schema", isReady: true, zh: "比本程序新", en: "newer than this program")
      ])
    } catch let error as MigrationError {
      return Readiness(checks: [
        .init("schema", isReady: false, zh: "数据库结构与程序不一致", en: error.description)
      ])
    } catch {
      return Readiness(checks: [
        .init(
          "database", isReady: false, zh: "数据库不可用,请检查连接", en: "the database cannot be reached")
      ])
    }
  }

  private func published(_ name: String, _ version: Int?) -> Readiness.Check {
    guard let version else {
      return .init(
        name, isReady: false, zh: "尚未发布:请运行 rongqiao import catalog",
        en: "none is published: run rongqiao import catalog")
    }
    return .init(name, isReady: true, zh: "第 \(version) 版", en: "version \(version)")
  }

  /// Whoever starts with other master keys than those before is to find out before facts are sealed
  /// under them: the newest sealed enterprise must open.
  private func sealing(_ session: any PostgresSession) async throws -> Readiness.Check {
    if let newest = try await DataKeyRepository.newest(session) {
      do {
        _ = try masterKeys.unwrap(newest.key[...], of: newest.enterprise)
      } catch {
        return .init(
          "sealing", isReady: false, zh: "主密钥与数据库中已封存的事实不符:请检查 RONGQIAO_SEALING_KEYS",
          en: "the master keys do not open what is sealed (\(error)): check RONGQIAO_SEALING_KEYS")
      }
    }
    return .init("sealing", isReady: true, zh: "可开启", en: "opens")
  }

  /// 32 bytes that all replicas share, for signing list cursors.
  public func cursorSecret() async throws -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    let candidate = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return try await write {
      try await SecretRepository.findOrInsert("list_cursor", candidate: candidate, $0)
    }
  }
}
