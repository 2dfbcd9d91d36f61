import Application
import Domain
import Foundation
import TestSupport
import Testing

/// Everything that pools, advisers and activities tell of.
enum NurtureCase {
  static func everything(_ world: World) async throws {
    let id = try await world.candidate(930)
    let member = try await world.enterPool(id)
    try await world.enter(World.firm("nurture-firm").with(["regions": []]))
    for answers: [JSON] in [
      [["verb": "accept"], ["verb": "end", "reason": "换所"]],
      [["verb": "decline", "reason": "人手不足"]],
    ] {
      let assigned = try await world.application.assignAdviser(
        to: member, ["kind": "law_firm", "institution": "nurture-firm"], actor: World.system)
      let assignment = try #require(
        assigned.body["id"]?.stringValue.flatMap { AdviserAssignmentID($0) })
      for body in answers {
        _ = try await world.application.advanceAssignment(
          assignment, body, actor: World.system)
      }
    }
    let start = world.store.clock.now.adding(milliseconds: 86_400_000)
    let made = try await world.application.createActivity(
      [
        "kind": "training", "title": "金融培训", "region": "340100", "starts_at": .string(start.text),
        "ends_at": .string(start.adding(milliseconds: 3_600_000).text), "capacity": 10,
      ], actor: World.system)
    let activity = try #require(made.body["id"]?.stringValue.flatMap { ActivityID($0) })
    _ = try await world.application.inviteGuests(
      to: activity, ["enterprises": [.string(id.text)]], actor: World.system)
    _ = try await world.application.cancelActivity(
      activity, ["reason": "改期"], actor: World.system)
    _ = try await world.application.advancePoolMember(
      member, ["verb": "leave", "reason": "own_wish"], actor: World.system)
  }
}
