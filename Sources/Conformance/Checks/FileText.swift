#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whole files, read without Foundation.
package enum FileText: Sendable {
    /// The bytes of a file; `nil` when it can't be read.
    package static func bytes(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = max(0, read(descriptor, buffer.baseAddress, 65_536))
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }
}

extension FileText {
    /// The text of a file; `nil` when it can't be read.
    package static func text(of path: String) -> String? { bytes(of: path).map { String(decoding: $0, as: UTF8.self) } }
}

extension Transcript {
    /// Reads a conversation from a `.jsonl` file.
    public init(contentsOf path: String) throws(TranscriptError) {
        guard let bytes = FileText.bytes(of: path) else { throw TranscriptError(line: 0, problem: "can't be read") }
        try self.init(String(decoding: bytes, as: UTF8.self))
    }
}
