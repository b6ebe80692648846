import Foundation

/// Removes a folder with all that is in it, however deep that lies, how much it is, how it is called and whatever rights it has.
///
/// What lies deeper is moved up before it is removed: no path grows long, and two folders are open at a time.
struct FolderRemoval {
    /// A name as the system has it: bytes, which need be no text.
    private typealias Name = [CChar]

    /// How often the folder is listed: whoever goes on writing into it is not waited for for ever.
    private static let rounds = 100_000

    private let root: Int32
    private let mark = UUID().uuidString
    private var moved = 0

    /// Removes the folder at a path; whether nothing of it is left.
    static func remove(_ path: String) -> Bool {
        guard let root = folder(path, in: AT_FDCWD) else { return errno == ENOENT }
        defer { close(root) }
        var removal = FolderRemoval(root: root)
        return removal.empty() && rmdir(path) == 0
    }

    private init(root: Int32) { self.root = root }

    private mutating func empty() -> Bool {
        for _ in 0..<Self.rounds {
            let names = Self.names(in: root)
            if names.isEmpty { return true }
            for name in names where unlinkat(root, name, 0) != 0 {
                guard flatten(name), unlinkat(root, name, AT_REMOVEDIR) == 0 else { return false }
            }
        }
        return false
    }

    /// Removes the files of a folder, and moves its folders up.
    private mutating func flatten(_ name: Name) -> Bool {
        guard let open = Self.folder(name, in: root) else { return false }
        defer { close(open) }
        for name in Self.names(in: open) where unlinkat(open, name, 0) != 0 {
            // A folder that nobody may write to can't be moved either.
            _ = fchmodat(open, name, 0o700, AT_SYMLINK_NOFOLLOW)
            moved += 1
            guard renameat(open, name, root, "\(mark)-\(moved)") == 0 else { return false }
        }
        return true
    }

    /// Opens a folder, with every right to it; neither step follows a link.
    private static func folder(_ name: UnsafePointer<CChar>, in parent: Int32) -> Int32? {
        _ = fchmodat(parent, name, 0o700, AT_SYMLINK_NOFOLLOW)
        let opened = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        return opened >= 0 ? opened : nil
    }

    private static func names(in folder: Int32) -> [Name] {
        // Of its own, since a listing goes on where the last one ended.
        let listed = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard listed >= 0 else { return [] }
        guard let stream = fdopendir(listed) else {
            close(listed)
            return []
        }
        defer { closedir(stream) }
        var names: [Name] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { bytes in
                    Name(UnsafeBufferPointer(start: bytes, count: strlen(bytes) + 1))
                }
            }
            if !dots.contains(name) { names.append(name) }
        }
        return names
    }

    private static let dots: [Name] = [".", ".."].map { Array($0.utf8CString) }
}
