import Application
import Domain
import HTTPTypes
import Testing

@testable import API

@Suite("The directory over HTTP")
struct DirectoryRouteTests {
  private static let query =
    "q=%E6%8B%85%E4%BF%9D+anhui&region=3401&kind=re_guarantor&service=re_guarantee&status=unlisted"
  private static let details = [
    "text": "担保 anhui", "region": "3401", "kind": "re_guarantor", "service": "re_guarantee",
    "status": "unlisted",
  ]

  @Test("a list and a file pass their conditions on, and refuse what is none")
  func conditions() async throws {
    let harness = try await Harness()
    let list = try await harness.send(.get, "/v1/directory?\(Self.query)&limit=7")
    #expect(list.status == 200)
    #expect(harness.backend.calls.last?.details == Self.details)
    #expect(harness.backend.calls.last?.page?.limit == 7)
    let file = try await harness.send(.get, "/v1/directory.csv?\(Self.query)")
    #expect(file.status == 200)
    #expect(harness.backend.calls.last?.name == "directoryFile")
    #expect(harness.backend.calls.last?.details == Self.details)
    let plain = try await harness.send(.get, "/v1/directory")
    #expect(plain.status == 200)
    #expect(harness.backend.calls.last?.details["status"] == "listed")
    let long = String(repeating: "x", count: 101)
    for query in [
      "q=", "q=\(long)", "region=340", "kind=planet", "service=magic", "status=gone", "type=x",
    ] {
      for path in ["/v1/directory", "/v1/directory.csv"] {
        #expect(try await harness.send(.get, "\(path)?\(query)").status == 400, "\(path) \(query)")
      }
    }
    #expect(try await harness.send(.get, "/v1/directory.csv?limit=7").status == 400)
    #expect(harness.backend.calls.count == 3)
  }

  @Test("the file is CSV to be saved, with a tag that a second asking names")
  func file() async throws {
    let harness = try await Harness()
    let reply = try await harness.send(.get, "/v1/directory.csv")
    #expect(reply.header("Content-Type") == "text/csv; charset=utf-8; header=present")
    #expect(reply.header("Content-Disposition") == "attachment; filename=\"directory.csv\"")
    #expect(reply.header("Cache-Control") == "no-store")
    let tag = try #require(reply.header("ETag"))
    let again = try await harness.send(
      .get, "/v1/directory.csv", headers: ["If-None-Match": tag])
    #expect(again.status == 304 && again.bytes.isEmpty)
  }

  @Test("an entry is named by its code, and another form names nothing")
  func code() async throws {
    let harness = try await Harness()
    for code in ["icbc", "a_b-1", String(repeating: "x", count: 64)] {
      let reply = try await harness.send(.get, "/v1/directory/\(code)")
      #expect(reply.status == 200)
      #expect(harness.backend.calls.last?.details["code"] == code)
    }
    let count = harness.backend.calls.count
    for code in ["ICBC", "-a", "a.b", "%E5%BE%BD", String(repeating: "x", count: 65)] {
      #expect(try await harness.send(.get, "/v1/directory/\(code)").status == 404, "\(code)")
      let amended = try await harness.send(.patch, "/v1/directory/\(code)", json: "{}")
      #expect(amended.status == 404, "\(code)")
    }
    #expect(harness.backend.calls.count == count)
  }

  @Test("each change passes body, version and key on")
  func changes() async throws {
    let harness = try await Harness()
    let routes: [(HTTPRequest.Method, String, String)] = [
      (.patch, "/v1/directory/icbc", "amendDirectoryEntry"),
      (.post, "/v1/directory/icbc/unlist", "unlistDirectoryEntry"),
      (.post, "/v1/directory/icbc/relist", "relistDirectoryEntry"),
    ]
    for (method, path, name) in routes {
      let without = try await harness.send(
        method, path, headers: ["If-Match": ""], json: "{}")
      #expect(without.code == "precondition_required", "\(path)")
      _ = try await harness.send(
        method, path, headers: ["If-Match": "\"4\""], json: #"{"dry_run":true}"#)
      let call = try #require(harness.backend.calls.last)
      #expect(call.name == name && call.expectedVersion == 4 && call.details["code"] == "icbc")
      #expect(call.body == ["dry_run": true] && call.idempotency?.key == "key-1")
    }
    _ = try await harness.send(.post, "/v1/directory", json: #"{"code":"x"}"#)
    let created = try #require(harness.backend.calls.last)
    #expect(created.name == "createDirectoryEntry" && created.body == ["code": "x"])
    #expect(created.idempotency?.key == "key-1")
  }

  @Test(
    "each refusal of a change has its own problem at 409",
    arguments: ["entry_exists", "entry_status"])
  func refusals(_ code: String) async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.failure = ApplicationError.conflict(code: code, zh: "不可", en: "not now")
    }
    let reply = try await harness.send(.post, "/v1/directory/icbc/unlist", json: "{}")
    #expect(reply.status == 409 && reply.code == code)
    let page = try await harness.send(.get, "/problems/\(code)", token: nil)
    #expect(page.status == 200)
  }
}
