import Catalog
import Domain
import Listing

/// What the net assets of an enterprise come to as shares, where a board asks for a company limited by shares
/// and it is none yet. By what is known of it: a reform goes by what is audited.
struct ShareConversionView {
  private static let since = "enterprise.joint_stock_since"
  private static let netAssets = "finance.net_assets_fen"
  private static let paidIn = "finance.paid_in_capital_fen"

  private let assets: Fen
  private let most: ShareConversion
  /// With the capital that is paid in as the share capital; nil where that is not known, or cannot be.
  private let asPaidIn: ShareConversion?
  private let rule: ShareReformRule

  /// Nil where nothing is to be converted, or it is not known of what.
  init?(_ facts: KnownFacts, _ standard: Standard, _ rules: ShareReformRules) {
    guard standard.criteria.contains(where: { $0.facts.contains(Self.since) }),
      case .none = facts[Self.since], let rule = rules.rule(on: facts.day),
      let assets = Self.fen(Self.netAssets, facts), let most = rule.most(of: assets)
    else { return nil }
    self.rule = rule
    self.assets = assets
    self.most = most
    asPaidIn = Self.fen(Self.paidIn, facts).flatMap { rule.conversion(of: assets, into: $0) }
  }

  private static func fen(_ path: String, _ facts: KnownFacts) -> Fen? {
    guard case .known(.integer(let value)) = facts[path] else { return nil }
    return Fen(value)
  }

  var json: JSON {
    [
      "net_assets": MoneyView.json(assets.value), "par": MoneyView.json(rule.par.value),
      "most": Self.json(most), "as_paid_in": asPaidIn.map(Self.json) ?? .null,
      "citation": rule.citation.json,
    ]
  }

  private static func json(_ made: ShareConversion) -> JSON {
    [
      "shares": .int(made.shares), "capital": MoneyView.json(made.capital.value),
      "capital_reserve": MoneyView.json(made.reserveFen), "ratio_ppm": .int(made.ratioPPM),
    ]
  }
}
