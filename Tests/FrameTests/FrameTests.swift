import Domain
import Logging
import Schemas
import Synchronization
import Testing

@testable import rongqiao

@Suite("Settings")
struct SettingsTests {
  @Test("every default lies in its own range and is what an empty environment gives")
  func defaults() async throws {
    let settings = try await SettingsReader.read(environment: [:])
    #expect(settings.http.port == 8_080)
    #expect(settings.http.host == "127.0.0.1")
    #expect(settings.workers.outboxPollMilliseconds == 200)
    #expect(settings.stateDirectory == ".rongqiao")
    #expect(settings.limits.servers == 1)
    #expect(settings.shown.map(\.key) == SettingKey.all)
    #expect(settings.warnings == [])
    #expect(throws: SettingsError.self) { try settings.requiredDatabaseURL() }
  }

  @Test("a bad value names its key and what is expected, and never a secret")
  func badValues() async throws {
    for (variable, value) in [
      ("RONGQIAO_HTTP_PORT", "70000"), ("RONGQIAO_HTTP_PORT", "80a"),
      ("RONGQIAO_LOG_LEVEL", "loud"), ("RONGQIAO_KAFKA_SETTINGS", "hunter2"),
      ("RONGQIAO_LIMIT_SERVERS", "0"),
    ] {
      let error = await #expect(throws: SettingsError.self) {
        try await SettingsReader.read(environment: [variable: value])
      }
      #expect(error?.description.contains(variable) == true)
      #expect(error?.description.contains("hunter2") != true)
    }
  }

  @Test("Kafka variables pass through under the library's names, and secrets are not shown")
  func passThrough() async throws {
    let settings = try await SettingsReader.read(environment: [
      "RONGQIAO_KAFKA_BROKERS": "a:1", "RONGQIAO_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
      "RONGQIAO_KAFKA_SASL_PASSWORD": "hunter2", "RONGQIAO_KAFKA_SETTINGS": "client.rack=x",
      "RONGQIAO_DATABASE_URL": "postgresql://a:hunter2@h/d", "RONGQIAO_HTP_PORT": "1",
    ])
    #expect(settings.kafka.brokers == "a:1")
    #expect(
      settings.kafka.settings == [
        "security.protocol": "SASL_SSL", "sasl.password": "hunter2", "client.rack": "x",
      ])
    #expect(settings.warnings.count == 1)
    #expect(!"\(settings.shown)".contains("hunter2"))
  }

  @Test("a console is whole or not there, goes by sealed ways, and its client is no audience")
  func console() async throws {
    let good = [
      "RONGQIAO_CONSOLE_ADDRESS": "https://rq.example.cn",
      "RONGQIAO_CONSOLE_ISSUER": "https://id.example.cn/realm",
      "RONGQIAO_CONSOLE_CLIENT_SECRET": "hunter2",
    ]
    let settings = try await SettingsReader.read(environment: good)
    #expect(settings.console.publicAddress == "https://rq.example.cn")
    #expect(settings.console.clientID == "rongqiao-console")
    #expect(!"\(settings.shown)".contains("hunter2"))
    for (variable, value) in [
      ("RONGQIAO_CONSOLE_ISSUER", ""), ("RONGQIAO_CONSOLE_ADDRESS", "http://rq.example.cn"),
      ("RONGQIAO_CONSOLE_ADDRESS", "https://rq.example.cn/"),
      ("RONGQIAO_CONSOLE_CLIENT", "rongqiao"), ("RONGQIAO_CONSOLE_IDLE_MINUTES", "0"),
    ] {
      let error = await #expect(throws: SettingsError.self, "\(variable) \(value)") {
        try await SettingsReader.read(environment: good.merging([variable: value]) { $1 })
      }
      #expect(error?.description.contains(variable) == true, "\(variable) \(value)")
    }
  }
}

@Suite("Terminal")
struct TerminalTests {
  @Test("Chinese text lines up: each line of a table is equally wide")
  func widths() {
    #expect(DisplayWidth.of("融桥 ok") == 7)
    #expect(DisplayWidth.of("e\u{301}") == 1)
    #expect(DisplayWidth.of("，。") == 4)
    #expect(DisplayWidth.of("👩‍👩‍👧") == 2)
    #expect(DisplayWidth.fit("融桥撮合", columns: 6) == "融桥… ")
    var table = Table([
      .init(heading: "产品", name: "product"),
      .init(heading: "额度", name: "limit", isAlignedRight: true),
    ])
    table.add(["税易贷", "1,000"])
    table.add(["loan\u{1b}[31m", "300,000,000"])
    for limit in [nil, 30, 24] {
      let lines = table.text(style: .box, columnsMaximum: limit).split(separator: "\n")
      #expect(Set(lines.map { DisplayWidth.of($0) }).count == 1)
      if let limit { #expect(lines.allSatisfy { DisplayWidth.of($0) <= limit }) }
      #expect(!lines.contains { $0.contains("\u{1b}") })
    }
    #expect(table.json.canonicalText.hasPrefix(#"[{"limit":"1,000","product":"税易贷"}"#))
  }

  @Test("a bar never wraps, and is silent where there is no terminal")
  func bar() {
    let said = Mutex<[String]>([])
    let bar = ProgressBar("导入", total: 3, isShown: true, columns: 40) { text in
      said.withLock { $0.append(text) }
    }
    for done in 0...3 { bar.update(done) }
    bar.update(3)
    bar.finish(3)
    #expect(said.withLock { $0.count } == 5)
    #expect(DisplayWidth.of(bar.picture(2)) <= 39)
    let quiet = ProgressBar("导入", total: 3, isShown: false, columns: 40) { text in
      said.withLock { $0.append(text) }
    }
    quiet.finish(3)
    #expect(said.withLock { $0.count } == 5)
  }
}

@Suite("Log")
struct LogTests {
  @Test("a line is one JSON object, or one readable line that no value can break")
  func lines() throws {
    let said = Mutex<[String]>([])
    let clock = WallClock.fixed(Instant(microseconds: 1_780_000_000_000_000))
    for readable in [false, true] {
      let logger = Logger(label: "x") { label in
        LineLogHandler(label: label, level: .info, isReadable: readable, clock: clock) { text in
          said.withLock { $0.append(text) }
        }
      }
      logger.info("你好", metadata: ["a": "1\n2"])
      logger.debug("hidden")
    }
    let lines = said.withLock { $0 }
    #expect(lines.count == 2)
    let json = try JSONParser.parse(lines[0])
    #expect(json["message"]?.stringValue == "你好")
    #expect(json["a"]?.stringValue == "1\n2")
    #expect(lines[1].hasSuffix(#"INFO     你好  a=1\n2"#))
  }
}

@Suite("Schemas")
struct SchemaFilesTests {
  @Test("migrations come in order, and no name leads out of the folder")
  func files() throws {
    let names = try SchemaFiles.migrations().map(\.name)
    #expect(names.first == "0001_enterprises_and_needs.sql")
    #expect(names == names.sorted())
    #expect(SchemaFiles.names(in: .reference).contains("calendar-cn.csv"))
    for path in ["../x", "sql/../../x", "/etc/passwd", "sql/", "", "sql/.x", "sql"] {
      #expect(throws: SchemaFiles.Failure.self) { try SchemaFiles.bytes(path) }
    }
  }
}
