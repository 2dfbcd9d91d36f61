import Domain

/// What comes back after a compensation (追偿), handed out in rounds to those who bore the loss, in the
/// proportion of what each bore, after the costs of the round. (That recoveries follow the proportion of
/// the loss is practice, not a text that was read.)
///
/// Over any rounds: each round sums to its fen, nobody ever pays back, nobody is ahead of his exact
/// part by a whole fen, and once all is recovered everybody has exactly what he bore.
public struct RecoveryAccount: Hashable, Sendable {
  /// Why a round is refused; nothing is changed.
  public enum Refusal: Error, Hashable, Sendable {
    /// The costs are more than what came in, by so much.
    case costsAboveGross(Int64)
    /// More would be handed out than was borne, by so much.
    case aboveLoss(Int64)
  }

  public struct Line: Hashable, Sendable {
    public let party: LossParty
    /// What the party bore.
    public let borne: Fen
    /// What it has had back so far.
    public fileprivate(set) var returned: Fen
  }

  /// In the order of the share table.
  public private(set) var lines: [Line]

  /// After a compensation was split.
  public init(_ parts: [ShareTable.Part]) {
    lines = parts.compactMap { part in
      Fen(0).map { Line(party: part.party, borne: part.fen, returned: $0) }
    }
  }

  /// As it stands after some rounds.
  ///
  /// - Parameter returned: what each had back, in the order of `parts`.
  /// - Returns: nil when the counts differ or somebody had back more than he bore.
  public init?(_ parts: [ShareTable.Part], returned: [Fen]) {
    guard parts.count == returned.count, zip(parts, returned).allSatisfy({ $0.fen >= $1 }) else {
      return nil
    }
    lines = zip(parts, returned).map { Line(party: $0.party, borne: $0.fen, returned: $1) }
  }

  public var borneFen: Int64 { lines.reduce(0) { $0 + $1.borne.value } }
  public var returnedFen: Int64 { lines.reduce(0) { $0 + $1.returned.value } }

  /// Hands out one round.
  ///
  /// - Parameters:
  ///   - gross: what came in.
  ///   - costs: of the recovery, taken off first.
  /// - Returns: what each party gets now, in the order of the lines.
  /// - Throws: `Refusal` when the costs are above what came in, or more would go back than was borne;
  ///   nothing is handed out then.
  public mutating func distribute(
    gross: Fen, costs: Fen
  ) throws(Refusal) -> [ShareTable.Part] {
    let net = gross.value - costs.value
    guard net >= 0 else { throw .costsAboveGross(-net) }
    let (borne, total) = (borneFen, returnedFen + net)
    guard total <= borne else { throw .aboveLoss(total - borne) }
    guard net > 0 else {
      return lines.compactMap { line in
        Fen(0).map { ShareTable.Part(party: line.party, fen: $0) }
      }
    }
    // What each should have by now, less what he has, over what was borne.
    let claims = lines.map { line in
      Int128(total) * Int128(line.borne.value) - Int128(line.returned.value) * Int128(borne)
    }
    let paid = Apportionment.parts(of: net, claims: claims, over: Int128(borne))
    var parts: [ShareTable.Part] = []
    for (index, fen) in paid.enumerated() {
      guard let part = Fen(fen), let sum = Fen(lines[index].returned.value + fen) else { continue }
      lines[index].returned = sum
      parts.append(ShareTable.Part(party: lines[index].party, fen: part))
    }
    return parts
  }
}
