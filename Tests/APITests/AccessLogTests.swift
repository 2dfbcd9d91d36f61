import Application
import Domain
import HTTPTypes
import Logging
import Synchronization
import Testing

@testable import API

@Suite("Access log")
struct AccessLogTests {
  struct Line: Sendable {
    var level: Logger.Level
    var message: String
    var metadata: [String: String]
    var text: String { "\(message) \(metadata)" }
  }

  final class Lines: Sendable {
    let all = Mutex<[Line]>([])
  }

  struct Recorder: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let merged = metadata.merging(event.metadata ?? [:]) { _, new in new }
      let line = Line(
        level: event.level, message: event.message.description,
        metadata: merged.mapValues { $0.description })
      lines.all.withLock { $0.append(line) }
    }
  }

  private func lines(
    _ act: (Harness) async throws -> Void
  ) async throws -> [Line] {
    let lines = Lines()
    let logger = Logger(label: "test") { _ in Recorder(lines: lines) }
    try await act(try await Harness(logger: logger))
    return lines.all.withLock { $0 }
  }

  @Test(
    "one line per request: id, template, status, time, subject; no body, no query value, no token")
  func oneLine() async throws {
    let secret = "91340100MA2TE5T872"
    var token = ""
    let found = try await lines { harness in
      token = try await harness.token()
      _ = try await harness.send(
        .get, "/v1/enterprises?uscc=\(secret)", headers: ["Request-Id": "r-1"])
      _ = try await harness.send(
        .post, "/v1/enterprises", headers: ["Request-Id": "r-2"],
        json: #"{"uscc":"\#(secret)","name":"合肥示例"}"#)
    }
    #expect(found.count == 2)
    let first = try #require(found.first)
    #expect(first.level == .info)
    #expect(first.metadata["request_id"] == "r-1")
    #expect(first.metadata["route"] == "/v1/enterprises")
    #expect(first.metadata["method"] == "GET")
    #expect(first.metadata["status"] == "200")
    #expect(first.metadata["subject"] == "tester")
    #expect(first.metadata["ms"].flatMap { Int($0) } != nil)
    for line in found {
      #expect(!line.text.contains(secret) && !line.text.contains("合肥示例"))
      #expect(!line.text.contains(token))
    }
  }

  @Test("an unexpected error is logged with the request id it was answered with")
  func unexpected() async throws {
    struct Broken: Error {}
    let found = try await lines { harness in
      harness.backend.set { $0.failure = Broken() }
      _ = try await harness.send(.get, "/v1/needs", headers: ["Request-Id": "r-3"])
    }
    let line = try #require(found.first { $0.message == "unexpected error" })
    #expect(line.level == .error)
    #expect(line.metadata["request_id"] == "r-3")
    #expect(line.metadata["error_type"] == "Broken")
    #expect(found.last?.metadata["status"] == "500")
  }

  @Test("whoever asks how the process is fills no log, and that it is not ready is no error")
  func probes() async throws {
    let found = try await lines { harness in
      harness.dependencies.health.register("kafka") {
        .notReady(Text("连不上", "cannot be reached"), action: Text("等待", "wait"))
      }
      #expect(try await harness.send(.get, "/readyz").status == 503)
      _ = try await harness.send(.get, "/livez")
      _ = try await harness.send(.get, "/metrics")
    }
    #expect(found.map { $0.metadata["route"] } == ["/readyz", "/livez", "/metrics"])
    #expect(found.allSatisfy { $0.level == .debug })
    #expect(ObservationMiddleware.level("/v1/needs", 503) == .error)
    #expect(ObservationMiddleware.level("unmatched", 404) == .info)
  }
}
