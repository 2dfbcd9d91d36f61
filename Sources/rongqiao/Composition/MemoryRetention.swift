import CMalloc

/// How much freed memory a process keeps for itself.
///
/// By default the C library gives every few megabytes back as soon as they are free (mallopt(3),
/// `M_TRIM_THRESHOLD` and `M_MMAP_THRESHOLD`). A slice of a thousand needs takes and frees that
/// much, and every page that comes back is cleared and mapped anew: a tenth of a worker's time.
enum MemoryRetention {
  /// Freed bytes kept at the end of the heap.
  private static let trimBytes: Int32 = 64 << 20
  /// Pieces from this size on are mapped one by one.
  private static let mapBytes: Int32 = 32 << 20

  /// For this process.
  static func apply() {
    _ = mallopt(M_TRIM_THRESHOLD, trimBytes)
    _ = mallopt(M_MMAP_THRESHOLD, mapBytes)
  }

  /// For a process that is started.
  static let environment = [
    "MALLOC_TRIM_THRESHOLD_": "\(trimBytes)", "MALLOC_MMAP_THRESHOLD_": "\(mapBytes)",
  ]
}
