import Foundation

/// How bubblewrap starts a plugin: with the system's programs, the plugin's folder and its scratch folder, and nothing else of the machine.
///
/// https://manpages.debian.org/bookworm/bubblewrap/bwrap.1.en.html
struct Bubblewrap: Sendable, Hashable {
    /// Where bwrap is.
    var program: String
    /// Files that no plugin is to see, wherever they are: the store, the configuration, secrets.
    var hidden: [String]

    /// Where bwrap is on this machine; `nil` when it is not installed.
    static var installed: String? {
        ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"].first(where: FileManager.default.isExecutableFile)
    }

    /// What programs need of the system: no home, no `/var`, no `/run`, and of `/etc` what finds libraries.
    private static let shown = [
        "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/nix/store", "/etc/alternatives",
        "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime",
    ]

    /// The words before the plugin's own.
    var words: [String] {
        let covered = folders
        var words = [program, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL"]
        for path in Self.shown { words += ["--ro-bind-try", path, path] }
        words += ["--proc", "/proc", "--dev", "/dev"]
        for folder in covered { words += ["--tmpfs", folder] }
        words += ["--ro-bind", "{plugin}", "{plugin}", "--bind", "{scratch}", "{scratch}", "--chdir", "{scratch}"]
        // What bubblewrap itself put there is memory, and would be a place to fill.
        for folder in covered + ["/dev", "/"] { words += ["--remount-ro", folder] }
        return words + ["--"]
    }

    /// The folders of hidden files that would be shown.
    private var folders: [String] {
        let all = hidden.map { URL(fileURLWithPath: $0).standardizedFileURL.deletingLastPathComponent().path }
        return Set(all).filter { folder in Self.shown.contains { folder.hasPrefix($0 + "/") } }.sorted()
    }
}
