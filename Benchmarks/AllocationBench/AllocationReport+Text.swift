import Foundation

extension AllocationReport {
  private var lines: [(zh: String, en: String, value: String)] {
    let rounds = seconds.map(Self.text).joined(separator: ", ")
    return [
      ("可选(需求 × 产品)", "choices, need × product", Self.grouped(choices)),
      ("推介", "offers", Self.grouped(offers)),
      ("分配用时,中位数", "the allocation, median", "\(Self.text(median)) s"),
      ("各轮用时", "each round", "\(rounds) s"),
      ("相对全部可选排序一次的倍数", "times sorting all choices once", Self.text(timesSort)),
      ("不稳定对(需求与机构都更愿选择对方)", "pairs that would rather have each other", "\(blockingPairs)"),
      ("超出上限的机构、产品、需求", "institutions, products, needs beyond their limit", "\(exceeded)"),
      ("各轮结果相同", "every round the same", isRepeatable ? "是 yes" : "否 no"),
    ]
  }

  /// A page with the table.
  public var markdown: String {
    var text = """
      # 定期推介分配 · Allocation of the periodic push

      \(Self.grouped(size.needs)) 笔需求 × \(Self.grouped(size.institutions)) 家机构,每家 \
      \(size.productsPerInstitution) 个产品,每笔需求平均可选 \(size.choicesPerNeed) 个、最多推介 \
      \(size.offersPerNeed) 家;\(cores) 个逻辑处理器,\(seconds.count) 轮,种子 \(size.seed)。

      \(Self.grouped(size.needs)) needs × \(Self.grouped(size.institutions)) institutions of \
      \(size.productsPerInstitution) products each, \(size.choicesPerNeed) products to choose from \
      for a need on average, at most \(size.offersPerNeed) offers of each; \(cores) logical \
      processors, \(seconds.count) rounds, seed \(size.seed).

      | | |
      |---|---:|

      """
    for line in lines { text += "| \(line.zh)<br>\(line.en) | \(line.value) |\n" }
    return text + "\n[比什么、怎么比 What is measured and how](../README.md#the-allocation).\n"
  }

  private static func text(_ value: Double) -> String { String(format: "%.2f", value) }

  /// With commas between the thousands.
  private static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    let grouped = digits.enumerated().flatMap { place, digit -> [Character] in
      place > 0 && (digits.count - place).isMultiple(of: 3) ? [",", digit] : [digit]
    }
    return String(grouped)
  }
}
