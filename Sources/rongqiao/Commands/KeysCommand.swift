import Application
import ArgumentParser
import Domain

/// `rongqiao keys`: the keys that facts of enterprises are sealed with.
struct KeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Keys that facts are sealed with. 封存密钥",
    discussion: """
      Each enterprise has a key of its own, stored in the database wrapped under a master key. Master
      keys stand in a file (RONGQIAO_SEALING_KEYS), 32 bytes in base64 to a line: the first one wraps,
      all unwrap. To change the master key: put a new line first, restart every process, run
      `rongqiao keys rewrap`, take the old line away when `rongqiao keys list` counts none under it.
      """,
    subcommands: [
      KeysNewCommand.self, KeysListCommand.self, KeysRewrapCommand.self, KeysRotateCommand.self,
    ])
}

/// `rongqiao keys new`: a file of master keys.
struct KeysNewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Print a new file of master keys. 生成主密钥文件",
    discussion: """
      EXAMPLES 示例
        (umask 077; rongqiao keys new > sealing.keys)
      """)

  func run() async throws {
    Terminal.output(MasterKeyFile.fresh)
  }
}

/// `rongqiao keys list`: what is wrapped under which master key.
struct KeysListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "How many enterprises' keys are under which master key. 主密钥使用情况",
    discussion: """
      EXAMPLES 示例
        rongqiao keys list
        rongqiao keys list --json
      """)

  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    var table = Table([
      .init(heading: "主密钥 master key", name: "name"),
      .init(heading: "在本机 here", name: "is_here"),
      .init(heading: "企业 enterprises", name: "enterprises", isAlignedRight: true),
    ])
    for use in try await SweepCommand.asked(
      checkingKeys: false,
      {
        try await $0.masterKeyUse()
      })
    {
      table.add([use.name, use.isHere ? "是 yes" : "否 no", String(use.enterprises)])
    }
    table.print(asJSON: json)
  }
}

/// `rongqiao keys rewrap`: every enterprise's key under the first master key.
struct KeysRewrapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rewrap", abstract: "Wrap every key under the first master key. 用首个主密钥重新封装",
    discussion: """
      What is sealed stays as it is. Workers may run beside it. Ends with status 65 when some key did
      not open: the log names whose, and the master key they are under must not be taken away.

      EXAMPLES 示例
        rongqiao keys rewrap
      """)

  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let report = try await SweepCommand.asked { application in
      let total = try await application.masterKeyUse().reduce(0) { $0 + $1.enterprises }
      let bar = ProgressBar("重新封装 rewrapping", total: Int(total))
      let report = try await application.rewrapKeys { bar.update($0) }
      bar.finish(report.examined)
      return report
    }
    if json {
      Terminal.output(report.json.canonicalText)
    } else {
      Terminal.output("企业 enterprises \(report.examined),重新封装 rewrapped \(report.changed)")
    }
    guard report.unreadable == 0 else {
      throw CommandFailure(
        .data, "无法开启的企业密钥 keys that do not open: \(report.unreadable)")
    }
  }
}

/// `rongqiao keys rotate ENTERPRISE`: a new key for one enterprise.
struct KeysRotateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Give an enterprise a new key and seal its facts anew. 更换企业密钥",
    discussion: """
      EXAMPLES 示例
        rongqiao keys rotate ent_0190a3c8-…
      """)

  @Argument(help: "ent_ and a UUID. 企业编号")
  var enterprise: String

  func run() async throws {
    guard let id = EnterpriseID(enterprise) else {
      throw CommandFailure(.usage, "no id of an enterprise 不是企业编号: \(enterprise)")
    }
    try await SweepCommand.asked { try await $0.rotateKey(of: id, actor: .commandLine) }
    Terminal.output("已更换 rotated \(id.text)")
  }
}
