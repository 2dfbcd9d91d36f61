import Catalog
import Domain
import Policy
import Store

/// The products that a change of catalog or policies touches, by code.
struct TouchedProducts: Sendable, Hashable {
  /// All of them, also those that are taken out; sorted by bytes.
  var codes: [String] = []
  /// Those whose verdict may be another one; of the rest only the cost.
  var verdictCodes: Set<String> = []

  var isEmpty: Bool { codes.isEmpty }

  /// - Parameters:
  ///   - policiesFrom: nil when both sides have the same policies.
  ///   - catalog: the catalog on the new side.
  static func between(
    _ from: CatalogOutline, _ to: CatalogOutline, policiesFrom: PolicySet?, policiesTo: PolicySet,
    catalog: Catalog
  ) -> TouchedProducts {
    var codes: Set<String> = []
    var verdictCodes: Set<String> = []
    if from.digests != to.digests || from.facts != to.facts {
      for code in Set(from.codes).union(to.codes)
      // A registry that says something else derives other facts: that may reach every product.
      where from.facts != to.facts || from.digests[code] != to.digests[code] {
        codes.insert(code)
        verdictCodes.insert(code)
      }
    }
    if let policiesFrom {
      let diff = PolicyDiff(from: policiesFrom, to: policiesTo)
      let parameters = diff.touchedParameters
      for product in catalog.products where diff.touches(product) {
        codes.insert(product.code)
        if !product.parameterReferences.isDisjoint(with: parameters) {
          verdictCodes.insert(product.code)
        }
      }
    }
    return TouchedProducts(
      codes: codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
      verdictCodes: verdictCodes)
  }
}

extension CatalogOutline {
  /// Of a catalog that may not be published.
  init(_ catalog: Catalog) {
    self.init(
      codes: catalog.products.map(\.code),
      digests: Dictionary(
        catalog.products.map { ($0.code, $0.digest) }, uniquingKeysWith: { first, _ in first }),
      facts: Digest(of: catalog.json["facts"] ?? .null))
  }
}
