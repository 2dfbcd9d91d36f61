import Domain
import Testing

@Suite("Regions and industries")
struct PlaceTests {
  @Test("a region holds its parts by stripping trailing 00 pairs")
  func containment() throws {
    let anhui = try region("340000")
    let hefei = try region("340100")
    let shushan = try region("340104")
    #expect([anhui.prefix, hefei.prefix, shushan.prefix] == ["34", "3401", "340104"])
    #expect(try region("341000").prefix == "3410")
    #expect(anhui.contains(shushan) && hefei.contains(shushan) && shushan.contains(shushan))
    #expect(!shushan.contains(hefei) && !hefei.contains(anhui))
    #expect(shushan.isWithin(anhui) && !anhui.isWithin(shushan))
    #expect(try !hefei.contains(region("341004")))
    #expect(try !anhui.contains(region("320102")))
    #expect(shushan.province == anhui && shushan.prefecture == hefei)
    #expect(anhui.prefecture == nil)
    #expect([anhui.level, hefei.level, shushan.level] == [.province, .prefecture, .county])
  }

  @Test("a region code is six ASCII digits")
  func regionShape() {
    for text in ["", "34010", "3401000", "34010a", "000000", "34 100", "３４０１００", "100000"] {
      #expect(RegionCode(text) == nil, "\(text)")
    }
  }

  @Test("the table knows 16 cities and 104 counties of Anhui, and names them from the top")
  func regionTable() throws {
    let table = try Reference.regions()
    #expect(table.regions.count { $0.level == .prefecture } == 16)
    #expect(table.regions.count { $0.level == .county } == 104)
    #expect(try table.fullName(region("340104")) == "安徽省合肥市蜀山区")
    #expect(try table.children(of: region("340600")).map(\.name) == ["杜集区", "相山区", "烈山区", "濉溪县"])
    #expect(try table.region("340711").name == "郊区")
    for (text, code) in [("3401", "region_format"), ("340109", "region_unknown")] {
      let fault = #expect(throws: Fault.self) { try table.region(text) }
      #expect(fault?.code == code)
    }
  }

  @Test("beside Anhui the table knows 10 cities and 107 counties of Shaanxi, and no code twice")
  func shaanxi() throws {
    let (anhui, shaanxi) = (
      try Reference.text("regions-anhui.csv"), try Reference.text("regions-shaanxi.csv")
    )
    let table = try RegionTable(csv: anhui, shaanxi)
    let province = try region("610000")
    let own = table.regions.filter { province.contains($0.code) }
    #expect(own.count { $0.level == .prefecture } == 10)
    #expect(own.count { $0.level == .county } == 107)
    #expect(try table.fullName(region("610304")) == "陕西省宝鸡市陈仓区")
    #expect(try table.fullName(region("340104")) == "安徽省合肥市蜀山区")
    let faults = #expect(throws: Faults.self) { try RegionTable(csv: shaanxi, shaanxi) }
    #expect(Set(faults?.list.map(\.code) ?? []) == ["duplicate"])
  }

  @Test("a broken reference table is refused with the line and column")
  func brokenTables() throws {
    let text = "code,name,level,parent\n340000,安徽省,province,\n340100,合肥市,county,340000\n"
    let faults = #expect(throws: Faults.self) { try RegionTable(csv: text) }
    #expect(faults?.list.map(\.pointer) == ["/3/level"])
    let header = #expect(throws: Faults.self) { try RegionTable(csv: "code,name\n") }
    #expect(header?.list.map(\.code) == ["header"])
    let ragged = #expect(throws: Faults.self) {
      try IndustryTable(csv: "section,division,name\r\nA,01\r\n")
    }
    #expect(ragged?.list.map(\.pointer) == ["/2"])
    let empty = #expect(throws: Faults.self) { try IndustryTable(csv: "section,division,name\n") }
    #expect(empty?.list.map(\.code) == ["empty"])
  }

  @Test("an industry matches by section or by the digits it begins with")
  func industryMatching() throws {
    let table = try Reference.industries()
    #expect(table.divisions.count == 97)
    #expect(Set(table.divisions.map(\.section)).count == 20)
    func matches(_ code: String, _ pattern: String) throws -> Bool {
      try table.matches(industry(code), within: industry(pattern))
    }
    #expect(try matches("3911", "C") && matches("3911", "39") && matches("3911", "391"))
    #expect(try matches("3911", "3911") && matches("39", "C") && matches("C", "C"))
    #expect(try !matches("3911", "38") && !matches("39", "391") && !matches("6510", "C"))
    #expect(try !matches("C", "39"))
    #expect(try table.section(of: industry("1310")) == industry("C"))
    #expect(try table.section(of: industry("06")) == industry("B"))
    #expect(try table.division(of: industry("6510"))?.name == "软件和信息技术")
  }

  @Test("an industry code is a section letter or two to four digits of a known division")
  func industryShape() throws {
    for text in ["", "U", "c", "3", "39110", "3A", "00", "0011", "CC", "３９"] {
      #expect(IndustryCode(text) == nil, "\(text)")
    }
    let table = try Reference.industries()
    #expect(try table.industry("3911").text == "3911")
    for (text, code) in [("X9", "industry_format"), ("98", "industry_unknown")] {
      let fault = #expect(throws: Fault.self) { try table.industry(text) }
      #expect(fault?.code == code)
    }
  }
}
