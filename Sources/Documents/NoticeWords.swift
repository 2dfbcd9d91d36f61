/// The fixed sentences of the 结果告知书 in one language.
struct NoticeWords {
  let isChinese: Bool

  private func pick(_ zh: String, _ en: String) -> String { isChinese ? zh : en }

  func from(_ department: String) -> String { pick("（可向\(department)取得）", " (from \(department))") }

  func further(_ count: Int) -> String {
    pick("另有 \(count) 个符合条件的产品未列出。", "\(count) more products fit and are not listed.")
  }

  func qualify(_ day: String) -> String {
    pick("其他情况不变，\(day) 起符合条件。", "If nothing else changes it fits from \(day) on.")
  }

  /// Typical time and who can help, in brackets; empty when neither is known.
  func how(days: Int64?, departments: [String]) -> String {
    var parts: [String] = []
    if let days, days > 0 {
      parts.append(pick("通常约 \(days) 天", "about \(days) \(days == 1 ? "day" : "days")"))
    }
    if !departments.isEmpty {
      parts.append(
        pick("办理部门：", "helps: ") + departments.joined(separator: pick("、", ", ")))
    }
    guard !parts.isEmpty else { return "" }
    return pick("（", " (") + parts.joined(separator: pick("；", "; ")) + pick("）", ")")
  }

  var values: [String: String] {
    [
      "title": pick("融资需求匹配结果告知书", "Notice of match result"),
      "enterprise": pick("企业", "Enterprise"), "date": pick("匹配日期", "Date"),
      "need": pick("融资需求", "Need"),
      "products": pick("一、符合条件的产品（由优到次）", "1. Products that fit, best first"),
      "product": pick("产品", "Product"), "institution": pick("机构", "Institution"),
      "limit": pick("参考额度", "Limit"), "cost": pick("综合融资成本（年化）", "All-in cost a year"),
      "costNote": pick(
        "成本按公布的利率、费用与确定的补贴计算，区间取上限；以机构最终报价为准。",
        "Costs follow published rates, fees and certain subsidies; of a band the upper end. The"
          + " institution's own offer counts."),
      "noProducts": pick("暂无符合条件的产品。", "No product fits at present."),
      "missing": pick("二、补充以下信息后可进一步匹配", "2. What to supply for a better match"),
      "refusals": pick(
        "三、暂不符合、但最接近的产品：原因与可修复路径",
        "3. The nearest products that do not fit: why, and what would mend it"),
      "path": pick("可修复路径：", "What would mend it: "),
      "rights": pick("四、您的权利", "4. Your rights"),
      "rightsText": pick(
        "本结果由计算机程序按公开条件自动作出。依据《中华人民共和国个人信息保护法》第二十四条，"
          + "您有权要求予以说明，并有权拒绝仅通过自动化决策的方式作出的决定、要求人工复核。"
          + "申请方式：向受理本需求的运营人员提出，或在本服务中对相应产品的结论提交复核申请，写明理由；"
          + "复核由工作人员进行，申请与结论均予留存，不收费用。",
        "This result was made by a program from published criteria. Under article 24 of the Personal"
          + " Information Protection Law of the People's Republic of China you may ask for an"
          + " explanation, refuse a decision made by automation alone, and ask for review by a"
          + " person: tell the operator who took your need, or file a review of the product's"
          + " decision in this service, with your reason. A person reviews it; request and outcome"
          + " are kept; it is free."),
      "institutionsDecide": pick(
        "我们推荐并说明理由；是否融资、额度与利率由机构决定。",
        "We recommend and explain; institutions decide."),
      "numbers": pick("编号", "Numbers"), "receipt": pick("回执编号", "receipt"),
      "verify": pick(
        "本告知书所依据的事实、产品目录与政策版本均已固定，可凭回执离线核验。",
        "The facts, the catalog and the policies behind this notice are pinned; the receipt verifies"
          + " offline."),
    ]
  }
}
