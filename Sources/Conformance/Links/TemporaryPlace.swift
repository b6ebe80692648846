#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Folders and files that are there for a check, or for a run by hand, alone.
package enum TemporaryPlace {
    private static var root: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    /// A new folder for this user alone, by a path without symbolic links; `nil` when it can't be made.
    package static func folder(_ name: String = "couplet-test") -> String? {
        var template = Array("\(root)/\(name)-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.flatMap { realpath($0, nil) }
        }
        guard let made else { return nil }
        defer { free(made) }
        return String(cString: made)
    }

    /// A file that goes away with its descriptor; `nil` when it can't be made.
    static func namelessFile() -> Int32? {
        var template = Array("\(root)/couplet-test-XXXXXX".utf8CString)
        return template.withUnsafeMutableBufferPointer { buffer in
            guard let name = buffer.baseAddress else { return nil }
            let descriptor = mkstemp(name)
            guard descriptor >= 0 else { return nil }
            unlink(name)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            return descriptor
        }
    }

    /// Removes a folder with all that is in it.
    package static func remove(_ folder: String) {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            // What a plugin left unreadable stays behind among temporary files; nothing depends on it.
        }
    }
}
