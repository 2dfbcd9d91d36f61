import API
import Application
import ArgumentParser
import Domain
import Foundation

/// `rongqiao token`: an access token for development.
struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Issue an access token for development. 签发开发用访问令牌",
    discussion: """
      Signed with the key in RONGQIAO_JWT_KEY, by default keys/development.jwk in the state
      directory, which `rongqiao up` trusts. Production tokens come from your identity provider.

      EXAMPLES 示例
        rongqiao token --role operator --region 3401
        rongqiao token --role enterprise --org ent_0190a3c8-…
        rongqiao token --jwks > keys.json       the public keys, for RONGQIAO_JWKS 导出公钥
        RONGQIAO_JWT_KEY=clients.jwk rongqiao token --jwks > clients.json
                                                makes the key for RONGQIAO_OAUTH_KEY 机构系统令牌的密钥
      """)

  @Option(help: "enterprise, liaison, liaison_manager, operator, auditor or service. 角色")
  var role: Role = .operator
  @Option(help: "The organisation: an ent_… id or an institution's code. 所属机构")
  var org: String?
  @Option(help: "The only code an enterprise may register. 企业统一社会信用代码")
  var uscc: String?
  @Option(help: "Region prefix of an operator: 2, 4 or 6 digits. 区划")
  var region: String?
  @Option(help: "Who it stands for; never a person's name. 主体标识")
  var subject = "development"
  @Option(help: "Life in seconds. 有效秒数")
  var ttl = 28_800
  @Flag(help: "Print the public key set instead. 输出公钥")
  var jwks = false

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let issuer = try frame.settings.tokenIssuer()
    if jwks {
      Terminal.output(issuer.publicKeySet.canonicalText)
      return
    }
    do {
      Terminal.output(
        try await issuer.issue(
          role: role, organisation: org, uscc: uscc, region: region, subject: subject,
          ttlSeconds: ttl))
    } catch let error as TokenIssuer.ClaimsError {
      throw CommandFailure(.usage, error.description)
    }
  }
}

extension Role: ExpressibleByArgument {}

extension Settings {
  /// The issuer of development tokens; its key is made when there is none.
  ///
  /// - Parameter audience: in place of that of access tokens.
  func tokenIssuer(audience: String? = nil) throws -> TokenIssuer {
    try TokenIssuer.load(
      keyFile: keyFile(access.signingKeyPath, or: "development.jwk"), issuer: access.issuer,
      audience: audience ?? access.audience)
  }

  /// The issuer of clients' tokens in a process with embedded servers; its key is made when there is
  /// none.
  func embeddedClientIssuer() throws -> TokenIssuer {
    try TokenIssuer.load(
      keyFile: keyFile(access.clientKeyPath, or: "clients.jwk"), issuer: access.clientIssuer,
      audience: access.audience)
  }

  /// The issuer of clients' tokens in one of several processes: nil without a key file. One that is
  /// configured must be there, since two processes would each make a key and refuse each other's tokens.
  func configuredClientIssuer() throws -> TokenIssuer? {
    guard let path = access.clientKeyPath else { return nil }
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(
        .configuration,
        "\(SettingKey.oauthKey.variable): the file is not there; "
          + "`RONGQIAO_JWT_KEY=FILE rongqiao token --jwks` makes one")
    }
    return try TokenIssuer.load(
      keyFile: path, issuer: access.clientIssuer, audience: access.audience)
  }

  /// The configured path, or a file in the state directory, which is made.
  func keyFile(_ configured: String?, or name: String) -> String {
    if let configured { return configured }
    let folder = stateDirectory + "/keys"
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    return folder + "/" + name
  }
}
