import Application
import Domain
import Foundation
import Listing
import Postgres
import Store
import TestSupport
import Testing

@Suite("Random walks of stored cases", .serialized)
struct ListingWalkTests {
  static let steps = 2_000
  /// Steps after which a walk begins anew.
  static let longest = 120

  @Test(
    "no illegal step of a stored case succeeds, each legal one is one event, and what is stored replays",
    .timeLimit(.minutes(5)))
  func walk() async throws {
    try await World.with { world in
      var random = WalkGenerator(state: 20_261_120)
      var number = 100
      var trip = try await ListingTrip.open(world, number: number, on: "2024-01-02")
      try await world.drain()
      let begun = try #require(LegalDate("2024-01-02"))
      var state = CaseState(trip.board, on: begun)
      var history: [CaseEvent] = []
      var taken = 0
      for _ in 0..<Self.steps {
        let request = Self.request(state, in: trip.board, &random)
        let legal = try? state.transition(request, in: trip.board)
        let (id, body) = (trip.id, Self.json(request))
        let refused = await refusal {
          _ = try await world.application.advanceListingCase(
            id, expectedVersion: nil, body, actor: ListingTrip.officer)
        }
        #expect((refused == nil) == (legal != nil), "\(request.verb) in \(state.stage)")
        let events = try await world.drain()
        #expect(events.count == (legal == nil ? 0 : 1))
        if let legal {
          #expect(events.first?.data["stage"] == .string(legal.state.stage))
          state = legal.state
          history.append(legal.event)
          taken += 1
        }
        let isOver = trip.board.stage(state.stage)?.kind == .end
        guard isOver || history.count >= Self.longest else { continue }
        #expect(try CaseHistory.replay(history, of: trip.board, begun: begun) == state)
        let view = try await trip.view()
        #expect(view["stage"] == .string(state.stage) && view["seq"] == .int(Int64(state.count)))
        number += 1
        trip = try await ListingTrip.open(world, number: number, on: "2024-01-02")
        try await world.drain()
        state = CaseState(trip.board, on: begun)
        history = []
      }
      #expect(taken > Self.steps / 4)
      #expect(Self.steps - taken > Self.steps / 20)
    }
  }

  /// Mostly what the stage offers, and something wrong now and then.
  private static func request(
    _ state: CaseState, in board: Board, _ random: inout WalkGenerator
  ) -> CaseRequest {
    let here = board.edges.filter { $0.from == state.stage }
    let onward = here.filter { edge in
      guard case .stage(let to) = edge.target else { return true }
      return board.stage(to)?.kind != .end
    }
    let pool = onward.isEmpty || Int.random(in: 0..<30, using: &random) == 0 ? here : onward
    let isWild = Int.random(in: 0..<8, using: &random) == 0
    let edge = (isWild ? board.edges : pool).randomElement(using: &random)
    let day = state.day.adding(days: Int.random(in: 0...2, using: &random))
    var kinds = edge?.gate.flatMap { board.gate($0) }?.evidence ?? []
    if Int.random(in: 0..<12, using: &random) == 0 { kinds = Array(kinds.dropLast()) }
    var reason: String?
    if case .stage(let to)? = edge?.target, let stage = board.stage(to), stage.kind != .step {
      reason = stage.reasons.map(\.code).randomElement(using: &random)
    }
    let evidence = kinds.compactMap { kind in
      CaseEvidence(
        kind: kind, document: "file/\(kind)", digest: Digest(ofBytes: Array(kind.utf8)),
        issuedOn: day, issuer: "甲",
        cutOff: board.evidenceKind(kind)?.validity == nil ? nil : day.adding(days: -10))
    }
    let role = edge?.roles.sorted().randomElement(using: &random) ?? "operator"
    return CaseRequest(
      edge?.verb ?? "list", by: role, on: day, evidence: evidence, reason: reason)
  }

  private static func json(_ request: CaseRequest) -> JSON {
    var members: [String: JSON] = [
      "verb": .string(request.verb), "role": .string(request.role),
      "on": .string(request.on.text),
      "evidence": .array(
        request.evidence.map { one in
          var paper: [String: JSON] = [
            "kind": .string(one.kind), "document": .string(one.document),
            "issuer": .string(one.issuer), "sha256": .string(one.digest.hexadecimal),
            "issued_on": .string(one.issuedOn.text),
          ]
          if let cutOff = one.cutOff { paper["cut_off_on"] = .string(cutOff.text) }
          return .object(paper)
        }),
    ]
    if let reason = request.reason { members["reason"] = .string(reason) }
    return .object(members)
  }
}

/// SplitMix64: the same walk in every run.
private struct WalkGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
