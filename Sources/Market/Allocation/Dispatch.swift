import Domain

/// A product that a need could be put before its institution with now.
public struct DispatchCandidate: Hashable, Sendable {
  public let candidate: Candidate
  /// Offers the product, and its institution over all products, may still take.
  public let productRoom: Int
  public let institutionRoom: Int
  /// Whether the institution has or had an offer of this need.
  public let wasAsked: Bool

  public init(_ candidate: Candidate, productRoom: Int, institutionRoom: Int, wasAsked: Bool) {
    self.candidate = candidate
    self.productRoom = productRoom
    self.institutionRoom = institutionRoom
    self.wasAsked = wasAsked
  }
}

/// Which institutions one need is put before at once (精准派单): the best of those that have room and
/// were not asked before.
public struct Dispatch: Hashable, Sendable {
  /// Why an institution is asked by this product, or is not.
  public enum Why: Hashable, Sendable {
    case offered
    /// It has or had an offer of this need.
    case askedBefore
    case productFull
    case institutionFull
    /// It is asked by a product that the need ranks higher.
    case betterProduct
    /// Enough institutions that the need ranks higher are asked.
    case enough
  }

  public struct Line: Hashable, Sendable {
    public let product: Int
    public let institution: String
    public let why: Why
  }

  /// As the need ranks them.
  public let lines: [Line]

  public var offered: [Line] { lines.filter { $0.why == .offered } }

  /// - Parameters:
  ///   - candidates: no product twice.
  ///   - offers: institutions to ask, at most.
  public init(
    of need: NeedID, among candidates: [DispatchCandidate], offers: Int, by order: ChoiceOrder
  ) {
    let byProduct = Dictionary(
      candidates.map { ($0.candidate.product, $0) }, uniquingKeysWith: { first, _ in first })
    var asked: Set<String> = []
    lines = order.choices(of: need, among: byProduct.values.map(\.candidate)).compactMap { choice in
      guard let one = byProduct[Int(choice.product)] else { return nil }
      let institution = one.candidate.institution
      let why: Why =
        if one.wasAsked {
          .askedBefore
        } else if asked.contains(institution) {
          .betterProduct
        } else if asked.count >= offers {
          .enough
        } else if one.institutionRoom <= 0 {
          .institutionFull
        } else if one.productRoom <= 0 {
          .productFull
        } else {
          .offered
        }
      if why == .offered { asked.insert(institution) }
      return Line(product: one.candidate.product, institution: institution, why: why)
    }
  }
}
