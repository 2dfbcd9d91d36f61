import Catalog
import Domain

extension Engine {
  /// Which unknown facts to ask for next, and whether it is worth asking at all.
  ///
  /// It is settled when no answer can change the first `topLimit` eligible products or their order:
  /// each of them stands surely before the next, and every product that may still become eligible,
  /// at the lowest cost it could have, stays behind the last of them. While fewer than `topLimit`
  /// are eligible, anything that may still become so could enter.
  /// - Parameter topLimit: how many of the ranked products matter.
  public func nextQuestions(_ input: DecisionInput, topLimit: Int = 3) -> QuestionOutcome {
    let decisions = decideAll(input)
    let asked =
      (input.needFacts[NeedFact.amount] ?? input.enterpriseFacts[NeedFact.amount])
      .flatMap { FactState($0).integer } ?? 0
    let standings = decisions.compactMap { Standing($0, asked: asked) }
    let questions = questions(standings)
    let isSettled = questions.isEmpty || Self.isSettled(standings, topLimit: topLimit)
    return QuestionOutcome(questions: isSettled ? [] : questions, isSettled: isSettled)
  }

  private static func isSettled(_ standings: [Standing], topLimit: Int) -> Bool {
    guard topLimit > 0 else { return true }
    let ranked = standings.filter(\.isEligible).sorted(by: Standing.ranks)
    let top = ranked.prefix(topLimit)
    let open = standings.filter { !$0.isEligible }
    if top.count < topLimit, !open.isEmpty { return false }
    for (one, next) in zip(top, top.dropFirst()) where !one.isSurelyBefore(next) { return false }
    guard let last = top.last else { return true }
    return (ranked.dropFirst(topLimit) + open).allSatisfy(last.isSurelyBefore)
  }

  private func questions(_ standings: [Standing]) -> [Question] {
    var settles: [String: Int] = [:]
    var touches: [String: Int] = [:]
    var money: [String: Int64] = [:]
    for standing in standings {
      for path in Set(standing.missing + standing.costMissing) {
        touches[path, default: 0] += 1
        money[path, default: 0] += standing.moneyFen
      }
      if standing.missing.count == 1 { settles[standing.missing[0], default: 0] += 1 }
    }
    return touches.map { path, count in
      Question(
        path: path, settles: settles[path] ?? 0, touches: count, moneyFen: money[path] ?? 0)
    }.sorted(by: Question.precedes)
  }
}
