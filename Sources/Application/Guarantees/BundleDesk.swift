import Arrangement
import Catalog
import Decision
import Domain
import Policy
import Postgres
import Pricing
import Store

/// A need with the bundles that its newest run leads to.
struct BundleCase: Sendable {
  /// A bank's product that the enterprise fits with a guarantee.
  struct Bank: Sendable {
    var product: Product
    var part: BankPart
    /// Whether it is only the guarantee that makes it fit.
    var isRepaired: Bool
  }

  var run: LoadedRun
  var day: LegalDate
  /// Nil when it is not known; then there are no bundles.
  var size: EnterpriseSize?
  var banks: [Bank]
  /// Cheapest first, both.
  var lawful: [GuaranteeBundle] = []
  var refused: [GuaranteeBundle] = []

  func bank(_ product: String) -> Bank? { banks.first { $0.product.code == product } }
}

/// Puts together what the solver of bundles asks for.
struct BundleDesk {
  /// The security that a bundle gives a need.
  static let security = "guarantee"
  /// The fact that says the borrower's size.
  static let sizePath = "enterprise.size"

  let application: Application
  let session: any PostgresSession
  let run: LoadedRun
  /// At which instant everything is judged.
  let instant: Instant

  var day: LegalDate { instant.legalDate }
  private var rules: GuaranteeRules { application.reference.guarantees }

  /// All bundles of a run's need.
  ///
  /// - Parameter guarantors: those that are looked at; the re-guarantors stand among them.
  /// - Throws: `.conflict` `too_many_bundles`.
  func bundles(among guarantors: [GuarantorRecord]) async throws -> BundleCase {
    var found = BundleCase(run: run, day: day, size: size, banks: try await banks())
    guard let size = found.size, let need = try await need(of: size) else { return found }
    var parts: [GuarantorPart] = []
    for one in guarantors where one.kind != .reGuarantor {
      parts.append(try await part(one, kind: GuaranteeRules.kind(of: size)))
    }
    do throws(BundleSolver.TooMany) {
      let answer = try BundleSolver(rules.schemes, rules.limits).bundles(
        for: need, banks: found.banks.map(\.part), guarantors: parts,
        reGuarantors: guarantors.filter { $0.kind == .reGuarantor }.map(Self.behind),
        subsidies: subsidies)
      (found.lawful, found.refused) = (answer.lawful, answer.refused)
    } catch {
      throw ApplicationError.conflict(
        code: "too_many_bundles", zh: "组合数 \(error.count) 超过 \(BundleSolver.maximumCombinations)",
        en: "\(error.count) bundles are more than \(BundleSolver.maximumCombinations)")
    }
    return found
  }

  /// The need as if it offered a guarantee.
  private var guaranteed: DecisionInput {
    DecisionInput(
      needFacts: Self.withGuarantee(run.need).facts, enterpriseFacts: run.input.enterpriseFacts,
      clock: instant)
  }

  static func withGuarantee(_ need: NeedRecord) -> NeedRecord {
    var copy = need
    let offered = need.security ?? []
    copy.security = offered.contains(security) ? offered : offered + [security]
    return copy
  }

  /// Products of banks that take part in a scheme and that the enterprise fits with a guarantee. Those
  /// without a published price cannot be compared.
  private func banks() async throws -> [BundleCase.Bank] {
    let schemes = Dictionary(
      try await GuarantorRepository.banks(limit: Application.guarantorsMaximum, session).map {
        ($0.institution, Set($0.schemes))
      }, uniquingKeysWith: { first, _ in first })
    let plain = DecisionInput(
      needFacts: run.need.facts, enterpriseFacts: run.input.enterpriseFacts, clock: instant)
    return run.loaded.catalog.products.compactMap { product in
      guard let schemes = schemes[product.institution],
        let decision = run.engine.decide(guaranteed, product: product.code),
        decision.verdict == .eligible, let cost = decision.cost?.effectivePPM
      else { return nil }
      let before = run.engine.decide(plain, product: product.code)
      return BundleCase.Bank(
        product: product,
        part: BankPart(
          code: product.code, costPPM: cost, maximum: decision.limit.fen.flatMap { Fen($0) },
          schemes: schemes,
          citation: Citation(
            document: product.name.zh, url: product.source.url, tag: product.source.tag)),
        isRepaired: before?.verdict != .eligible)
    }
  }

  private var size: EnterpriseSize? {
    guard case .text(let text)? = run.input.enterpriseFacts[Self.sizePath]?.value else {
      return nil
    }
    return EnterpriseSize(rawValue: text)
  }

  private func need(of size: EnterpriseSize) async throws -> BundleNeed? {
    guard let amount = Fen(run.need.amountFen) else { return nil }
    let industry = IndustryCode(run.enterprise.industry)
    let section = industry.flatMap { application.reference.industries.section(of: $0)?.text }
    let inForce = try await GuarantorRepository.guaranteed(for: run.enterprise.id, session)
    return BundleNeed(
      amount: amount, day: day, region: RegionCode(run.enterprise.region),
      borrower: .enterprise(size), industrySection: section ?? "",
      industryCode: run.enterprise.industry, use: run.need.purpose,
      inForce: inForce.compactMapValues { Fen($0) })
  }

  private func part(
    _ guarantor: GuarantorRecord, kind: ExposureKind
  ) async throws -> GuarantorPart {
    let carried = try await GuarantorRepository.carried(
      by: guarantor.code, for: run.enterprise.id, session)
    return GuarantorPart(
      code: guarantor.code, feePPM: Int64(guarantor.feePpm),
      feeBase: GuarantorPart.FeeBase(rawValue: guarantor.feeBase) ?? .guaranteed,
      schemes: Set(guarantor.schemes), kind: kind,
      book: guarantor.book(carried, borrower: run.enterprise.uscc),
      isInsurer: guarantor.kind == .insurer,
      citation: Self.citation(of: guarantor))
  }

  private static func behind(_ guarantor: GuarantorRecord) -> ReGuarantorPart {
    ReGuarantorPart(
      code: guarantor.code, feePPM: Int64(guarantor.feePpm), isPaidByBorrower: false,
      schemes: Set(guarantor.schemes), citation: citation(of: guarantor))
  }

  /// The figures of a guarantor are what an operator entered.
  private static func citation(of guarantor: GuarantorRecord) -> Citation {
    Citation(
      document: guarantor.source, from: guarantor.asOf, tag: .uncertain, verified: false)
  }

  /// Subsidies of guarantee fees that everybody in the region has. Those on interest stand in the cost of
  /// the product already, and those that ask for more are no certain part of a bundle.
  private var subsidies: [SubsidyPart] {
    let region = RegionCode(run.enterprise.region)
    return run.engine.policies.subsidies(on: day, in: region).compactMap { one in
      let subsidy = one.subsidy
      guard subsidy.kind == .feeShare, subsidy.isCertain, subsidy.criteria.isEmpty,
        subsidy.families.isEmpty, subsidy.fees.map({ $0.contains(Self.security) }) ?? true
      else { return nil }
      return SubsidyPart(
        code: subsidy.id, base: .guaranteeFee, sharePPM: subsidy.ppm,
        cap: subsidy.capFen.flatMap { Fen($0) }, schemes: nil, period: subsidy.effective,
        citation: subsidy.citation)
    }
  }
}
