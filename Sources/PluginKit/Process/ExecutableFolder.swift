#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder of the executable that runs: a plugin is started in another one.
enum ExecutableFolder {
    /// The path; that of the first argument where the system does not tell.
    static var path: String {
        let executable = linkTarget("/proc/self/exe") ?? CommandLine.arguments.first ?? ""
        guard let slash = executable.lastIndex(of: "/") else { return "." }
        return String(executable[..<slash])
    }

    private static func linkTarget(_ link: String) -> String? {
        let size = Int(PATH_MAX)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let length = buffer.withMemoryRebound(to: CChar.self) { memory in
                memory.baseAddress.map { readlink(link, $0, size) } ?? 0
            }
            count = max(0, length)
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
