import Domain

extension LendingDisclosure {
  /// Whether figures of a report may be told beside those of an earlier version of it, which together tell of what
  /// was corrected: when nothing was of all that they are made of, or the loans of at least the threshold of
  /// borrowers.
  ///
  /// - Parameters:
  ///   - now: all loans of the report, by the scope of the definition.
  ///   - earlier: those of the version that was told.
  public func mayTell(
    _ now: LoanSums, beside earlier: LoanSums, by definition: LendingDefinition
  ) -> Bool {
    definition.changed(now, from: earlier).allSatisfy { $0 == 0 || $0 >= threshold }
  }
}

extension LendingDefinition {
  /// How many borrowers at least differ between two versions of a report: one number for each of what the
  /// indicators are made of, such as what is owed on loans that count, or who applied.
  ///
  /// Each is looked at alone: what was corrected of many says nothing of a figure that does not read it, and hides
  /// nobody there. Borrowers are known by what they have, as figures know them, and not by their numbers: a bank
  /// that numbers them anew has corrected nothing.
  public func changed(_ now: LoanSums, from earlier: LoanSums) -> [Int] {
    indicators.flatMap { indicator in
      zip(Self.read(now, by: indicator.kind), Self.read(earlier, by: indicator.kind))
        .map { Self.differing($0, $1) }
    }
  }

  /// What a kind of indicator is made of, by borrower; always in the same order.
  private static func read(_ loans: LoanSums, by kind: Kind) -> [[Int128]] {
    switch kind {
    case .growth: [loans.scoped.each(\.balance), loans.all.each(\.balance)]
    case .borrowers: [loans.scoped.each(\.balance)]
    case .approval:
      [loans.scoped.applicants, loans.scoped.approved].map { Array(repeating: 1, count: $0) }
    case .badShare:
      [loans.scoped, loans.all].flatMap { [$0.each(\.balance), $0.each(\.bad)] }
    case .cost: [loans.scoped.each(\.granted), loans.scoped.each(\.interest)]
    }
  }

  /// The fewest borrowers whose correction makes one of the other: they left with what they had, and came with what
  /// they have.
  private static func differing(_ now: [Int128], _ earlier: [Int128]) -> Int {
    var surplus: [Int128: Int] = [:]
    for amount in now { surplus[amount, default: 0] += 1 }
    for amount in earlier { surplus[amount, default: 0] -= 1 }
    let came = surplus.values.reduce(0) { $0 + max(0, $1) }
    let left = surplus.values.reduce(0) { $0 + max(0, -$1) }
    return max(came, left)
  }
}
