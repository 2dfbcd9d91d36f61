import Domain

/// Who bears a part of a loss.
public enum LossParty: String, CaseIterable, Hashable, Sendable {
  /// 市县(区)政策性担保机构: the guarantor that pays the bank first.
  case guarantor
  /// 省级再担保机构(安徽省担保集团).
  case reGuarantor = "re_guarantor"
  /// 国家融资担保基金.
  case nationalFund = "national_fund"
  case bank
  /// 地方政府财政: a fund that compensates, never a guarantee (民法典 第六百八十三条).
  case government
  /// 保证保险.
  case insurer
}

/// How a loss is shared: parts of a million by party, one million together.
public struct ShareTable: Hashable, Sendable {
  public struct Share: Hashable, Sendable {
    public let party: LossParty
    public let ppm: Int64

    public init(_ party: LossParty, ppm: Int64) {
      self.party = party
      self.ppm = ppm
    }
  }

  /// One part of an amount.
  public struct Part: Hashable, Sendable {
    public let party: LossParty
    public let fen: Fen

    public init(party: LossParty, fen: Fen) {
      self.party = party
      self.fen = fen
    }
  }

  /// In the order of the table, which decides between equal remainders.
  public let shares: [Share]

  /// - Returns: nil unless the shares sum to 1,000,000 ppm, none is below 0, and no party is named
  ///   twice.
  public init?(_ shares: [Share]) {
    guard shares.allSatisfy({ (0...PartsPerMillion.one).contains($0.ppm) }),
      shares.reduce(0, { $0 + $1.ppm }) == PartsPerMillion.one,
      Set(shares.map(\.party)).count == shares.count
    else { return nil }
    self.shares = shares
  }

  /// The share of a party, 0 when it is not in the table.
  public subscript(_ party: LossParty) -> Int64 { shares.first { $0.party == party }?.ppm ?? 0 }

  /// The amount in fen by party, in the order of the table: the largest remainder, equal remainders to
  /// the first place.
  ///
  /// The parts sum to the amount; each is less than one fen from its exact share; who has the greater
  /// share never gets less. They do not all grow with the amount: one fen more may take a fen from a
  /// small party (the Alabama paradox of this method), so that what comes in several rounds is handed
  /// out by ``RecoveryAccount``, not by differences of splits.
  public func split(_ amount: Fen) -> [Part] {
    let parts = Apportionment.parts(
      of: amount.value, claims: shares.map { Int128(amount.value) * Int128($0.ppm) },
      over: Int128(PartsPerMillion.one))
    return zip(shares, parts).compactMap { share, part in
      Fen(part).map { Part(party: share.party, fen: $0) }
    }
  }
}
