import Application
import Catalog
import Domain

/// The seed catalog with another Chinese name for its first product.
func changedCatalog(_ name: String, product index: Int = 0) throws -> Catalog {
  let json = try SeedCatalog.catalog().json
  var products = json["products"]?.arrayValue ?? []
  let english = products[index]["name"]?["en"]
  products[index] = products[index].with(["name": ["zh": .string(name), "en": english ?? "x"]])
  return try Catalog(json: json.with(["products": .array(products)]))
}

/// The seed catalog whose first product advertises so many days and such a share of grants, and its code.
func advertisingCatalog(days: Int64, grantedPPM: Int64) throws -> (Catalog, product: String) {
  let json = try SeedCatalog.catalog().json
  var products = json["products"]?.arrayValue ?? []
  let code = products[0]["code"]?.stringValue ?? ""
  products[0] = products[0].with([
    "advertised": ["working_days": .int(days), "granted_ppm": .int(grantedPPM)]
  ])
  return (try Catalog(json: json.with(["products": .array(products)])), code)
}
