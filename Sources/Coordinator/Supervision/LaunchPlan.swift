import Foundation
import PluginProtocol

/// What a process is started with: words and an environment built from nothing.
struct LaunchPlan: Sendable, Hashable {
    /// The executable that the system is asked to start.
    var executable: String
    /// Its arguments.
    var arguments: [String]
    /// Its environment, whole.
    var environment: [String: String]

    /// Plans the start of a plugin by the process `host`, with a scratch folder for it alone.
    ///
    /// Nothing in it is about records: arguments and environment are there for every user of the machine to see.
    init(_ plugin: InstalledPlugin, _ settings: LaunchSettings, host: Int32, scratch: String) {
        let prefix = settings.prefixes[plugin.manifest.entity] ?? settings.prefix
        let words =
            prefix.map { word in
                word.replacingOccurrences(of: "{plugin}", with: plugin.folder)
                    .replacingOccurrences(of: "{scratch}", with: scratch)
            } + [plugin.executable] + plugin.manifest.command.dropFirst() + ["--couplet-stdio"]
        environment = [
            "PATH": settings.path, "LANG": "C.UTF-8", "TZ": "UTC", "HOME": scratch, "TMPDIR": scratch,
            "COUPLET_PROTOCOL": "1",
            // A plugin in Swift that crashes says where, but not what was in its registers: that may be a customer's data.
            // https://github.com/swiftlang/swift/blob/main/docs/Backtracing.rst
            "SWIFT_BACKTRACE": "registers=none,images=none,threads=crashed,limit=12,color=no,sanitize=yes",
        ]
        guard let guardian = settings.guardian else {
            executable = words[0]
            arguments = Array(words.dropFirst())
            return
        }
        executable = guardian
        arguments =
            [
                "--parent", "\(host)", "--memory", "\(settings.limits.memory)",
                "--files", "\(settings.limits.openFiles)", "--file-size", "\(settings.limits.fileSize)",
                "--processes", "\(settings.limits.processes)", "--folder", scratch,
                "--executable", plugin.executable, "--identity", plugin.executableIdentity.word, "--",
            ] + words
    }
}
