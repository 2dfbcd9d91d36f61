import Application
import Domain
import Foundation
import Store
import TestSupport
import Testing

@Suite("Invitations of suppliers", .serialized)
struct InvitationTests {
  @Test("each new one is told once, with the supplier that is registered and without its code")
  func told() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let known = try #require(try await given.uscc(of: given.seller))
      let stranger = Body.uscc(700)
      try await world.drain()
      func invite(_ codes: [String]) async throws -> [Event] {
        _ = try await given.application.inviteSuppliers(
          of: given.debtor, ["usccs": .array(codes.map(JSON.string))], actor: given.debtorActor)
        return try await world.drain()
      }
      let first = try await invite([known])
      #expect(first.map(\.type) == [.supplierInvited])
      #expect(first.first?.key == given.debtor.text)
      #expect(first.first?.data["supplier_id"] == .string(given.seller.text))
      let both = try await invite([known, stranger])
      #expect(both.map(\.type) == [.supplierInvited], "the first one is there already")
      #expect(both.first?.data["supplier_id"] == .null)
      let text = (first + both).map(\.data.canonicalText).joined()
      #expect(!text.contains(known) && !text.contains(stranger))
      #expect(try await invite([known, stranger]).isEmpty)
      // Nobody invites itself.
      let own = try #require(try await given.uscc(of: given.debtor))
      #expect(try await invite([own]).isEmpty)
    }
  }
}
