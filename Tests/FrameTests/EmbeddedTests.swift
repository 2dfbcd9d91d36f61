import Domain
import Foundation
import Glibc
import Logging
import Schemas
import ServiceLifecycle
import Testing

@testable import rongqiao

/// A directory of its own for one test, removed at the end.
struct Scratch: ~Copyable {
  let path: String
  init() throws {
    var template = Array("/tmp/rongqiao-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    chmod(path, 0o755)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The built program lies beside the test bundle.
let builtProgram = SchemaFiles.root.deletingLastPathComponent().path + "/rongqiao"
let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

@Suite("Embedded PostgreSQL", .serialized)
struct PrivatePostgresTests {
  func server(_ path: String, budget: RestartBudget = RestartBudget()) throws -> (
    StateDirectory, PrivatePostgres
  ) {
    let state = try StateDirectory(path: path)
    return (
      state,
      PrivatePostgres(
        state: state, binaries: nil, connectionsMaximum: 8, logger: silent, budget: budget)
    )
  }

  func psql(_ url: String, _ sql: String) async throws -> String {
    let outcome = try await ChildProcess.run(
      .init(
        executable: "/usr/bin/psql", arguments: ["-XAtq", "-c", sql, url],
        environment: ["PATH": "/usr/bin:/bin"]), limitMilliseconds: 10_000)
    return (outcome.output + outcome.error).joined(separator: "\n")
  }

  @Test("data outlive a stop, the address is kept, and writes are durable")
  func keepsData() async throws {
    let scratch = try Scratch()
    let state = scratch.path + "/s"
    do {
      let (hold, postgres) = try server(state)
      let url = try await postgres.start()
      #expect(try await psql(url, "create table t(a int); insert into t values (7)") == "")
      #expect(try await psql(url, "show fsync") == "on")
      #expect(
        try await psql(url.replacing(/rongqiao:[^@]+@/, with: "rongqiao:wrong@"), "select 1")
          .contains("password authentication failed"))
      await postgres.stop()
      _ = hold
    }
    let (hold, postgres) = try server(state)
    let url = try await postgres.start()
    #expect(try await psql(url, "select a from t") == "7")
    await postgres.stop()
    _ = hold
  }

  @Test("a second process is refused while the first holds the state directory")
  func oneHolder() async throws {
    let scratch = try Scratch()
    let first = try StateDirectory(path: scratch.path + "/s")
    #expect(throws: StateDirectory.Failure.self) { try StateDirectory(path: scratch.path + "/s") }
    _ = first.path
  }

  @Test("a killed server comes back at the same address, with what was committed")
  func restarts() async throws {
    let scratch = try Scratch()
    let (hold, postgres) = try server(scratch.path + "/s")
    let url = try await postgres.start()
    #expect(try await psql(url, "create table t(a int); insert into t values (8)") == "")
    let life = Task { try await postgres.run() }
    let file = try #require(PostmasterFile(data: scratch.path + "/s/postgres/data"))
    kill(file.processIdentifier, SIGKILL)
    var answer = ""
    let end = ContinuousClock.now + .seconds(120)
    while answer != "8", ContinuousClock.now < end {
      answer = try await psql(url, "select a from t")
    }
    #expect(answer == "8")
    let again = try #require(PostmasterFile(data: scratch.path + "/s/postgres/data"))
    #expect(again.processIdentifier != file.processIdentifier)
    life.cancel()
    try await life.value
    #expect(!again.isAlive(data: scratch.path + "/s/postgres/data"))
    _ = hold
  }

  @Test("a directory the server's user cannot enter is replaced by one it can, and remembered")
  func unreachable() async throws {
    let scratch = try Scratch()
    chmod(scratch.path, 0o700)
    let (hold, postgres) = try server(scratch.path + "/s")
    let url = try await postgres.start()
    #expect(try await psql(url, "select 1") == "1")
    await postgres.stop()
    let place = try #require(hold.object(PrivateCluster.placeFile)?["directory"]?.stringValue)
    #expect(!place.hasPrefix(scratch.path))
    try? FileManager.default.removeItem(atPath: place)
  }
}

@Suite("Embedded broker", .serialized)
struct BrokerProcessTests {
  @Test("a killed broker comes back and its new address is told")
  func restarts() async throws {
    let broker = BrokerProcess(logger: silent, executable: builtProgram)
    let first = try await broker.start()
    #expect(first.hasPrefix("127.0.0.1:"))
    var addresses = await broker.addresses().makeAsyncIterator()
    #expect(await addresses.next() == first)
    let life = Task { try await broker.run() }
    let pid = try #require(await broker.childIdentifier)
    kill(pid, SIGKILL)
    let second = try #require(await addresses.next())
    #expect(second != first)
    life.cancel()
    try await life.value
    #expect(await addresses.next() == nil)
  }

  @Test("a broker that cannot live is given up after a bounded number of starts")
  func bounded() async throws {
    var budget = RestartBudget()
    #expect(budget.delayMilliseconds(afterRunOf: 0) == 100)
    #expect(budget.delayMilliseconds(afterRunOf: 0) == 200)
    for _ in 0..<8 { #expect(budget.delayMilliseconds(afterRunOf: 0) != nil) }
    #expect(budget.delayMilliseconds(afterRunOf: 0) == nil)
    #expect(budget.delayMilliseconds(afterRunOf: 60_000) == 100)
    let broker = BrokerProcess(logger: silent, executable: "/bin/false")
    await #expect(throws: EmbeddedFailure.self) { try await broker.start() }
  }
}

@Suite("A fresh state")
struct FreshStateTests {
  @Test("a fresh directory is empty and held, and a database put elsewhere is gone with it")
  func fresh() async throws {
    let scratch = try Scratch()
    chmod(scratch.path, 0o700)
    var place = ""
    do {
      let state = try StateDirectory(path: scratch.path + "/s")
      let postgres = PrivatePostgres(
        state: state, binaries: nil, connectionsMaximum: 8, logger: silent)
      _ = try await postgres.start()
      place = try #require(state.object(PrivateCluster.placeFile)?["directory"]?.stringValue)
      await postgres.stop()
    }
    let state = try StateDirectory.fresh(scratch.path + "/s")
    #expect(try FileManager.default.contentsOfDirectory(atPath: state.path) == ["lock"])
    #expect(!FileManager.default.fileExists(atPath: place))
    #expect(throws: StateDirectory.Failure.self) { try StateDirectory.fresh(state.path) }
  }
}
