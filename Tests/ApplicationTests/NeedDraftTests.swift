import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Drafts of needs")
struct NeedDraftTests {
  private func owner(_ id: EnterpriseID) -> Actor {
    Actor(subject: "owner-1", role: .enterprise, organisation: id.text)
  }

  @Test("a draft is the enterprise's own, the last one counts, and it goes when it is dropped")
  func life() async throws {
    try await World.with { world in
      let application = world.application
      let (id, other) = (try await world.register(1), try await world.register(2))
      #expect(try await application.needDraft(of: id, actor: owner(id)) == nil)
      for text in ["300", "about 500"] {
        try await application.saveNeedDraft(
          of: id, ["amount": [.string(text)]], actor: owner(id))
      }
      let found = try await application.needDraft(of: id, actor: owner(id))
      #expect(found?["fields"] == ["amount": ["about 500"]])
      await #expect(throws: ApplicationError.self) {
        try await application.needDraft(of: id, actor: owner(other))
      }
      await #expect(throws: ApplicationError.self) {
        try await application.saveNeedDraft(of: id, [:], actor: owner(other))
      }
      try await application.dropNeedDraft(of: id, actor: owner(id))
      #expect(try await application.needDraft(of: id, actor: owner(id)) == nil)
    }
  }

  @Test("what is no form, or too long for one, is refused and changes nothing")
  func refused() async throws {
    try await World.with { world in
      let application = world.application
      let id = try await world.register(1)
      let long = JSON.string(String(repeating: "长", count: 2_000))
      for fields: JSON in ["300", ["amount": "300"], ["amount": [300]], ["amount": [long]]] {
        await #expect(throws: ApplicationError.self) {
          try await application.saveNeedDraft(of: id, fields, actor: owner(id))
        }
      }
      #expect(try await application.needDraft(of: id, actor: owner(id)) == nil)
    }
  }

  @Test("an erased enterprise leaves no draft")
  func erased() async throws {
    try await World.with { world in
      let application = world.application
      let id = try await world.register(1)
      try await application.saveNeedDraft(of: id, ["amount": ["300"]], actor: owner(id))
      _ = try await application.requestErasure(
        of: id, ["basis": "request", "reference": "QS-2026-0004"], actor: World.system)
      #expect(try await world.query("SELECT FROM need_draft").isEmpty)
    }
  }
}
