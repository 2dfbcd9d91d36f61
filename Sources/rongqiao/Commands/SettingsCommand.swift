import ArgumentParser
import Domain

/// `rongqiao settings`: every setting, its meaning, and the value in force.
struct SettingsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Show every setting and the value in force. 显示全部配置项及当前值",
    discussion: """
      Settings come from the environment (RONGQIAO_…), else from the JSON file named by
      RONGQIAO_CONFIG, else from the default. Secrets are shown as ***.

      EXAMPLES 示例
        rongqiao settings
        RONGQIAO_HTTP_PORT=9000 rongqiao settings --json
        rongqiao settings --markdown
      """)

  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  @Flag(help: "Print the table of the documentation, without values. 输出 Markdown 文档表格")
  var markdown = false

  func run() async throws {
    if markdown {
      Terminal.write(Self.document(SettingKey.all), to: .output)
      return
    }
    let settings = try await SettingsReader.read()
    for warning in settings.warnings { Terminal.note("rongqiao: \(warning)") }
    Self.table(settings.shown).print(asJSON: json)
  }

  static func table(_ shown: [ShownSetting]) -> Table {
    var table = Table([
      .init(heading: "变量 variable", name: "variable", columnsMinimum: 32),
      .init(heading: "值 value", name: "value", columnsMinimum: 10),
      .init(heading: "来源 from", name: "source", columnsMinimum: 11),
      .init(heading: "范围 range", name: "range"),
      .init(heading: "含义 meaning", name: "meaning", columnsMinimum: 20),
    ])
    for setting in shown {
      let key = setting.key
      let range = key.rangeText.isEmpty ? key.typeText : key.rangeText
      table.add([
        key.variable, setting.value ?? "", setting.source.rawValue, range,
        "\(key.chinese). \(key.english)",
      ])
    }
    return table
  }

  /// The table of the documentation, without values.
  static func document(_ keys: [SettingKey]) -> String {
    var lines = [
      "| Variable | In the file | Type | Range | Default | Meaning | 含义 |",
      "|---|---|---|---|---|---|---|",
    ]
    for key in keys {
      let range = key.rangeText.replacing("|", with: "\\|")
      let type = key.typeText + (key.isSecret ? " (secret)" : "")
      lines.append(
        "| `\(key.variable)` | `\(key.name)` | \(type) | \(range) | \(key.fallback ?? "") "
          + "| \(key.english) | \(key.chinese) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
