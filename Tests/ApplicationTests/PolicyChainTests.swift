import Application
import Domain
import Policy
import TestSupport
import Testing

@Suite("The chain of policy packs")
struct PolicyChainTests {
  @Test("what a chain says holds at a place is what decisions there go by")
  func holds() async throws {
    try await World.with { world in
      let region = try #require(RegionCode("340104"))
      let policies = try await world.application.publishedPolicies().policies
      let chain = try await world.application.policyChain(in: region, actor: World.system)
      let packs = chain["packs"]?.arrayValue?.compactMap { $0["code"]?.stringValue } ?? []
      #expect(packs == policies.packs(in: region).map(\.code))
      #expect(packs.last == "cn" && packs.contains("cn-34") && !packs.contains("cn-61"))
      let parameters = chain["parameters"]?.arrayValue ?? []
      #expect(parameters.count > 20)
      let today = TestStore.morning.legalDate
      for parameter in parameters {
        let id = try #require(parameter["id"]?.stringValue)
        let value = policies.value(id, on: today, in: region)
        #expect(parameter["value"]?.intValue == value?.value, "\(id)")
        let own = try #require(packs.firstIndex(of: parameter["pack"]?.stringValue ?? ""))
        // Overridden is only what stands higher.
        for other in parameter["overrides"]?.arrayValue ?? [] {
          let place = try #require(packs.firstIndex(of: other["pack"]?.stringValue ?? ""))
          #expect(place > own, "\(id)")
        }
      }
    }
  }

  @Test("only who oversees reads packs, and a pack that is not there is not found")
  func roles() async throws {
    try await World.with { world in
      let region = try #require(RegionCode("340104"))
      for role in [Role.enterprise, .liaison, .liaisonManager] {
        let actor = Actor(subject: "x", role: role)
        for refused in [
          await refusal { _ = try await world.application.policyChain(in: region, actor: actor) },
          await refusal { _ = try await world.application.policyPack("cn", actor: actor) },
        ] { #expect(refused?.word == "forbidden", "\(role)") }
      }
      let auditor = Actor(subject: "x", role: .auditor)
      #expect(
        try await world.application.policyPack("cn", actor: auditor)["code"] == "cn")
      let none = await refusal {
        _ = try await world.application.policyPack("nothing", actor: auditor)
      }
      #expect(none?.word == "not found policy pack")
    }
  }
}
