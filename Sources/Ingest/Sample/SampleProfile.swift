import Domain

/// One kind of business in the samples.
struct SampleProfile {
  /// Lower bounds of small, medium and large for one metric, as in the size thresholds.
  typealias Bounds = (small: Int64, medium: Int64, large: Int64)

  let industry: String
  /// How frequent it is, against the other profiles.
  let weight: Int64
  /// The word for the business in names.
  let word: String
  /// Persons; nil where they do not decide the size.
  let persons: Bounds?
  /// Revenue in 万元; nil where it does not decide the size.
  let revenue: Bounds?
  /// Assets in 万元; nil where they do not decide the size.
  let assets: Bounds?
  /// Tax paid per revenue in ppm.
  let taxShare: ClosedRange<Int64>
  /// Whether such firms earn technology titles and hold patents.
  let isTechnical: Bool
  /// Whether such firms keep stock that a lender takes.
  let keepsStock: Bool

  private static func factory(
    _ industry: String, _ weight: Int64, _ word: String, technical: Bool = false
  ) -> SampleProfile {
    SampleProfile(
      industry: industry, weight: weight, word: word, persons: (20, 300, 1_000),
      revenue: (300, 2_000, 40_000), assets: nil, taxShare: 18_000...55_000, isTechnical: technical,
      keepsStock: true)
  }

  private static func software(_ industry: String, _ weight: Int64, _ word: String) -> SampleProfile
  {
    SampleProfile(
      industry: industry, weight: weight, word: word, persons: (10, 100, 300),
      revenue: (50, 1_000, 10_000), assets: nil, taxShare: 25_000...70_000, isTechnical: true,
      keepsStock: false)
  }

  private static func builder(_ industry: String, _ weight: Int64, _ word: String) -> SampleProfile
  {
    SampleProfile(
      industry: industry, weight: weight, word: word, persons: nil, revenue: (300, 6_000, 80_000),
      assets: (300, 5_000, 80_000), taxShare: 15_000...38_000, isTechnical: false, keepsStock: false
    )
  }

  private static func service(
    _ industry: String, _ weight: Int64, _ word: String, technical: Bool = false
  ) -> SampleProfile {
    SampleProfile(
      industry: industry, weight: weight, word: word, persons: (10, 100, 300), revenue: nil,
      assets: nil, taxShare: 20_000...60_000, isTechnical: technical, keepsStock: false)
  }

  private static func farm(_ industry: String, _ weight: Int64, _ word: String) -> SampleProfile {
    SampleProfile(
      industry: industry, weight: weight, word: word, persons: nil, revenue: (50, 500, 20_000),
      assets: nil, taxShare: 1_000...9_000, isTechnical: false, keepsStock: true)
  }

  /// The mix of a province that makes much and trades more.
  static let all: [SampleProfile] = [
    factory("3499", 70, "机械"), factory("3525", 30, "模具"), factory("3670", 55, "汽车部件"),
    factory("3825", 25, "光伏", technical: true), factory("3973", 15, "微电子", technical: true),
    factory("3974", 15, "显示", technical: true), factory("4011", 25, "仪器", technical: true),
    factory("2710", 20, "医药", technical: true), factory("2929", 45, "塑业"),
    factory("3311", 40, "钢构"), factory("1311", 30, "粮油"), factory("1819", 35, "服饰"),
    factory("3021", 30, "建材"),
    software("6513", 60, "软件"), software("6531", 45, "信息技术"),
    service("7320", 20, "工程技术", technical: true), service("7519", 45, "科技", technical: true),
    service("8111", 30, "汽车服务"),
    builder("4710", 45, "建筑工程"), builder("5011", 40, "装饰工程"),
    SampleProfile(
      industry: "5165", weight: 70, word: "建材贸易", persons: (5, 20, 200),
      revenue: (1_000, 5_000, 40_000), assets: nil, taxShare: 4_000...16_000, isTechnical: false,
      keepsStock: true),
    SampleProfile(
      industry: "5179", weight: 60, word: "机电贸易", persons: (5, 20, 200),
      revenue: (1_000, 5_000, 40_000), assets: nil, taxShare: 4_000...16_000, isTechnical: false,
      keepsStock: true),
    SampleProfile(
      industry: "5211", weight: 45, word: "百货", persons: (10, 50, 300), revenue: (100, 500, 20_000),
      assets: nil, taxShare: 5_000...20_000, isTechnical: false, keepsStock: true),
    SampleProfile(
      industry: "5431", weight: 40, word: "物流", persons: (20, 300, 1_000),
      revenue: (200, 3_000, 30_000), assets: nil, taxShare: 10_000...30_000, isTechnical: false,
      keepsStock: false),
    SampleProfile(
      industry: "6210", weight: 30, word: "餐饮", persons: (10, 100, 300),
      revenue: (100, 2_000, 10_000), assets: nil, taxShare: 10_000...35_000, isTechnical: false,
      keepsStock: false),
    SampleProfile(
      industry: "7259", weight: 30, word: "广告传媒", persons: (10, 100, 300), revenue: nil,
      assets: (100, 8_000, 120_000), taxShare: 15_000...45_000, isTechnical: false,
      keepsStock: false),
    farm("0141", 25, "农业"), farm("0311", 15, "牧业"),
  ]

  /// How the enterprises of Anhui spread over its cities, in per cent.
  static let cityWeights: [String: Int64] = [
    "340100": 24, "340200": 10, "340300": 6, "340400": 3, "340500": 6, "340600": 2, "340700": 2,
    "340800": 7, "341000": 1, "341100": 8, "341200": 8, "341300": 6, "341500": 5, "341600": 6,
    "341700": 1, "341800": 5,
  ]

  /// First characters of made-up names. They all mean "sample" or "imitation", so that no name is
  /// taken for a real firm.
  static let nameHeads = ["样", "例", "拟", "仿"]
  static let nameTails = Array("霁岫筠砚漪珩垚暄槭榧樾蕤芷苒洵澍霖笙箬翎翊骐骁钧锴铖璟琮玥晟昶旻岑峥峤嵘沅溪涟湉").map {
    String($0)
  }

  /// Banks with branches all over the province, by institution code.
  static let banks = [
    "abc", "anhui-rural-credit", "boc", "bocom", "ccb", "cib", "citic", "cmb", "huishang", "icbc",
    "psbc", "spdb",
  ]
}
