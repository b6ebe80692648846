package import Model

/// How plugins are started on this machine.
package struct LaunchSettings: Sendable, Hashable {
    /// The path of `couplet-launch`, which sets limits and sees to it that no process outlives the host; `nil` starts
    /// plugins without either.
    package var guardian: String?
    /// What is put before the plugin's own command, such as `["bwrap", "--unshare-all"]` or `["srun", "-n1", "-u"]`.
    ///
    /// The first word is an absolute path or is searched for in `path`. In every word, `{plugin}` stands for the plugin's folder and
    /// `{scratch}` for its scratch folder.
    package var prefix: [String]
    /// The same for single entities, in place of `prefix`.
    package var prefixes: [EntityName: [String]]
    /// The limits of each process.
    package var limits: ResourceLimits
    /// The value of `PATH` in a plugin's environment.
    package var path: String
    /// The folder in which each process gets its scratch folder.
    package var scratch: String

    /// Creates settings.
    package init(
        guardian: String?, prefix: [String] = [], prefixes: [EntityName: [String]] = [:],
        limits: ResourceLimits = ResourceLimits(),
        path: String = "/usr/local/bin:/usr/bin:/bin", scratch: String
    ) {
        self.guardian = guardian
        self.prefix = prefix
        self.prefixes = prefixes
        self.limits = limits
        self.path = path
        self.scratch = scratch
    }
}
