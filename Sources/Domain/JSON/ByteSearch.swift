import Foundation

/// Searching bytes many at a time, as the C library does.
public enum ByteSearch {
  /// How many bytes stand before the first `byte`; nil when there is none.
  public static func count(before byte: UInt8, in bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
    memchr(bytes, Int32(byte), count).map { UnsafeRawPointer($0) - UnsafeRawPointer(bytes) }
  }

  /// Whether two stretches of `count` bytes are the same.
  public static func isEqual(
    _ first: UnsafePointer<UInt8>, _ second: UnsafePointer<UInt8>, count: Int
  ) -> Bool {
    memcmp(first, second, count) == 0
  }
}
