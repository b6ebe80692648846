import Foundation

/// Removes a folder with all that is in it, however deep that lies, how much it is and whatever rights it has.
///
/// What lies deeper is moved up before it is removed: no path grows long, and two folders are open at a time.
struct FolderRemoval {
    private let root: Int32
    private let mark = UUID().uuidString
    private var moved = 0

    /// Removes the folder at a path; whether nothing of it is left.
    static func remove(_ path: String) -> Bool {
        _ = chmod(path, 0o700)
        let root = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard root >= 0 else { return errno == ENOENT }
        defer { close(root) }
        var removal = FolderRemoval(root: root)
        return removal.empty() && rmdir(path) == 0
    }

    private init(root: Int32) { self.root = root }

    private mutating func empty() -> Bool {
        while case let names = Self.names(in: root), !names.isEmpty {
            for name in names where unlinkat(root, name, 0) != 0 {
                guard flatten(name), unlinkat(root, name, AT_REMOVEDIR) == 0 else { return false }
            }
        }
        return true
    }

    /// Removes the files of a folder, and moves its folders up.
    private mutating func flatten(_ folder: String) -> Bool {
        _ = fchmodat(root, folder, 0o700, 0)
        let open = openat(root, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard open >= 0 else { return false }
        defer { close(open) }
        for name in Self.names(in: open) where unlinkat(open, name, 0) != 0 {
            // A folder that nobody may write to can't be moved either.
            _ = fchmodat(open, name, 0o700, 0)
            moved += 1
            guard renameat(open, name, root, "\(mark)-\(moved)") == 0 else { return false }
        }
        return true
    }

    private static func names(in folder: Int32) -> [String] {
        // Of its own, since a listing goes on where the last one ended.
        let listed = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard listed >= 0 else { return [] }
        guard let stream = fdopendir(listed) else {
            close(listed)
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
