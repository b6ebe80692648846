#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The files and connections that this process may have open at the same time.
enum OpenFiles {
    /// What two systems, a store and four plugins need, with some to spare.
    static let needed = 128
    private static let wanted = 4096

    /// Takes as many as are wanted and allowed; without enough, a connection would fail in the middle of the work.
    static func provide() throws(CommandError) {
        var limit = rlimit()
        guard getrlimit(fileLimit, &limit) == 0 else { return }
        if limit.rlim_cur < wanted {
            limit.rlim_cur = min(limit.rlim_max, rlim_t(wanted))
            // Refused or not, what counts is what is there now.
            _ = setrlimit(fileLimit, &limit)
            guard getrlimit(fileLimit, &limit) == 0 else { return }
        }
        guard limit.rlim_cur >= needed else {
            throw CommandError.tooFewFiles(Int(limit.rlim_cur), needed: needed)
        }
    }

    #if canImport(Glibc)
        private static let fileLimit = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let fileLimit = RLIMIT_NOFILE
    #endif
}
