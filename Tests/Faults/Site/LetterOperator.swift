import Domain
import Postgres
import Synchronization
import TestSupport

/// The person who looks after dead letters, by the API: sends them back, or lets the workers go on
/// without them.
final class LetterOperator: Sendable {
  private let site: FaultSite
  private let client: SiteClient
  private let ledger: Ledger
  private let rounds = Mutex(0)

  init(_ site: FaultSite, _ client: SiteClient, _ ledger: Ledger) {
    self.site = site
    self.client = client
    self.ledger = ledger
  }

  private static let unsettled: Statement = """
    SELECT (SELECT count(*) FROM dead_letter WHERE state IN ('open', 'redriving', 'skipping'))
      + (SELECT count(*) FROM held_event)
    """

  /// Looks once: every second time what is open is sent back, then it is skipped.
  ///
  /// - Returns: how many letters and held events there were.
  @discardableResult
  func look() async throws -> Int {
    let unsettled = try await site.count(Self.unsettled)
    let open = try await site.count("SELECT count(*) FROM dead_letter WHERE state = 'open'")
    guard open > 0 else { return unsettled }
    let round = rounds.withLock { rounds in
      rounds += 1
      return rounds
    }
    let action = round.isMultiple(of: 2) ? "skip" : "redrive"
    var body: [String: JSON] = ["all": true, "limit": 200]
    if action == "skip" { body["reason"] = "not an event" }
    let answer = try await client.settle(
      .init(
        method: "POST", path: "/v1/dead-letters/\(action)", body: .object(body),
        key: "letters-\(round)"))
    if answer.status != 200 { ledger.surprise("letters \(action): \(answer)") }
    return unsettled
  }
}
