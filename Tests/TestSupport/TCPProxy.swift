import Foundation
import Postgres

/// A TCP proxy on loopback whose faults a test switches on and off.
///
/// One thread moves all bytes between `poll(2)` calls; settings are changed from any thread and take
/// effect at once.
public final class TCPProxy: Sendable {
  /// What happens to bytes and connections.
  public enum Mode: Sendable, Hashable {
    /// Bytes pass both ways.
    case pass
    /// Connections stay open, no byte moves; those that arrive meanwhile wait.
    case freeze
    /// New connections are accepted and never answered; old ones pass.
    case silent
    /// New connections are closed at once; old ones pass.
    case refuse
    /// Bytes pass after this delay, in milliseconds.
    case delay(Int)
  }

  private struct Control {
    var mode = Mode.pass
    var upstream: Int
    var cutCount = 0
    var isStopped = false
    var acceptedCount = 0
    var forwardedBytes = 0
    var openCount = 0
    var watchers: [Watcher] = []
  }

  private struct Watcher {
    let isReached: @Sendable (Progress) -> Bool
    let resume: @Sendable () -> Void
  }

  /// What the proxy has done so far.
  public struct Progress: Sendable, Hashable {
    /// Connections accepted since the start.
    public var acceptedCount: Int
    /// Connections open now.
    public var openCount: Int
    /// Bytes passed on, both ways, since the start.
    public var forwardedBytes: Int
  }

  /// The port on 127.0.0.1.
  public let port: Int
  private let control: Locked<Control>
  private let wakeDescriptor: Int32

  /// Starts a proxy to a port of an IPv4 address.
  ///
  /// - Parameter standsForBroker: a Kafka broker tells its clients its own address and they connect
  ///   there, past any proxy; with this its answers name the proxy instead.
  public init(
    host: String = "127.0.0.1", port upstream: Int, standsForBroker: Bool = false
  ) throws {
    let listener = try Self.listen()
    control = Locked(Control(upstream: upstream))
    port = listener.port
    var wake: [Int32] = [-1, -1]
    guard pipe(&wake) == 0 else { throw ProxyError(call: "pipe", code: errno) }
    for descriptor in wake { Self.prepare(descriptor) }
    wakeDescriptor = wake[1]
    let loop = ProxyLoop(
      listener: listener.descriptor, wake: wake[0], host: host,
      ownPort: standsForBroker ? listener.port : nil)
    Thread.detachNewThread { [self] in
      loop.run(self)
    }
  }

  /// The bytes' and connections' present fate.
  public var mode: Mode {
    get { control.withLock { $0.mode } }
    set { change { $0.mode = newValue } }
  }

  /// The port that new connections go to, such as that of a server that came back elsewhere.
  public var upstream: Int {
    get { control.withLock { $0.upstream } }
    set { change { $0.upstream = newValue } }
  }

  /// Closes every open connection, both sides.
  public func cut() {
    change { $0.cutCount += 1 }
  }

  /// Closes everything and ends the thread.
  public func stop() {
    change { $0.isStopped = true }
  }

  /// What the proxy has done so far.
  public var progress: Progress { control.withLock { Self.progress($0) } }

  /// Suspends until the progress fulfils the condition, or until the limit; says which.
  public func reached(
    withinMilliseconds limit: Int, _ condition: @escaping @Sendable (Progress) -> Bool
  ) async -> Bool {
    await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
      let answer = OneAnswer(continuation)
      control.withLock { control in
        control.watchers.append(Watcher(isReached: condition) { answer.give(true) })
      }
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(limit)) {
        answer.give(false)
      }
      note { _ in }
    }
  }

  private func change(_ body: (inout Control) -> Void) {
    control.withLock { body(&$0) }
    var byte: UInt8 = 1
    _ = write(wakeDescriptor, &byte, 1)
  }

  // MARK: For the loop

  fileprivate struct Orders {
    var mode: Mode
    var upstream: Int
    var cutCount: Int
    var isStopped: Bool
  }

  fileprivate var orders: Orders {
    control.withLock {
      Orders(
        mode: $0.mode, upstream: $0.upstream, cutCount: $0.cutCount, isStopped: $0.isStopped)
    }
  }

  fileprivate func noteAccepted(open: Int) {
    note {
      $0.acceptedCount += 1
      $0.openCount = open
    }
  }

  fileprivate func noteForwarded(_ count: Int) {
    note { $0.forwardedBytes += count }
  }

  fileprivate func noteOpen(_ count: Int) {
    note { $0.openCount = count }
  }

  private func note(_ body: (inout Control) -> Void) {
    let reached = control.withLock { control in
      body(&control)
      let progress = Self.progress(control)
      let reached = control.watchers.filter { $0.isReached(progress) }
      control.watchers.removeAll { $0.isReached(progress) }
      return reached
    }
    for watcher in reached { watcher.resume() }
  }

  private static func progress(_ control: Control) -> Progress {
    Progress(
      acceptedCount: control.acceptedCount, openCount: control.openCount,
      forwardedBytes: control.forwardedBytes)
  }

  // MARK: Sockets

  fileprivate static func prepare(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  fileprivate static func makeSocket() throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw ProxyError(call: "socket", code: errno) }
    prepare(descriptor)
    return descriptor
  }

  fileprivate static func address(host: String, port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port)).bigEndian
    address.sin_addr.s_addr = inet_addr(host)
    return address
  }

  private static func listen() throws -> (descriptor: Int32, port: Int) {
    let descriptor = try makeSocket()
    var address = Self.address(host: "127.0.0.1", port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && Foundation.listen(descriptor, 128) == 0
          && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard status else {
      close(descriptor)
      throw ProxyError(call: "bind", code: errno)
    }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// A port that was free a moment ago.
  public static func freePort() throws -> Int {
    let (descriptor, port) = try listen()
    close(descriptor)
    return port
  }
}

/// A socket call that failed.
public struct ProxyError: Error, Sendable {
  /// The call's name.
  public let call: String
  /// Its errno.
  public let code: Int32
}

/// Gives one continuation the first of several answers.
private final class OneAnswer: Sendable {
  private let continuation: Locked<CheckedContinuation<Bool, Never>?>

  init(_ continuation: CheckedContinuation<Bool, Never>) {
    self.continuation = Locked(continuation)
  }

  func give(_ answer: Bool) {
    let waiting = continuation.withLock { continuation in
      defer { continuation = nil }
      return continuation
    }
    waiting?.resume(returning: answer)
  }
}

/// Bytes on their way in one direction.
private struct Flow {
  /// Bytes read and not yet written, with the time from which they may be written.
  var pending: [(bytes: [UInt8], notBefore: UInt64)] = []
  var sourceEnded = false

  /// Reading stops while this many pieces wait, so a slow reader holds its peer back.
  static let piecesMaximum = 16
}

private final class Link {
  let client: Int32
  /// -1 while nobody stands behind the client: a silent connection.
  let server: Int32
  /// The server's port.
  let upstream: Int
  var toServer = Flow()
  var toClient = Flow()

  init(client: Int32, server: Int32, upstream: Int) {
    self.client = client
    self.server = server
    self.upstream = upstream
  }

  deinit {
    close(client)
    if server >= 0 { close(server) }
  }
}

// Owned and used by the proxy's one thread alone, from its start to its end.
/// The thread's own state.
private final class ProxyLoop: @unchecked Sendable {
  private let listener: Int32
  private let wake: Int32
  private let host: String
  /// Put where a broker names itself; nil to pass its answers on as they are.
  private let ownPort: Int?
  private var links: [Link] = []
  private var cutCount = 0

  init(listener: Int32, wake: Int32, host: String, ownPort: Int?) {
    self.listener = listener
    self.wake = wake
    self.host = host
    self.ownPort = ownPort
  }

  func run(_ proxy: TCPProxy) {
    while true {
      let orders = proxy.orders
      if orders.isStopped { break }
      if orders.cutCount != cutCount {
        cutCount = orders.cutCount
        links = []
        proxy.noteOpen(0)
      }
      wait(orders.mode)
      // The orders may have changed during the wait.
      if proxy.orders.isStopped || proxy.orders.cutCount != cutCount { continue }
      let mode = proxy.orders.mode
      accept(mode, proxy)
      guard mode != .freeze else { continue }
      let before = links.count
      links.removeAll { !move($0, mode, proxy) }
      if links.count != before { proxy.noteOpen(links.count) }
    }
    links = []
    proxy.noteOpen(0)
    close(listener)
    close(wake)
  }

  private func wait(_ mode: TCPProxy.Mode) {
    var descriptors = [
      pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
      pollfd(fd: mode == .freeze ? -1 : listener, events: Int16(POLLIN), revents: 0),
    ]
    var timeout: Int32 = -1
    if mode != .freeze {
      let now = DispatchTime.now().uptimeNanoseconds
      for link in links {
        for (flow, from, to) in [
          (link.toServer, link.client, link.server), (link.toClient, link.server, link.client),
        ] where link.server >= 0 {
          if !flow.sourceEnded, flow.pending.count < Flow.piecesMaximum {
            descriptors.append(pollfd(fd: from, events: Int16(POLLIN), revents: 0))
          }
          guard let first = flow.pending.first else { continue }
          if first.notBefore <= now {
            descriptors.append(pollfd(fd: to, events: Int16(POLLOUT), revents: 0))
          } else {
            let milliseconds = Int32(clamping: (first.notBefore - now) / 1_000_000 + 1)
            timeout = timeout < 0 ? milliseconds : min(timeout, milliseconds)
          }
        }
      }
    }
    _ = poll(&descriptors, nfds_t(descriptors.count), timeout)
    var buffer = [UInt8](repeating: 0, count: 64)
    while read(wake, &buffer, buffer.count) > 0 {}
  }

  private func accept(_ mode: TCPProxy.Mode, _ proxy: TCPProxy) {
    guard mode != .freeze else { return }
    while true {
      let client = Foundation.accept(listener, nil, nil)
      guard client >= 0 else { return }
      TCPProxy.prepare(client)
      switch mode {
      case .refuse: close(client)
      case .silent: links.append(Link(client: client, server: -1, upstream: 0))
      case .pass, .freeze, .delay:
        let upstream = proxy.orders.upstream
        guard let server = connect(to: upstream) else {
          close(client)
          continue
        }
        links.append(Link(client: client, server: server, upstream: upstream))
      }
      proxy.noteAccepted(open: links.count)
    }
  }

  private func connect(to upstream: Int) -> Int32? {
    guard let descriptor = try? TCPProxy.makeSocket() else { return nil }
    var address = TCPProxy.address(host: host, port: upstream)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, length)
      }
    }
    if status == 0 || errno == EINPROGRESS { return descriptor }
    close(descriptor)
    return nil
  }

  /// Moves what can be moved; false when the link has ended.
  private func move(_ link: Link, _ mode: TCPProxy.Mode, _ proxy: TCPProxy) -> Bool {
    guard link.server >= 0 else { return true }
    var delay: UInt64 = 0
    if case .delay(let milliseconds) = mode { delay = UInt64(max(0, milliseconds)) * 1_000_000 }
    let renaming = ownPort.map { (from: link.upstream, to: $0) }
    return pump(&link.toServer, from: link.client, to: link.server, delay, nil, proxy)
      && pump(&link.toClient, from: link.server, to: link.client, delay, renaming, proxy)
  }

  private func pump(
    _ flow: inout Flow, from: Int32, to: Int32, _ delay: UInt64,
    _ renaming: (from: Int, to: Int)?, _ proxy: TCPProxy
  ) -> Bool {
    let now = DispatchTime.now().uptimeNanoseconds
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !flow.sourceEnded, flow.pending.count < Flow.piecesMaximum {
      let count = read(from, &buffer, buffer.count)
      if count > 0 {
        var bytes = Array(buffer[..<count])
        if let renaming { Self.rename(&bytes, from: renaming.from, to: renaming.to) }
        flow.pending.append((bytes, now + delay))
      } else if count == 0 {
        flow.sourceEnded = true
      } else {
        if errno != EAGAIN, errno != ENOTCONN, errno != EINTR { return false }
        break
      }
    }
    while let piece = flow.pending.first, piece.notBefore <= now {
      let count = send(to, piece.bytes, piece.bytes.count, Int32(MSG_NOSIGNAL))
      if count < 0 {
        if errno == EAGAIN || errno == ENOTCONN || errno == EINTR { return true }
        return false
      }
      proxy.noteForwarded(count)
      if count == piece.bytes.count {
        flow.pending.removeFirst()
      } else {
        flow.pending[0].bytes.removeFirst(count)
      }
    }
    return !(flow.sourceEnded && flow.pending.isEmpty)
  }
  /// Exchanges the port where a Kafka answer names a broker: a string, that is its length in two
  /// bytes and its text, then the port in four (Kafka protocol guide, Metadata and FindCoordinator).
  private static func rename(_ bytes: inout [UInt8], from: Int, to: Int) {
    func port(_ number: Int) -> [UInt8] {
      [0, 0, UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }
    let host = Array("127.0.0.1".utf8)
    let name = [0, UInt8(host.count)] + host + port(from)
    let new = port(to)
    var start = 0
    while start + name.count <= bytes.count {
      // Most places differ at once: comparing slices at each would take far longer.
      if bytes[start + 1] == name[1], bytes[start + 2] == name[2], bytes[start] == name[0],
        bytes[start..<(start + name.count)].elementsEqual(name)
      {
        for (index, byte) in new.enumerated() {
          bytes[start + name.count - new.count + index] = byte
        }
        start += name.count
      } else {
        start += 1
      }
    }
  }
}
