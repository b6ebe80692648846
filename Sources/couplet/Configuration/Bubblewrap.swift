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

    /// The folder of programs in which a file lies directly, so that nothing but the whole folder could be covered; `nil` for any other file.
    static func folderAmongPrograms(of file: String) -> String? {
        folders(of: file).first { folder in
            shown.contains { folder == $0 }
                || ["/bin", "/sbin", "/lib"].contains { folder == "/usr\($0)" || folder == "/usr/local\($0)" }
        }
    }

    /// The folders of hidden files that would be shown.
    private var folders: [String] {
        Set(hidden.flatMap(Self.folders)).filter { folder in Self.shown.contains { folder.hasPrefix($0 + "/") } }
            .sorted()
    }

    /// Where plugins would see the folder of a file: under each name that is shown, wherever links lead.
    private static func folders(of file: String) -> [String] {
        let folder = URL(fileURLWithPath: real(URL(fileURLWithPath: file))).deletingLastPathComponent().path
        return shown.flatMap { name -> [String] in
            let place = real(URL(fileURLWithPath: name))
            guard folder == place || folder.hasPrefix(place + "/") else { return [] }
            return [name + folder.dropFirst(place.count)]
        }
    }

    /// A path without symbolic links, as far as it exists.
    private static func real(_ file: URL) -> String {
        var there = file.standardizedFileURL
        var missing: [String] = []
        while there.path != "/", !FileManager.default.fileExists(atPath: there.path) {
            missing.insert(there.lastPathComponent, at: 0)
            there.deleteLastPathComponent()
        }
        return missing.reduce(there.resolvingSymlinksInPath()) { $0.appendingPathComponent($1) }.path
    }
}
