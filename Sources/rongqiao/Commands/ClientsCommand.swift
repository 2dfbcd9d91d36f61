import Application
import ArgumentParser
import Domain

/// `rongqiao clients`: systems of institutions that ask for access tokens by themselves.
struct ClientsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clients", abstract: "Systems of banks and guarantors. 机构系统接入",
    discussion: """
      A client shows its id and a secret at POST /v1/oauth/token and gets an access token for a while.
      A secret is printed once, when it is made; two count at once, so that one can take over from the
      other.
      """,
    subcommands: [
      ClientListCommand.self, ClientCreateCommand.self, ClientRotateCommand.self,
      ClientRevokeCommand.self, ClientDisableCommand.self, ClientEnableCommand.self,
    ])
}

/// `rongqiao clients list`: newest first.
struct ClientListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List clients, newest first. 客户端列表",
    discussion: """
      EXAMPLES 示例
        rongqiao clients list
        rongqiao clients list --limit 100 --json
      """)

  @Option(help: "Clients, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [limit] in
      try await $0.clients(page: PageRequest(limit: limit), actor: .commandLine)
    }
    ClientText.print(page.items, asJSON: json)
  }
}

/// `rongqiao clients create`: a client with its first secret.
struct ClientCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Enter a client and make its first secret. 登记客户端并生成密钥",
    discussion: """
      EXAMPLES 示例
        rongqiao clients create --institution huishang --role liaison --name "core banking"
      """)

  @Option(help: "The institution's code in the catalog or the directory. 机构代码")
  var institution: String
  @Option(help: "liaison, liaison_manager or auditor. 角色")
  var role: String
  @Option(help: "What the system is called; never a person's name. 系统名称")
  var name: String
  @Option(help: "Days the secret counts, 1 to 730. 密钥有效天数")
  var days: Int?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let order: JSON = [
      "institution": .string(institution), "role": .string(role), "name": .string(name),
    ]
    let secret = ClientText.secretOrder(days: days)
    let answer = try await SweepCommand.asked { application in
      let made = try await application.createClient(order, actor: .commandLine)
      let id = try ClientText.identifier(made.body["id"]?.stringValue ?? "")
      return try await application.createClientSecret(id, secret, actor: .commandLine)
    }
    ClientText.print(secret: answer.body, asJSON: json)
  }
}

/// `rongqiao clients rotate CLIENT`: a further secret.
struct ClientRotateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Make a further secret. 生成新密钥",
    discussion: """
      The old one goes on counting until it is revoked.

      EXAMPLES 示例
        rongqiao clients rotate cli_0190a3c8-…
        rongqiao clients revoke cli_0190a3c8-… sec_0190a3c8-…      then, when the new one is in use
      """)

  @Argument(help: "cli_ and a UUID. 客户端编号")
  var client: String
  @Option(help: "Days the secret counts, 1 to 730. 密钥有效天数")
  var days: Int?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let id = try ClientText.identifier(client)
    let secret = ClientText.secretOrder(days: days)
    let answer = try await SweepCommand.asked {
      try await $0.createClientSecret(id, secret, actor: .commandLine)
    }
    ClientText.print(secret: answer.body, asJSON: json)
  }
}

/// `rongqiao clients revoke CLIENT SECRET`: ends a secret.
struct ClientRevokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "End a secret at once. 撤销密钥",
    discussion: """
      EXAMPLES 示例
        rongqiao clients revoke cli_0190a3c8-… sec_0190a3c8-…
      """)

  @Argument(help: "cli_ and a UUID. 客户端编号")
  var client: String
  @Argument(help: "sec_ and a UUID: the secret's id. 密钥编号")
  var secret: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let id = try ClientText.identifier(client)
    guard let secret = ClientSecretID(secret) else {
      throw CommandFailure(.usage, "a secret's id is sec_ and a UUID")
    }
    let answer = try await SweepCommand.asked {
      try await $0.revokeClientSecret(secret, of: id, actor: .commandLine)
    }
    ClientText.print([answer.body], asJSON: json)
  }
}

/// `rongqiao clients disable CLIENT`: no more tokens.
struct ClientDisableCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable", abstract: "Give a client no more tokens. 停用客户端",
    discussion: """
      Tokens it has count until they expire, RONGQIAO_OAUTH_TOKEN_SECONDS at most.

      EXAMPLES 示例
        rongqiao clients disable cli_0190a3c8-… --reason "the system was replaced"
      """)

  @Argument(help: "cli_ and a UUID. 客户端编号")
  var client: String
  @Option(help: "Why. 原因")
  var reason: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    try await ClientText.change(client, reason: reason, asJSON: json) { application, id, at, body in
      try await application.disableClient(id, expectedVersion: at, body, actor: .commandLine)
    }
  }
}

/// `rongqiao clients enable CLIENT`: tokens again.
struct ClientEnableCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enable", abstract: "Give a client tokens again. 启用客户端",
    discussion: """
      Its secrets count again: revoke first what others may know.

      EXAMPLES 示例
        rongqiao clients enable cli_0190a3c8-… --reason "the secret was changed"
      """)

  @Argument(help: "cli_ and a UUID. 客户端编号")
  var client: String
  @Option(help: "Why. 原因")
  var reason: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    try await ClientText.change(client, reason: reason, asJSON: json) { application, id, at, body in
      try await application.enableClient(id, expectedVersion: at, body, actor: .commandLine)
    }
  }
}

/// Clients for people.
private enum ClientText {
  static func identifier(_ text: String) throws -> ClientID {
    guard let id = ClientID(text) else {
      throw CommandFailure(.usage, "a client's id is cli_ and a UUID")
    }
    return id
  }

  static func secretOrder(days: Int?) -> JSON {
    days.map { days -> JSON in ["expires_in_days": .int(Int64(days))] } ?? [:]
  }

  /// Changes a client as it is now: whoever is at the command line has just looked.
  static func change(
    _ client: String, reason: String, asJSON json: Bool,
    _ change: @escaping @Sendable (Application, ClientID, Int, JSON) async throws -> StoredAnswer
  ) async throws {
    let id = try identifier(client)
    let answer = try await SweepCommand.asked { application in
      let version = try await application.client(id, actor: .commandLine).version
      return try await change(application, id, version, ["reason": .string(reason)])
    }
    print([answer.body], asJSON: json)
  }

  static func print(_ clients: [JSON], asJSON: Bool) {
    guard !asJSON else { return Terminal.output(JSON.array(clients).canonicalText) }
    var table = Table([
      .init(heading: "客户端 client", name: "id"),
      .init(heading: "机构 institution", name: "institution"),
      .init(heading: "角色 role", name: "role"), .init(heading: "名称 name", name: "name"),
      .init(heading: "状态 state", name: "state"), .init(heading: "密钥 secrets", name: "secrets"),
    ])
    for client in clients {
      let secrets = (client["secrets"]?.arrayValue ?? []).compactMap { secret -> String? in
        guard secret["revoked_at"] == .null, let id = secret["id"]?.stringValue,
          let end = secret["expires_at"]?.stringValue
        else { return nil }
        return "\(id) → \(end.prefix(10))"
      }
      table.add(
        table.columns.dropLast().map { client[$0.name]?.stringValue ?? "" }
          + [secrets.joined(separator: " ")])
    }
    table.print(asJSON: false)
  }

  static func print(secret: JSON, asJSON: Bool) {
    guard !asJSON else { return Terminal.output(secret.canonicalText) }
    func text(_ name: String) -> String { secret[name]?.stringValue ?? "" }
    Terminal.output(
      """
      客户端 client    \(text("client_id"))
      密钥编号 secret  \(text("id"))
      到期 expires     \(text("expires_at"))
      密钥,只显示这一次 shown this once:
      \(text("secret"))
      """)
  }
}
