import Domain

/// What a batch comes to: which institution is asked for which need, and why and why not.
public struct AllocationPlan: Sendable {
  /// Why an institution is asked by a product, or is not.
  public enum Why: String, CaseIterable, Hashable, Sendable {
    case offered
    /// It has or had the need.
    case askedBefore = "asked_before"
    case betterProduct = "better_product"
    case enough
    case productFull = "product_full"
    case institutionFull = "institution_full"

    fileprivate init(_ why: Allocation.Why) {
      switch why {
      case .offered: self = .offered
      case .betterProduct: self = .betterProduct
      case .enough: self = .enough
      case .productFull: self = .productFull
      case .institutionFull: self = .institutionFull
      }
    }
  }

  public struct Line: Hashable, Sendable {
    public let choice: AllocationInputs.Choice
    public let why: Why
  }

  public let inputs: AllocationInputs
  public let allocation: Allocation
  /// Of each need of the inputs, as it ranks them.
  public let lines: [[Line]]
  /// Of each institution of the inputs.
  public let fairness: FairnessReport

  /// - Throws: what is wrong with the inputs; never for those that this service wrote.
  public init(_ inputs: AllocationInputs) throws(AllocationMarket.Flaw) {
    self.inputs = inputs
    let order = ChoiceOrder(seed: inputs.seed)
    for product in inputs.products
    where !inputs.institutions.indices.contains(product.institution) {
      throw .institution(product: product.code)
    }
    var ranked: [[AllocationInputs.Choice]] = []
    for need in inputs.needs {
      let byProduct = Dictionary(
        need.choices.map { ($0.product, $0) }, uniquingKeysWith: { first, _ in first })
      guard byProduct.count == need.choices.count,
        need.choices.allSatisfy({ inputs.products.indices.contains($0.product) })
      else { throw .choice(need.id) }
      let candidates = need.choices.map { inputs.candidate($0) }
      ranked.append(
        order.choices(of: need.id, among: candidates).compactMap { byProduct[Int($0.product)] })
    }
    allocation = Allocation(of: try inputs.market(ranked))
    fairness = FairnessReport(allocation)
    var lines: [[Line]] = []
    for (place, choices) in ranked.enumerated() {
      // Those that were asked before are not in the market.
      var told = allocation.why(place).makeIterator()
      lines.append(
        choices.map { choice in
          let why: Why = choice.wasAsked ? .askedBefore : told.next().map(Why.init) ?? .enough
          return Line(choice: choice, why: why)
        })
    }
    self.lines = lines
  }

  /// Offers in all.
  public var count: Int { allocation.count }

  /// RFC 8785 JSON by which two plans are compared: `{"need_…": [[product, why], …]}`.
  public var json: JSON {
    .object(
      Dictionary(
        zip(inputs.needs, lines).map { need, lines in
          (
            need.id.text,
            .array(
              lines.map {
                [.string(inputs.products[$0.choice.product].code), .string($0.why.rawValue)]
              })
          )
        }, uniquingKeysWith: { first, _ in first }))
  }
}

extension AllocationInputs {
  fileprivate func candidate(_ choice: Choice) -> Candidate {
    let institution = institutions[products[choice.product].institution]
    return Candidate(
      product: choice.product, institution: institution.code, costPpm: choice.costPpm,
      coveragePpm: choice.coveragePpm, behind: institution.behind)
  }

  /// - Parameter ranked: the choices of each need, as it ranks them.
  fileprivate func market(
    _ ranked: [[Choice]]
  ) throws(AllocationMarket.Flaw) -> AllocationMarket {
    // Who has no limit takes each need once, at most.
    let unlimited = needs.count
    let places = institutions.compactMap {
      AllocationMarket.Institution(
        code: $0.code, capacity: $0.room ?? unlimited, preferences: $0.preferences)
    }
    guard places.count == institutions.count else { throw .institution(product: "") }
    return try AllocationMarket(
      institutions: places,
      products: products.compactMap {
        AllocationMarket.Product(
          code: $0.code, institution: $0.institution, capacity: $0.room ?? unlimited)
      },
      needs: zip(needs, ranked).map { need, choices in
        AllocationMarket.Need(
          id: need.id, pool: need.pool, since: need.since,
          choices: choices.filter { !$0.wasAsked }.map {
            AllocationMarket.Choice(product: $0.product, coveragePpm: $0.coveragePpm)
          }, offers: need.offers)
      },
      offersPerNeed: min(
        max(1, needs.map(\.offers).max() ?? 1), AllocationMarket.maximumOffersPerNeed))
  }
}
