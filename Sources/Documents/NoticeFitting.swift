import Catalog

/// Leaves out the least of a notice until it fits one A4 page. What a page holds is estimated from
/// its texts: a page that is half a line short is better than a second one.
struct NoticeFitting {
  let words: NoticeWords

  /// Heights are tenths of a text line: 273 mm at 9 pt × 1.4.
  static let pageHeight = 585
  /// Widths are tenths of an em: 186 mm at 9 pt, with some room for words that do not break.
  static let lineWidth = 555

  private static let heading = 18

  /// What is left out, one after the other, until it fits.
  private static let reductions: [@Sendable (inout Notice) -> Void] = [
    { notice in notice.missing = Array(notice.missing.prefix(6)) },
    { notice in notice.limitRefusals { $0.paths = Array($0.paths.prefix(1)) } },
    { notice in notice.missing = Array(notice.missing.prefix(4)) },
    { notice in notice.limitRefusals { $0.reasons = Array($0.reasons.prefix(2)) } },
    { notice in notice.refusals = Array(notice.refusals.prefix(2)) },
    { notice in notice.limitProducts(to: 4) },
    { notice in notice.missing = Array(notice.missing.prefix(2)) },
    { notice in notice.refusals = Array(notice.refusals.prefix(1)) },
    { notice in notice.limitRefusals { $0.reasons = Array($0.reasons.prefix(1)) } },
    { notice in notice.limitProducts(to: 2) },
    { notice in notice.limitRefusals { $0.paths = [] } },
  ]

  func fitted(_ notice: Notice) -> Notice {
    var notice = notice
    for reduction in Self.reductions {
      if height(notice) <= Self.pageHeight { break }
      reduction(&notice)
    }
    return notice
  }

  /// About how much of a page a notice takes.
  func height(_ notice: Notice) -> Int {
    let values = words.values
    let head = 24 + 13 + lines(notice.enterprise) * 10 + lines(text(notice.need)) * 10 + 6
    let products =
      notice.products.reduce(Self.heading + 35) { height, product in
        // A name has about 22 em of its row, an institution 16.
        height + 3 + 10
          * max(lines(text(product.name), 210), lines(text(product.institution), 150))
      }
    let missing = notice.missing.reduce(notice.missing.isEmpty ? 0 : Self.heading) {
      $0 + lines(text($1.label) + ($1.department.map { words.from(text($0)) } ?? "")) * 10
    }
    let refusals = notice.refusals.reduce(notice.refusals.isEmpty ? 0 : Self.heading) {
      $0 + height($1)
    }
    let rights = lines(values["rightsText"] ?? "") * 10 + Self.heading + 12
    let pins = notice.pins.reduce("") { $0 + text($1.label) + " " + $1.value + " · " }
    let foot = 10 * (2 + lines(pins + notice.receiptID) + lines(values["verify"] ?? ""))
    return head + products + missing + refusals + rights + foot
  }

  private func height(_ refusal: Notice.Refusal) -> Int {
    let reasons = refusal.reasons.reduce(0) { $0 + lines(text($1), Self.lineWidth - 20) }
    let paths = refusal.paths.reduce(0) { count, path in
      let how = words.how(days: path.days, departments: path.departments.map(text))
      return count + lines((words.values["path"] ?? "") + text(path.changes) + how)
    }
    let remarks = (refusal.qualifyOn == nil ? 0 : 1) + (refusal.review == nil ? 0 : 1)
    return 18 + 10 * (reasons + paths + remarks)
  }

  private func text(_ label: Label) -> String { words.isChinese ? label.zh : label.en }

  /// Lines a text takes in a column of that width; at least one.
  private func lines(_ text: String, _ width: Int = lineWidth) -> Int {
    let needed = text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 6 : 10) }
    return max(1, (needed + width - 1) / width)
  }
}

extension Notice {
  fileprivate mutating func limitRefusals(_ change: (inout Refusal) -> Void) {
    for index in refusals.indices { change(&refusals[index]) }
  }

  fileprivate mutating func limitProducts(to count: Int) {
    furtherProducts += max(0, products.count - count)
    products = Array(products.prefix(count))
  }
}
