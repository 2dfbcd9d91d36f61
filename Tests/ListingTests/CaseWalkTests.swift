import Domain
import Listing
import Testing

@Suite("Random walks of cases")
struct CaseWalkTests {
  static let steps = 100_000
  /// Events after which a walk begins anew.
  static let longest = 200

  @Test(
    "over every board no illegal transition succeeds, each legal one is one event, and replaying the events rebuilds the state",
    arguments: ["ah-srdi-batch-5", "ah-srdi-batch-7", "ah-star", "neeq-2013", "neeq-2023"])
  func walks(_ file: String) throws {
    let board = try ListingFixture.board(file)
    let begun = try ListingFixture.day("2023-03-01")
    var walk = RandomWalk(board, seed: SeededGenerator.seed(for: "walk \(file)"))
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
        try #require(legal == next.stage)
        #expect(
          event.number == events.count + 1 && event.from == state.stage && event.to == next.stage)
        events.append(event)
        state = next
        visited.insert(next.stage)
      case .failure(let refusal):
        try #require(legal == nil, "\(refusal)")
        refused += 1
      }
      guard board.stage(state.stage)?.kind == .end || events.count == Self.longest else { continue }
      #expect(try CaseHistory.replay(events, of: board, begun: begun) == state)
      state = CaseState(board, on: begun)
      oracle = CaseOracle(board, on: begun)
      events = []
    }
    #expect(try CaseHistory.replay(events, of: board, begun: begun) == state)
    #expect(refused > Self.steps / 20)
    #expect(visited.contains(board.aim))
  }
}
