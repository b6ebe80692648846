#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A room for one process: a network of its own without a way out, and a file system in which every change is kept apart.
///
/// Linux alone has it: namespaces (https://man7.org/linux/man-pages/man1/unshare.1.html) and a layer over each folder
/// (https://docs.kernel.org/filesystems/overlayfs.html). The process sees the machine as it is, and changes nothing of it; afterwards the
/// counters of the network and the upper layers tell what it tried.
struct WatchedRoom {
    /// What was seen.
    struct Sight {
        /// Packets and connections that it tried to send or to make.
        var attempts = 0
        /// Files that it changed or made.
        var files: [String] = []
    }

    private let report: String
    private let folder: String
    private let place: String
    private static let entrance = "/usr/bin/unshare"

    /// Prepares a room for a plugin that lies in `folder`; `nil` where there are no rooms.
    init?(for folder: String) {
        guard access(Self.entrance, X_OK) == 0, let place = TemporaryPlace.folder() else { return nil }
        (self.place, report, self.folder) = (place, place + "/report", folder)
    }

    /// The command that has another one run inside.
    func command(_ command: [String]) -> [String] {
        let isRoot = getuid() == 0
        // Without root, a user namespace gives the rights for the mounts; the layers then need their own kind of attributes.
        let flags = ["--mount", "--net"] + (isRoot ? [] : ["--user", "--map-root-user"])
        return [Self.entrance] + flags
            + ["/bin/sh", "-c", Self.script, "couplet-room", report, folder, isRoot ? "" : ",userxattr"] + command
    }

    /// What was seen, after the process has ended; `nil` when there was no room.
    func sight(scratch: String) -> Sight? {
        defer { TemporaryPlace.remove(place) }
        guard let text = FileText.text(of: report), text.hasSuffix("seen\n") else { return nil }
        var sight = Sight()
        var header: [Substring] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("/mnt/") {
                let isOwn = line.hasPrefix("/mnt/own/")
                let path = (isOwn ? folder : "") + line.dropFirst("/mnt/new".count)
                if !path.hasPrefix(scratch + "/"), path != report { sight.files.append(path) }
                continue
            }
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            if words.count == 2, ["Ip6OutRequests", "Ip6OutNoRoutes"].contains(words[0]) {
                sight.attempts += Int(words[1]) ?? 0
            } else if words.first == header.first {
                for (name, value) in zip(header, words)
                where ["OutRequests", "OutNoRoutes", "ActiveOpens", "OutDatagrams"].contains(name) {
                    sight.attempts += Int(value) ?? 0
                }
            } else {
                header = words
            }
        }
        return sight
    }

    /// Sockets that a process of the room has open to a network.
    static func openSockets(of pid: Int32) -> Int {
        ["tcp", "tcp6", "udp", "udp6", "raw", "raw6"].reduce(0) { sum, kind in
            let lines = FileText.text(of: "/proc/\(pid)/net/\(kind)")?.split(separator: "\n").count ?? 1
            return sum + max(0, lines - 1)
        }
    }

    /// The paths of what changed stand below /mnt/new, which nobody else sees; the last line says that all went well.
    private static let script = """
        exec 3>"$1" 4<"$2"
        mount -t tmpfs tmpfs /mnt && mkdir -p /mnt/new /mnt/work || exit 120
        for place in /*; do
            case $place in /proc | /sys | /dev | /run | /mnt) continue ;; esac
            [ -d "$place" ] && [ ! -L "$place" ] || continue
            mkdir -p "/mnt/new$place" "/mnt/work$place"
            mount -t overlay overlay -o "lowerdir=$place,upperdir=/mnt/new$place,workdir=/mnt/work$place$3" "$place" || exit 120
        done
        # The plugin's own folder may be on a file system of its own.
        mkdir -p /mnt/own /mnt/work-own "$2"
        mount -t overlay overlay -o "lowerdir=/proc/self/fd/4,upperdir=/mnt/own,workdir=/mnt/work-own$3" "$2" || exit 120
        mkdir -p "$HOME" && cd "$HOME" || exit 120
        shift 3
        "$@" 3>&- 4<&-
        status=$?
        { cat /proc/net/snmp /proc/net/snmp6; find /mnt/new /mnt/own ! -type d; echo seen; } >&3
        exit $status
        """
}
