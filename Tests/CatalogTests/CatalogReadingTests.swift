import Catalog
import Domain
import Testing

@Suite("Reading a catalog")
struct CatalogReadingTests {
  @Test("what the files say is what the product has")
  func product() throws {
    let catalog = try CatalogFixture.catalog()
    let product = try #require(catalog["tax-loan"])
    #expect(product.institution == "bank-one")
    #expect(product.effective == EffectivePeriod(from: try #require(LegalDate("2020-01-01"))))
    #expect(product.amount.maxFen == 1_000_000_000)
    #expect(product.tenor.minMonths == nil)
    #expect(product.minCoveragePPM == 500_000)
    #expect(product.criteria.map(\.id) == ["grade", "region_or_title"])
    #expect(product.criteria[0].reason == .taxGradeLow)
    #expect(product.criteria[0].citation.clause == "第四条")
    #expect(
      product.criteria[1].facts == [
        "enterprise.region", "enterprise.titles", "tax.mean_2y_fen",
      ])
    let limit = try #require(product.limit)
    #expect(
      limit.map(\.kind) == [
        .multipleByGrade(
          fact: "tax.mean_2y_fen", grade: "tax.credit_grade", milli: ["A": 5000, "B": nil])
      ])
    guard case .annualised(let terms) = product.pricing else {
      Issue.record("the price is annualised")
      return
    }
    #expect(terms.rate.max == .lpr(multipleMilli: 1300, spreadPPM: 0))
    #expect(!terms.citation.verified)
    #expect(catalog.institutions[0].region == RegionCode("340100"))
  }

  @Test("what a product advertises beside its prices is read, and what cannot be meant is refused")
  func advertised() throws {
    func files(_ told: String) -> [SourceFile] {
      CatalogFixture.files(
        products: ["tax-loan": CatalogFixture.product + "\nadvertised: \(told)\n"])
    }
    let catalog = try Catalog.read(files: files("{working_days: 3, granted_ppm: 900000}"))
    let product = try #require(catalog["tax-loan"])
    #expect(product.advertised?.workingDays == 3)
    #expect(product.advertised?.grantedPPM == 900_000)
    #expect(try CatalogFixture.catalog()["tax-loan"]?.advertised == nil)
    for (told, code) in [
      ("{working_days: -1}", "below_min"), ("{granted_ppm: 1000001}", "above_max"),
      ("{rate_ppm: 1}", "unknown_member"),
    ] {
      #expect(CatalogFixture.faults(files(told)).map(\.code) == [code])
    }
  }

  @Test("a criterion inside an alternative inherits its citation")
  func inheritedCitation() throws {
    let product = try #require(try CatalogFixture.catalog()["tax-loan"])
    guard case .anyOf(let members) = product.criteria[1].body,
      case .allOf(let group) = members[1].body
    else {
      Issue.record("the second criterion is an alternative with a group")
      return
    }
    #expect(group.map(\.citation) == [product.criteria[1].citation, product.criteria[1].citation])
  }

  @Test("the canonical document gives the catalog again, byte for byte")
  func roundTrip() throws {
    let catalog = try CatalogFixture.catalog()
    let again = try Catalog(json: catalog.json)
    #expect(again.json.canonicalBytes == catalog.json.canonicalBytes)
    #expect(again.digest == catalog.digest)
    #expect(again.products == catalog.products)
    #expect(again.registry.definitions == catalog.registry.definitions)
    let parsed = try JSONParser.parse(catalog.json.canonicalBytes)
    #expect(try Catalog(json: parsed).digest == catalog.digest)
    let registry = try FactRegistry(json: catalog.registry.json)
    #expect(registry.definitions == catalog.registry.definitions)
  }

  @Test("products are sorted by the bytes of their codes, whatever the order of the files")
  func order() throws {
    let codes = ["tax-loan", "a-loan", "a1-loan", "b-loan"]
    let products = Dictionary(
      uniqueKeysWithValues: codes.map {
        ($0, CatalogFixture.replaced(CatalogFixture.product, "code: tax-loan", "code: \($0)"))
      })
    let files = CatalogFixture.files(products: products)
    let catalog = try Catalog.read(files: files)
    #expect(catalog.products.map(\.code) == ["a-loan", "a1-loan", "b-loan", "tax-loan"])
    for (index, product) in catalog.products.enumerated() {
      #expect(catalog.index(of: product.code) == index)
    }
    #expect(catalog.index(of: "none-such") == nil)
    #expect(try Catalog.read(files: files.reversed()).digest == catalog.digest)
  }

  @Test("JSON is read like YAML")
  func json() throws {
    let catalog = try CatalogFixture.catalog()
    let product = try #require(catalog["tax-loan"])
    let again = try Catalog.read(
      files: CatalogFixture.files(products: ["tax-loan": product.json.canonicalText]))
    #expect(again.digest == catalog.digest)
  }

  @Test("a code that looks like a number means the same with and without quotes")
  func unquotedCodes() throws {
    let quoted = CatalogFixture.replaced(
      CatalogFixture.product, "op: within_region, value: 340100",
      "op: within_region, value: ['340100']")
    let catalog = try Catalog.read(files: CatalogFixture.files(products: ["tax-loan": quoted]))
    #expect(catalog["tax-loan"]?.criteria == (try CatalogFixture.catalog())["tax-loan"]?.criteria)
  }

  @Test("a catalog document that is broken is refused with pointers into it")
  func brokenDocument() throws {
    guard case .object(var members) = try CatalogFixture.catalog().json else { return }
    members["products"] = [["code": "x"]]
    #expect(throws: Faults.self) { try Catalog(json: .object(members)) }
    do throws(Faults) {
      _ = try Catalog(json: .object(members))
    } catch {
      #expect(error.list.contains { $0.pointer == "/products/0/source" && $0.code == "required" })
    }
    do throws(Faults) {
      _ = try Catalog(json: ["facts": [:]])
    } catch {
      #expect(error.list.map(\.pointer) == ["/institutions", "/families", "/products"])
    }
  }

  @Test("two products of one code are refused in a document")
  func duplicateCode() throws {
    guard case .object(var members) = try CatalogFixture.catalog().json,
      case .array(let products) = members["products"]
    else { return }
    members["products"] = .array(products + products)
    do throws(Faults) {
      _ = try Catalog(json: .object(members))
      Issue.record("accepted")
    } catch {
      #expect(error.list.map(\.code) == ["duplicate_id"])
      #expect(error.list.map(\.pointer) == ["/products/1/code"])
    }
  }
}
