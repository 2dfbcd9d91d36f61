import Foundation
import Glibc
import Synchronization

/// One start at a time, so that a child never inherits the pipes of another that is just starting.
private let spawning = Mutex(())

extension ChildProcess {
  /// A started child and our ends of its pipes.
  struct Spawned {
    var processIdentifier: pid_t
    var output: Int32
    var error: Int32
    /// The write end of a held input; -1 when there is none.
    var heldInput: Int32
  }

  /// Starts the child on the calling thread.
  static func spawn(_ command: Command) -> Result<Spawned, StartFailure> {
    spawning.withLock { _ in spawnLocked(command) }
  }

  private static func spawnLocked(_ command: Command) -> Result<Spawned, StartFailure> {
    var opened: [Int32] = []
    func failure(_ code: Int32) -> Result<Spawned, StartFailure> {
      for descriptor in opened { close(descriptor) }
      return .failure(StartFailure(executable: command.executable, code: code))
    }
    func pipePair() -> (read: Int32, write: Int32)? {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { return nil }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      opened += ends
      return (ends[0], ends[1])
    }
    guard let output = pipePair(), let error = pipePair() else { return failure(errno) }

    var input: Int32
    var heldInput: Int32 = -1
    switch command.input {
    case .none:
      input = open("/dev/null", O_RDONLY | O_CLOEXEC)
      guard input >= 0 else { return failure(errno) }
      opened.append(input)
    case .held, .text:
      guard let ends = pipePair() else { return failure(errno) }
      input = ends.read
      heldInput = ends.write
    }
    if case .text(let text) = command.input {
      let bytes = Array(text.utf8)
      guard bytes.count <= inputTextBytesMaximum,
        write(heldInput, bytes, bytes.count) == bytes.count
      else { return failure(EINVAL) }
    }

    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output.write, 1)
    posix_spawn_file_actions_adddup2(&actions, error.write, 2)
    // Whatever was opened without close-on-exec: a listening socket in a child's hands would keep
    // the port busy after our end. Closing a descriptor that is gone meanwhile is no error.
    for descriptor in openDescriptors() where descriptor > 2 {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    // Signal handling is inherited: we ignore and block signals that the child must hear.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    sigdelset(&all, SIGKILL)
    sigdelset(&all, SIGSTOP)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(command.executable)]
    arguments += command.arguments.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] =
      command.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + environment { free(text) } }

    var processIdentifier: pid_t = 0
    let code = posix_spawn(
      &processIdentifier, command.executable, &actions, &attributes, &arguments, &environment)
    guard code == 0 else { return failure(code) }
    close(input)
    close(output.write)
    close(error.write)
    if case .text = command.input {
      close(heldInput)
      heldInput = -1
    }
    return .success(
      Spawned(
        processIdentifier: processIdentifier, output: output.read, error: error.read,
        heldInput: heldInput))
  }

  private static func openDescriptors() -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return names.compactMap { Int32($0) }
  }

  /// Reads lines on a thread of its own until the stream ends (told by nil), then closes it.
  static func readLines(_ descriptor: Int32, _ onLine: @escaping @Sendable (String?) -> Void) {
    let thread = Thread {
      var buffer = [UInt8](repeating: 0, count: 4_096)
      var line: [UInt8] = []
      func finishLine() {
        onLine(String(decoding: line, as: UTF8.self))
        line.removeAll(keepingCapacity: true)
      }
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
        for byte in buffer[..<count] {
          if byte == UInt8(ascii: "\n") || line.count >= lineBytesMaximum { finishLine() }
          if byte != UInt8(ascii: "\n") { line.append(byte) }
        }
      }
      if !line.isEmpty { finishLine() }
      onLine(nil)
      close(descriptor)
    }
    thread.name = "child lines"
    thread.start()
  }
}
