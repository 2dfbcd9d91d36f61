import Catalog
import Domain

/// What came to be known of a member since the last review.
public enum LadderNews: String, CaseIterable, Hashable, Sendable {
  /// It gave false information (提供虚假信息).
  case falseInformation = "false_information"
  /// It merged, was reorganised or handed over (并购、重组、转让).
  case majorChange = "major_change"
  /// It bears another name, and nothing else changed.
  case rename
}

/// What becomes of a member in a review.
public enum LadderOutcome: Hashable, Sendable {
  public enum Reason: String, CaseIterable, Hashable, Sendable {
    case falseInformation = "false_information"
    /// It no longer meets what the province asks of every member.
    case conditions
    case majorChange = "major_change"
    /// Last of its tier, and no longer of its tier.
    case lastAndFailing = "last_and_failing"
  }

  case keep
  /// Into the tier of this code.
  case promote(to: String)
  /// It is recognised anew under its new name.
  case recogniseAnew
  /// It leaves, and is not recommended again until after this day.
  case end(Reason, bannedThrough: LegalDate)
  /// It hangs on facts, or on figures of the ranking, that are not known; sorted.
  case undecided([String])
}

/// Why an enterprise is not taken in.
public enum LadderEntry: Hashable, Sendable {
  case admit(tier: String)
  /// It was ended, and may come again after this day.
  case banned(through: LegalDate)
  /// Entries of this year are over.
  case afterEntries(year: Int)
  /// It meets what the province asks, but no tier.
  case noTier
  case conditions
  /// It hangs on these facts, sorted.
  case undecided([String])
}

extension Ladder {
  /// Whether an enterprise is taken in on the day of the facts, and on which tier: the highest it meets.
  ///
  /// - Parameters:
  ///   - ended: the day on which it was last ended; nil for never.
  ///   - entries: days on which new members were taken in.
  public func entry(
    _ facts: KnownFacts, endedOn ended: LegalDate?, entries: [LegalDate], in book: StandardBook
  ) -> LadderEntry {
    if let ended, facts.day <= lastDayOfBan(endedOn: ended) {
      return .banned(through: lastDayOfBan(endedOn: ended))
    }
    let done = Set(entries.filter { $0.year == facts.day.year && $0 != facts.day })
    guard done.count < entriesAYear else { return .afterEntries(year: facts.day.year) }
    switch conditions.result({ facts[$0] }) {
    case .fail: return .conditions
    case .unknown: return .undecided(unknown(facts))
    case .pass: break
    }
    let placement = book.placement(.tier, of: code, facts)
    guard placement.isDecided else { return .undecided(placement.missing) }
    return placement.sure.map { LadderEntry.admit(tier: $0) } ?? .noTier
  }

  /// What becomes of a member on the day of its facts.
  ///
  /// Being last alone ends nothing, and neither does a tier that is not met: only both together do.
  ///
  /// - Parameters:
  ///   - tier: the standard of its tier.
  ///   - ranking: of its tier in this year; nil before it is made.
  public func review(
    _ member: String, on tier: Standard, _ facts: KnownFacts, news: Set<LadderNews> = [],
    ranking: LadderRanking?, in book: StandardBook
  ) -> LadderOutcome {
    func end(_ reason: LadderOutcome.Reason) -> LadderOutcome {
      .end(reason, bannedThrough: lastDayOfBan(endedOn: facts.day))
    }
    if news.contains(.falseInformation) { return end(.falseInformation) }
    let province = conditions.result { facts[$0] }
    if province == .fail { return end(.conditions) }
    if let higher = promotion(from: tier, facts, book) { return .promote(to: higher) }
    let standing = self.standing(tier, facts, book)
    let isChanged = news.contains(.majorChange)
    if standing.result == .fail, isChanged { return end(.majorChange) }
    let isLast = ranking?.last?.contains(member) ?? false
    if standing.result == .fail, isLast { return end(.lastAndFailing) }
    if province == .unknown { return .undecided(unknown(facts)) }
    let mayBeLast = ranking?.mayBeLast(member) ?? false
    if standing.result == .fail, mayBeLast {
      return .undecided(Set(ranking?.unranked.values.flatMap { $0 } ?? []).sorted())
    }
    if standing.result == .unknown, isChanged || mayBeLast { return .undecided(standing.missing) }
    return news.contains(.rename) ? .recogniseAnew : .keep
  }

  /// Whether the tier or a higher one is met: who grew out of a tier does not fail it.
  private func standing(
    _ tier: Standard, _ facts: KnownFacts, _ book: StandardBook
  ) -> (result: RuleResult, missing: [String]) {
    let higher = book.standards(.tier, of: code, on: facts.day).filter {
      ($0.rank ?? 0) > (tier.rank ?? 0)
    }
    let assessments = ([tier] + higher).map { $0.assess(facts) }
    return (
      RuleResult.any(assessments.map(\.result)),
      Set(assessments.flatMap(\.missing)).sorted()
    )
  }

  /// A higher tier that is met for sure.
  private func promotion(
    from tier: Standard, _ facts: KnownFacts, _ book: StandardBook
  ) -> String? {
    guard let sure = book.placement(.tier, of: code, facts).sure,
      let rank = book.standard(sure, on: facts.day)?.rank, let own = tier.rank, rank > own
    else { return nil }
    return sure
  }

  private func unknown(_ facts: KnownFacts) -> [String] {
    Set(conditions.facts.flatMap { facts.unknown(in: $0) }).sorted()
  }
}
