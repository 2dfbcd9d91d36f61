import Catalog
import Domain

/// What a kernel says of one need, by products' places.
struct KernelVerdicts {
  var eligible: BitRow
  var needsInfo: BitRow
  var near: BitRow
  /// The one rule that fails, for near misses that the plain rules judged.
  var residualRules: [Int: Int] = [:]
}

/// The classes and amounts of one need that the rows are chosen by.
struct NeedClasses {
  /// By column; nil for values of open columns.
  let classes: [Int?]
  let asked: Int64

  /// Nil when the need is for the plain rules: no amount asked is known, or an amount is beyond all
  /// bounds.
  init?(_ kernel: Kernel, _ view: FactView) {
    guard let asked = view.state(kernel.amountSlot).integer,
      (1...Fen.maximum).contains(asked)
    else { return nil }
    for table in kernel.termTables {
      let state = view.state(kernel.columns[table.column].slot)
      if let value = state.integer, value > KernelLimit.maximumFact { return nil }
    }
    self.asked = asked
    classes = kernel.columns.map { $0.classIndex(view.state($0.slot)) }
  }
}

extension Kernel {
  var amountSlot: Int { columns[amountColumn].slot }

  /// The verdicts on one need; nil when it is for the plain rules.
  func verdicts(_ view: FactView) -> KernelVerdicts? {
    guard let need = NeedClasses(self, view) else { return nil }
    var count = FailCount(wordCount: wordCount)
    var amountMin = RulePart(wordCount: wordCount)
    var coverage = RulePart(wordCount: wordCount)
    for lane in lanes {
      if need.classes[lane.column] == KernelColumn.unknownClass {
        switch lane.rule {
        case .whole: count.unknown.formUnion(lane.uses)
        case .amountMin: amountMin.unknown.formUnion(lane.uses)
        case .coverage: coverage.unknown.formUnion(lane.uses)
        }
        continue
      }
      let fails =
        need.classes[lane.column].map { lane.fails[$0] }
        ?? lane.failing(view.state(columns[lane.column].slot))
      switch lane.rule {
      case .whole: count.add(fails)
      case .amountMin: amountMin.fail.formUnion(fails)
      case .coverage: coverage.fail.formUnion(fails)
      }
    }
    for terms in termTables {
      if let fact = view.state(columns[terms.column].slot).integer {
        coverage.fail.formUnion(
          terms.fails[terms.shortfall(fact: max(0, fact), asked: need.asked)])
      } else {
        coverage.unknown.formUnion(terms.uses)
      }
    }
    count.add(amountMin)
    count.add(coverage)
    return finish(count, view, asked: need.asked)
  }

  private func finish(_ count: FailCount, _ view: FactView, asked: Int64) -> KernelVerdicts {
    var all = BitRow(wordCount: wordCount)
    for place in products.indices { all.insert(place) }
    var eligible = all
    var needsInfo = all
    var near = count.failing
    eligible.subtract(count.failing)
    needsInfo.subtract(count.failing)
    eligible.subtract(count.unknown)
    needsInfo.formIntersection(count.unknown)
    near.subtract(count.failingTwice)
    near.subtract(count.unknown)
    var verdicts = KernelVerdicts(eligible: eligible, needsInfo: needsInfo, near: near)
    // What fails two rules in rows is ineligible whatever the plain rules say, and no near miss.
    var open = residual
    open.subtract(count.failingTwice)
    for place in open.members {
      verdicts.set(place, plainCount(place, view, asked: asked))
    }
    return verdicts
  }

  /// The rule by which a near miss fails.
  func nearRule(_ place: Int, _ verdicts: KernelVerdicts, _ view: FactView, asked: Int64?) -> Int {
    if let rule = verdicts.residualRules[place] { return rule }
    return plainCount(place, view, asked: asked).nearMissRule ?? 0
  }
}

extension KernelVerdicts {
  /// Replaces what the rows said of one product by what its plain rules say.
  fileprivate mutating func set(_ place: Int, _ count: RuleCount) {
    var bit = BitRow(wordCount: eligible.words.count)
    bit.insert(place)
    eligible.subtract(bit)
    needsInfo.subtract(bit)
    near.subtract(bit)
    switch count.verdict {
    case .eligible: eligible.insert(place)
    case .needsInfo: needsInfo.insert(place)
    case .ineligible:
      guard let rule = count.nearMissRule else { return }
      near.insert(place)
      residualRules[place] = rule
    }
  }
}

/// Which products fail a rule, which two or more, and which have a rule that is unknown.
private struct FailCount {
  var failing: BitRow
  var failingTwice: BitRow
  var unknown: BitRow

  init(wordCount: Int) {
    failing = BitRow(wordCount: wordCount)
    failingTwice = failing
    unknown = failing
  }

  mutating func add(_ fails: BitRow) {
    for index in fails.words.indices {
      failingTwice.words[index] |= failing.words[index] & fails.words[index]
      failing.words[index] |= fails.words[index]
    }
  }

  /// A rule fails when one of its parts does, else it is unknown when one is.
  mutating func add(_ part: RulePart) {
    add(part.fail)
    var unknown = part.unknown
    unknown.subtract(part.fail)
    self.unknown.formUnion(unknown)
  }
}

/// A rule that several facts decide together.
private struct RulePart {
  var fail: BitRow
  var unknown: BitRow

  init(wordCount: Int) {
    fail = BitRow(wordCount: wordCount)
    unknown = fail
  }
}
