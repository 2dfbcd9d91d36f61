/// The choices that one institution or product holds, the least preferred at hand. A choice given
/// back leaves at its turn.
struct WorstFirst {
  private var heap: [Int32] = []

  mutating func insert(_ choice: Int, _ keys: ChoiceKeys) {
    heap.append(Int32(choice))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard keys.isPreferred(Int(heap[parent]), to: Int(heap[child])) else { break }
      heap.swapAt(parent, child)
      child = parent
    }
  }

  /// The least preferred choice that is still held.
  mutating func worst(_ keys: ChoiceKeys, isHeld: (Int) -> Bool) -> Int? {
    while let top = heap.first {
      if isHeld(Int(top)) { return Int(top) }
      removeTop(keys)
    }
    return nil
  }

  private mutating func removeTop(_ keys: ChoiceKeys) {
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    heap[0] = last
    var parent = 0
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if keys.isPreferred(Int(heap[worst]), to: Int(heap[child])) { worst = child }
      }
      guard worst != parent else { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
