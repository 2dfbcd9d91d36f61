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
