import Domain
import Listing
import Seeds
import Testing

@Suite("Random walks of cases")
struct CaseWalkTests {
  /// On each board.
  static let steps = 100_000
  /// Events after which a walk begins anew.
  static let longest = 200

  @Test(
    "over every board of the book every edge is walked, no illegal transition succeeds, each legal one is one event, and replaying the events rebuilds the state"
  )
  func walks() throws {
    let seed = SeededGenerator.seed(for: "walks over boards")
    let boards = try ListingFixture.boards().boards
    #expect(boards.count >= 5)
    for board in boards { try walk(board, seed: seed) }
  }

  private func walk(_ board: Board, seed: UInt64) throws {
    let name = "\(board.code) \(board.version)"
    let begun = try ListingFixture.day("2023-03-01")
    var walk = RandomWalk(board, seed: seed)
    var state = CaseState(board, on: begun)
    var oracle = CaseOracle(board, on: begun)
    var events: [CaseEvent] = []
    var visited: Set<String> = [board.initial]
    var refused = 0
    for _ in 0..<Self.steps {
      let request = walk.request(state)
      let legal = oracle.target(request)
      let outcome = Result { () throws(CaseRefusal) in try state.transition(request, in: board) }
      switch outcome {
      case .success(let (next, event)):
        try #require(legal == next.stage, "\(name)")
        #expect(
          event.number == events.count + 1 && event.from == state.stage && event.to == next.stage)
        events.append(event)
        walk.took(request, in: state)
        state = next
        visited.insert(next.stage)
      case .failure(let refusal):
        try #require(legal == nil, "\(name): \(refusal)")
        refused += 1
      }
      guard board.stage(state.stage)?.kind == .end || events.count == Self.longest else { continue }
      #expect(try CaseHistory.replay(events, of: board, begun: begun) == state)
      state = CaseState(board, on: begun)
      oracle = CaseOracle(board, on: begun)
      events = []
    }
    #expect(try CaseHistory.replay(events, of: board, begun: begun) == state)
    #expect(refused > Self.steps / 20, "\(name)")
    #expect(visited == Set(board.stages.map(\.code)), "\(name)")
    let never = walk.untaken.map { "\($0.from) \($0.verb)" }.sorted()
    #expect(never.isEmpty, "\(name): \(never.joined(separator: ", "))")
  }
}
