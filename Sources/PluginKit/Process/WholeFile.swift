#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is read whole, without Foundation.
enum WholeFile {
    /// What is larger is no manifest and no map: 4 MiB.
    private static let limit = 4 << 20

    /// The bytes; `nil` when it can't be read, or is too large.
    static func bytes(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            var result = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                result = read(descriptor, buffer.baseAddress, 65_536)
                count = max(0, result)
            }
            if result == 0 { return bytes }
            if result < 0, errno != EINTR { return nil }
            bytes += chunk
        }
        return nil
    }
}
