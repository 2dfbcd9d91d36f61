import Catalog
import Documents
import Domain
import Foundation
import Policy
import Pricing
import Testing

@Suite("Cost sheets for print")
struct CostSheetPageTests {
  private func page(
    _ pricing: String = DocumentFixture.pricing, name: String = "某产品",
    facts: [String: FactState] = ["enterprise.listed": .known(.boolean(true))],
    months: Int64 = 12, enterprise: String? = nil, ceiling: Int64 = 9_000
  ) throws -> String {
    let catalog = try DocumentFixture.catalog(pricing, name: name)
    let policies = try DocumentFixture.policies(ceiling: ceiling)
    let product = try #require(catalog.products.first)
    let day = try #require(LegalDate("2025-06-01"))
    let price = try #require(
      Pricer(policies: policies, registry: catalog.registry).price(product, on: day))
    let request = Pricer.Request(amountFen: 300_000_000, tenorMonths: months, day: day)
    let sheet = try #require(price.sheet(request) { facts[$0] ?? .unknown })
    let page = try CostSheetPage(
      sheet, names: CostSheetNames(sheet, catalog: catalog, enterprise: enterprise))
    // The policy names the hash of the very style that stands on the page.
    let style = page.html.split(separator: "<style>").last?.split(separator: "</style>").first
    let hash = Digest(ofBytes: Array(try #require(style).utf8))
    let encoded = Data(hash.bytes).base64EncodedString()
    #expect(
      page.contentSecurityPolicy.hasPrefix("default-src 'none'; style-src 'sha256-\(encoded)';"))
    return page.html
  }

  @Test("every item stands on the page: name in both languages, payee, amount and yearly rate")
  func items() throws {
    let page = try page()
    for text in [
      "利息 <span lang=\"en\">interest</span>", "担保费 <span lang=\"en\">guarantee fee</span>",
      "一号银行 <span lang=\"en\">Bank One</span>", "担保机构 <span lang=\"en\">guarantor</span>",
      "103,500.00", "30,000.00", "133,500.00", "3.45%", "1.0244%", "4.4744%", "4.5673%",
      "期初一次 <span lang=\"en\">once at the start</span>",
    ] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test("certain and uncertain subsidies are told apart, before and after")
  func subsidies() throws {
    let page = try page()
    for text in [
      "贴息 <span lang=\"en\">interest subsidy</span>", "51,750.00", "2.797%", "2.7617%",
      "确定，已扣除 <span lang=\"en\">certain, taken off</span>",
      "不确定，未扣除 <span lang=\"en\">uncertain, not taken off</span>",
      "若不确定补贴也全部到位",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    let unknown = try self.page(facts: [:])
    #expect(!unknown.contains("确定，已扣除 <span"))
    #expect(unknown.contains("补充以下信息可使测算更准确") && unknown.contains("入库"))
    #expect(try self.page(facts: ["enterprise.listed": .none]).contains("若不确定补贴也全部到位"))
  }

  @Test("a fee above the ceiling is flagged, one at it is not")
  func ceilings() throws {
    #expect(try page(ceiling: 9_000).contains("年化1.00%，高于上限0.90%"))
    #expect(try !page(ceiling: 10_000).contains("高于上限"))
  }

  @Test("text from data is escaped wherever it stands")
  func escaping() throws {
    let evil = "<script>alert('x')</script> & \"y\""
    let page = try page(name: evil, enterprise: evil)
    #expect(!page.contains("<script") && !page.contains("alert('x')"))
    #expect(
      page.components(of: "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;")
        >= 4)
  }

  @Test("the page is one document for A4: no script, nothing fetched, languages named, tags closed")
  func form() throws {
    let page = try page()
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"zh-CN\">"))
    #expect(page.contains("@page { size: A4"))
    #expect(page.contains("<meta charset=\"utf-8\">"))
    for word in ["<script", "http://", "https://", "<link", "<img", "url(", "@import", "onload"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(!page.contains("{{") && !page.contains("}}"))
    for tag in [
      "html", "head", "body", "table", "thead", "tbody", "tr", "td", "th", "span", "li", "ol", "h1",
      "h2", "p",
    ] {
      let opened = page.components(of: "<\(tag)>") + page.components(of: "<\(tag) ")
      #expect(opened == page.components(of: "</\(tag)>"), "\(tag)")
    }
  }

  @Test("the method is said on the sheet, in both languages")
  func method() throws {
    let page = try page()
    #expect(page.contains("各项年化 = 该项支出现值 ÷ 实际占用本金现值"))
    #expect(page.contains("present value of the principal actually owed"))
    #expect(page.contains("〔待核实 <span lang=\"en\">not verified</span>〕"))
  }

  @Test("a long plan prints its first and last payments and says how many it leaves out")
  func longPlan() throws {
    let page = try page(months: 120)
    #expect(page.contains("中间 73 期从略"))
    #expect(page.contains("<td>2025-06-01</td>") && page.contains("<td>2035-06-01</td>"))
    #expect(try !self.page(months: 60).contains("从略"))
  }

  @Test("a price that is not published says so, an all-in price prints its parts")
  func otherForms() throws {
    let open = try page(
      """
      form: annualised
      repayment: interest_monthly_bullet
      citation: {document: 公开信息, tag: S}
      """)
    #expect(open.components(of: "未公布 <span lang=\"en\">not published</span>") == 3)
    let allIn = try page(
      """
      form: all_in
      base_ppm: 34500
      fees_ppm: 10000
      subsidies_ppm: 1000
      citation: {document: 公开信息, tag: S}
      """)
    #expect(allIn.contains("4.45%") && allIn.contains("4.35%"))
    #expect(allIn.contains("没有现金流"))
  }

  @Test("revolving credit shows fewer days, a bridge its day count")
  func daysUsed() throws {
    let revolving = try page(
      """
      form: annualised
      rate: {max: {ppm: 36000}}
      repayment: revolving
      citation: {document: 公开信息, tag: S}
      """)
    #expect(revolving.contains("182/365") && revolving.contains("按实际使用天数测算"))
    let bridge = try page(
      """
      form: annualised
      rate: {max: {ppm: 30000}}
      repayment: interest_monthly_bullet
      bridge: {day_count: 360, days: 10}
      citation: {document: 公开信息, tag: S}
      """, months: 1)
    #expect(bridge.contains("实际天数/360") && bridge.contains("2,500.00"))
    #expect(bridge.contains("到期一次还本付息"))
  }
}

extension String {
  /// How often `part` stands in it, without overlaps.
  fileprivate func components(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
