import Catalog
import Domain

/// A yearly run of a ladder: members are ranked within their tiers and reviewed, and those who are
/// recommended are taken in or not. The same members with the same facts give the same lines.
public struct LadderRun: Sendable {
  /// Somebody on the ladder.
  public struct Member: Sendable {
    public let name: String
    public let tier: String
    public let facts: KnownFacts
    public let news: Set<LadderNews>

    public init(name: String, tier: String, facts: KnownFacts, news: Set<LadderNews>) {
      self.name = name
      self.tier = tier
      self.facts = facts
      self.news = news
    }
  }

  /// Somebody who is recommended.
  public struct Candidate: Sendable {
    public let name: String
    public let facts: KnownFacts
    /// When it was last ended.
    public let endedOn: LegalDate?

    public init(name: String, facts: KnownFacts, endedOn: LegalDate?) {
      self.name = name
      self.facts = facts
      self.endedOn = endedOn
    }
  }

  /// What becomes of one.
  public struct Line: Hashable, Sendable {
    public enum Outcome: String, CaseIterable, Hashable, Sendable {
      case keep
      case promote
      case recogniseAnew = "recognise_anew"
      case end
      case undecided
      case admit
      case banned
      case afterEntries = "after_entries"
      case noTier = "no_tier"
      case conditions
    }

    public let name: String
    /// Its tier before; nil for a candidate.
    public let tier: String?
    public let outcome: Outcome
    /// Why it ends.
    public let reason: LadderOutcome.Reason?
    /// Its tier from now on; nil when it is on none.
    public let next: String?
    public let bannedThrough: LegalDate?
    public let scorePPM: Int64?
    public let rank: Int?
    /// What it hangs on, sorted: facts or figures.
    public let missing: [String]
  }

  public let lines: [Line]
  /// Of those who are on the ladder after it.
  public let quota: LadderQuota

  /// - Parameters:
  ///   - entries: days of this ladder on which members were taken in.
  ///   - day: the day it is judged on.
  public init(
    _ members: [Member], _ candidates: [Candidate], by ladder: Ladder, entries: [LegalDate],
    on day: LegalDate, in book: StandardBook
  ) {
    let tiers = Dictionary(grouping: members, by: \.tier).mapValues { members in
      LadderRanking(
        Dictionary(
          members.map { ($0.name, ladder.figures($0.facts)) },
          uniquingKeysWith: { first, _ in first }), by: ladder)
    }
    let reviewed = members.map { member in
      Self.line(member, tiers[member.tier], by: ladder, on: day, in: book)
    }
    let taken = candidates.map { candidate in
      Self.line(
        candidate,
        ladder.entry(
          candidate.facts, endedOn: candidate.endedOn, entries: entries, in: book))
    }
    let lines = (reviewed + taken).sorted { $0.name < $1.name }
    let facts = Dictionary(
      members.map { ($0.name, $0.facts) } + candidates.map { ($0.name, $0.facts) },
      uniquingKeysWith: { first, _ in first })
    self.lines = lines
    quota = ladder.quota(
      lines.filter { $0.next != nil }.compactMap { facts[$0.name] }, in: book)
  }

  private static func line(
    _ member: Member, _ ranking: LadderRanking?, by ladder: Ladder, on day: LegalDate,
    in book: StandardBook
  ) -> Line {
    let place = ranking?.places.first { $0.member == member.name }
    let unranked = ranking?.unranked[member.name] ?? []
    func line(
      _ outcome: Line.Outcome, _ next: String?, reason: LadderOutcome.Reason? = nil,
      through: LegalDate? = nil, missing: [String]? = nil
    ) -> Line {
      Line(
        name: member.name, tier: member.tier, outcome: outcome, reason: reason, next: next,
        bannedThrough: through, scorePPM: place?.scorePPM, rank: place?.rank,
        missing: missing ?? unranked)
    }
    guard let tier = book.standard(member.tier, on: day) else {
      return line(.undecided, member.tier, missing: [member.tier])
    }
    switch ladder.review(
      member.name, on: tier, member.facts, news: member.news, ranking: ranking, in: book)
    {
    case .keep: return line(.keep, member.tier)
    case .recogniseAnew: return line(.recogniseAnew, member.tier)
    case .promote(let higher): return line(.promote, higher)
    case .end(let reason, let through): return line(.end, nil, reason: reason, through: through)
    case .undecided(let missing): return line(.undecided, member.tier, missing: missing)
    }
  }

  private static func line(_ candidate: Candidate, _ entry: LadderEntry) -> Line {
    func line(
      _ outcome: Line.Outcome, next: String? = nil, through: LegalDate? = nil,
      missing: [String] = []
    ) -> Line {
      Line(
        name: candidate.name, tier: nil, outcome: outcome, reason: nil, next: next,
        bannedThrough: through, scorePPM: nil, rank: nil, missing: missing)
    }
    switch entry {
    case .admit(let tier): return line(.admit, next: tier)
    case .banned(let through): return line(.banned, through: through)
    case .afterEntries: return line(.afterEntries)
    case .noTier: return line(.noTier)
    case .conditions: return line(.conditions)
    case .undecided(let missing): return line(.undecided, missing: missing)
    }
  }
}

extension LadderRun.Line {
  /// In codes and numbers, as it is stored and compared.
  public var json: JSON {
    [
      "name": .string(name), "tier": .optional(tier), "outcome": .string(outcome.rawValue),
      "reason": .optional(reason?.rawValue), "next": .optional(next),
      "banned_through": .optional(bannedThrough?.text), "score_ppm": .optional(scorePPM),
      "rank": .optional(rank.map { Int64($0) }), "missing": .array(missing.map(JSON.string)),
    ]
  }
}
