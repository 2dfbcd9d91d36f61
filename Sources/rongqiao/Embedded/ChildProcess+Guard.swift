extension ChildProcess.Command {
  /// The same program, to which the kernel sends a signal when this process is gone, however it went
  /// (prctl(2), PR_SET_PDEATHSIG). Without `setpriv` of util-linux it is left as it is.
  ///
  /// - Parameter signal: by its short name, such as `TERM`.
  func stoppedWithUs(_ signal: String) -> ChildProcess.Command {
    guard let setpriv = ServerUser.setpriv else { return self }
    var guarded = self
    guarded.executable = setpriv
    guarded.arguments = ["--pdeathsig", signal, "--", executable] + arguments
    return guarded
  }
}
