import Foundation
import Synchronization
import SyncStore

/// Makes empty stores quickly: each is a copy of one that was made once, in memory that is a file system.
enum StoreShelf {
    /// A store, and its folder.
    struct Place: Sendable {
        let store: SQLiteStore
        let folder: String

        /// Whether one of some texts stands in one of its files.
        func contains(_ texts: [String]) throws -> Bool {
            try FileManager.default.contentsOfDirectory(atPath: folder).contains { name in
                let path = URL(fileURLWithPath: folder + "/" + name)
                return try Data(contentsOf: path, options: .alwaysMapped).withUnsafeBytes { bytes in
                    texts.contains { text in Array(text.utf8).withUnsafeBytes { Self.isFound($0, in: bytes) } }
                }
            }
        }

        /// Foundation's own search looks at each byte by itself.
        private static func isFound(_ sought: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer) -> Bool {
            guard var place = bytes.baseAddress, let start = sought.baseAddress, let first = sought.first else {
                return sought.isEmpty
            }
            let end = place + bytes.count
            while let found = memchr(place, Int32(first), end - place) {
                if end - UnsafeRawPointer(found) < sought.count { return false }
                if memcmp(found, start, sought.count) == 0 { return true }
                place = UnsafeRawPointer(found) + 1
            }
            return false
        }

        /// Closes it and takes it away.
        func remove() throws {
            try store.close()
            try FileManager.default.removeItem(atPath: folder)
        }
    }

    private static let root: String = {
        let parent = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm/" : NSTemporaryDirectory()
        return parent + "couplet-histories-\(ProcessInfo.processInfo.processIdentifier)"
    }()
    private static let number = Atomic(0)
    private static let template: Result<Data, any Error> = Result {
        let folder = root + "-template"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer {
            // A folder in memory that could not be removed goes with the machine.
            try? FileManager.default.removeItem(atPath: folder)
        }
        let store = try SQLiteStore.open(at: folder + "/store.sqlite")
        try store.close()
        return try Data(contentsOf: URL(fileURLWithPath: folder + "/store.sqlite"))
    }

    /// An empty store.
    static func make(now: @escaping @Sendable () -> Date) throws -> Place {
        let folder = root + "-\(number.add(1, ordering: .relaxed).newValue)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let path = folder + "/store.sqlite"
        guard
            FileManager.default.createFile(
                atPath: path, contents: try template.get(), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        return Place(store: try SQLiteStore.open(at: path, now: now, working: .askingThread), folder: folder)
    }
}
