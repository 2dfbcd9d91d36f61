import Domain

extension PreparedBatch {
  /// Decides one need with its near misses.
  func runNear(
    _ need: Int, _ place: Int, _ scratch: BatchScratch, _ result: BatchResult
  ) {
    guard let fails = failTables else { return }
    let priceClass = priceClass(need, place, scratch)
    let order = sortedCosts.isEmpty ? 0 : priceClass
    let index = indexes[order]
    let offsets = scratch.offsets.base + place &* tables.count
    let isUnknown = flags.base[need] & Self.isUnknown != 0
    var column = 0
    while column < index.width {
      count(column, index, fails, offsets, place, isUnknown: isUnknown, scratch)
      column &+= 8
    }
    var rules: [Int: Int] = [:]
    if !index.isResidualEmpty { judgeResidualNear(need, index, scratch, &rules) }
    let eligible = Rows.count(scratch.passing.base, width: index.width)
    result.eligible.base[need] = Int32(truncatingIfNeeded: eligible)
    result.needsInfo.base[need] = Int32(
      truncatingIfNeeded: Rows.count(scratch.open.base, width: index.width))
    let near = Rows.count(scratch.near.base, width: index.width)
    result.near.base[need] = Int32(truncatingIfNeeded: near)
    rank(
      need, bits: scratch.passing.base, isEmpty: eligible == 0, priceClass: priceClass,
      order: order, scratch, result)
    let top = result.nearMisses.base + need &* result.topLimit
    var found = 0
    if near > 0 {
      nearest(
        need, priceClass, order, offsets, rules, scratch, top, &found, limit: result.topLimit)
    }
    for place in found..<max(found, result.topLimit) { top[place] = .empty }
  }

  /// Eight words of products: which fail one rule, which two, which wait for an unknown fact.
  @inline(__always)
  private func count(
    _ column: Int, _ index: KernelIndex, _ fails: FailTables,
    _ offsets: UnsafePointer<Int32>, _ place: Int, isUnknown: Bool, _ scratch: BatchScratch
  ) {
    let words = UnsafePointer(index.words.base) + column
    var once = Octet(repeating: 0)
    var twice = once
    var unknown = once
    let partsStart = fails.wholeCount
    let coverageStart = partsStart &+ fails.amountMinCount
    for table in 0..<partsStart {
      let row = Octet.at(words + Int(offsets[table]))
      twice |= once & row
      once |= row
    }
    var amountMin = Octet(repeating: 0)
    for table in partsStart..<coverageStart { amountMin |= Octet.at(words + Int(offsets[table])) }
    var coverage = Octet(repeating: 0)
    for table in coverageStart..<tables.count {
      coverage |= Octet.at(words + Int(offsets[table]))
    }
    twice |= once & amountMin
    once |= amountMin
    twice |= once & coverage
    once |= coverage
    if isUnknown {
      unknown = unknowns(
        words, fails, place, scratch, amountMin: amountMin, coverage: coverage)
    }
    let all = Octet.at(index.all.base + column)
    store(all & ~once & ~unknown, scratch.passing.base + column)
    store(unknown & ~once, scratch.open.base + column)
    store(once & ~twice & ~unknown, scratch.near.base + column)
    store(amountMin, scratch.amountMin.base + column)
  }

  @inline(__always)
  private func store(_ octet: Octet, _ words: UnsafeMutablePointer<UInt64>) {
    UnsafeMutableRawPointer(words).storeBytes(of: octet, as: Octet.self)
  }

  private func unknowns(
    _ words: UnsafePointer<UInt64>, _ fails: FailTables, _ place: Int, _ scratch: BatchScratch,
    amountMin: Octet, coverage: Octet
  ) -> Octet {
    var whole = Octet(repeating: 0)
    var minimum = whole
    var covered = whole
    let size = BatchScratch.blockSize
    for number in 0..<tables.count {
      let table = tables.tables.base[number]
      let column =
        table.choiceCount == 0
        ? table.column : tables.choices.base[Int(table.firstChoice)].column
      guard scratch.classes.base[Int(column) * size + place] == 0 else { continue }
      let uses = Octet.at(
        words + Int(table.start) + Int(fails.usesRows[number]) * Int(table.width))
      if number < fails.wholeCount {
        whole |= uses
      } else if number < fails.wholeCount + fails.amountMinCount {
        minimum |= uses
      } else {
        covered |= uses
      }
    }
    return whole | (minimum & ~amountMin) | (covered & ~coverage)
  }

  private func judgeResidualNear(
    _ need: Int, _ index: KernelIndex, _ scratch: BatchScratch, _ rules: inout [Int: Int]
  ) {
    var view: FactView?
    let (passing, open, near) = (
      scratch.passing.base, scratch.open.base, scratch.near.base
    )
    let asked = columns[kernel.amountColumn].base[need]
    for word in 0..<index.width {
      // What fails two rules in rows is neither open nor near.
      var rest = (passing[word] | open[word] | near[word]) & index.residual.base[word]
      while rest != 0 {
        let bit = rest.trailingZeroBitCount
        rest &= rest &- 1
        let facts = view ?? batch.view(of: need)
        view = facts
        let mask = UInt64(1) << UInt64(bit)
        passing[word] &= ~mask
        open[word] &= ~mask
        near[word] &= ~mask
        let count = kernel.plainCount(index.order[word << 6 + bit], facts, asked: asked)
        switch count.verdict {
        case .eligible: passing[word] |= mask
        case .needsInfo: open[word] |= mask
        case .ineligible:
          guard let rule = count.nearMissRule else { continue }
          near[word] |= mask
          rules[word << 6 + bit] = rule
        }
      }
    }
  }

  /// The cheapest near misses.
  private func nearest(
    _ need: Int, _ priceClass: Int, _ order: Int, _ offsets: UnsafePointer<Int32>,
    _ rules: [Int: Int], _ scratch: BatchScratch, _ top: UnsafeMutablePointer<BatchNearMiss>,
    _ found: inout Int, limit: Int
  ) {
    let index = indexes[order]
    let bits = scratch.near.base
    let sorted = sortedCosts.isEmpty ? 0 : index.sortedCount
    var view: FactView?
    for word in 0..<index.width {
      var rest = bits[word]
      while rest != 0 {
        let bit = word &<< 6 &+ rest.trailingZeroBitCount
        rest &= rest &- 1
        let cost: Int64
        if bit < sorted {
          // In the order of cost and code the first are the nearest.
          if found == limit {
            if sorted == index.order.count { return }
            continue
          }
          cost = sortedCosts[order].base[bit]
        } else {
          cost = sharedCost(need, bit, priceClass, order, scratch, &view)
        }
        let offer = offers[order].offers.base[bit]
        let miss = BatchNearMiss(costPPM: cost, product: offer.product, rule: 0)
        if found == limit, limit == 0 || !miss.isNearer(than: top[limit &- 1]) { continue }
        let rule =
          rules.isEmpty
          ? failedRule(bit, Int(offer.place), index, offsets, scratch)
          : rules[bit] ?? failedRule(bit, Int(offer.place), index, offsets, scratch)
        insert(
          BatchNearMiss(costPPM: cost, product: offer.product, rule: Int32(rule)), top, &found,
          limit: limit)
      }
    }
  }

  /// The one rule of a near miss that fails.
  @inline(__always)
  private func failedRule(
    _ bit: Int, _ place: Int, _ index: KernelIndex, _ offsets: UnsafePointer<Int32>,
    _ scratch: BatchScratch
  ) -> Int {
    guard let fails = failTables else { return 0 }
    let words = index.words.base + (bit >> 6)
    let shift = UInt64(bit & 63)
    let rules = fails.wholeRules
    let first = Int(rules.starts.base[place])
    let end = Int(rules.starts.base[place &+ 1])
    for step in first..<end {
      let rule = rules.rules.base[step]
      if words[Int(offsets[Int(rule.table)])] >> shift & 1 == 1 { return Int(rule.place) }
    }
    let next = kernel.products[place].criteria.count
    return scratch.amountMin.base[bit >> 6] >> shift & 1 == 1 ? next + 1 : next + 2
  }

  @inline(__always)
  private func insert(
    _ miss: BatchNearMiss, _ top: UnsafeMutablePointer<BatchNearMiss>, _ found: inout Int,
    limit: Int
  ) {
    var place = found < limit ? found : limit &- 1
    while place > 0, miss.isNearer(than: top[place &- 1]) {
      top[place] = top[place &- 1]
      place &-= 1
    }
    top[place] = miss
    if found < limit { found &+= 1 }
  }
}

extension BatchNearMiss {
  /// Cost ascending (not published last), code.
  @inline(__always)
  func isNearer(than other: BatchNearMiss) -> Bool {
    costPPM != other.costPPM ? costPPM < other.costPPM : product < other.product
  }
}
