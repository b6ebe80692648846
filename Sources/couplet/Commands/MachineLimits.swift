#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the machine lets this process have: files and connections, threads, memory.
enum MachineLimits {
    /// The files that two systems, a store and four plugins need, with some to spare.
    static let neededFiles = 128
    private static let wantedFiles = 4096
    /// The bytes of address space that libraries, threads and a store reserve, though they use far less.
    static let neededMemory = 1 << 30

    /// The threads that the runtime, the connections and the store take, with some for what starts plugins.
    static var neededThreads: Int { 16 + 4 * sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

    /// Takes as many files as are wanted and allowed; without enough, a connection would fail in the middle of the work.
    static func provideFiles() throws(CommandError) {
        guard var limit = limit(of: RLIMIT_NOFILE) else { return }
        if limit.rlim_cur < wantedFiles {
            limit.rlim_cur = min(limit.rlim_max, rlim_t(wantedFiles))
            // Refused or not, what counts is what is there now.
            _ = setrlimit(kind(RLIMIT_NOFILE), &limit)
            guard let now = Self.limit(of: RLIMIT_NOFILE) else { return }
            limit = now
        }
        guard limit.rlim_cur >= neededFiles else {
            throw CommandError.tooFewFiles(Int(limit.rlim_cur), needed: neededFiles)
        }
    }

    /// Looks for memory and threads before anything else is done.
    ///
    /// Libraries end the process where a thread or its memory is refused to them, in the middle of the work.
    static func check() throws(CommandError) {
        if let memory = limit(of: RLIMIT_AS), memory.rlim_cur < rlim_t(neededMemory) {
            throw CommandError.tooLittleMemory(Int(memory.rlim_cur), needed: neededMemory)
        }
        #if canImport(Glibc)
            // The limit counts the threads of the user, whoever started them: only trying tells what is left.
            guard let threads = limit(of: __RLIMIT_NPROC), threads.rlim_cur != rlim_t.max else { return }
            guard canRun(threads: neededThreads) else { throw CommandError.tooFewThreads(needed: neededThreads) }
        #endif
    }

    #if canImport(Glibc)
        private typealias Resource = __rlimit_resource

        private static func kind(_ resource: Resource) -> __rlimit_resource_t { __rlimit_resource_t(resource.rawValue) }

        /// Whether so many threads can be there at the same time; they wait for the end of a pipe, and end.
        private static func canRun(threads count: Int) -> Bool {
            var pipe: [Int32] = [-1, -1]
            guard Glibc.pipe(&pipe) == 0 else { return true }
            var threads: [pthread_t] = []
            for _ in 0..<count {
                var thread = pthread_t()
                let end = UnsafeMutableRawPointer(bitPattern: Int(pipe[0]))
                let refusal = pthread_create(
                    &thread, nil,
                    { end in
                        var byte: UInt8 = 0
                        _ = read(Int32(Int(bitPattern: end)), &byte, 1)
                        return nil
                    }, end)
                guard refusal == 0 else { break }
                threads.append(thread)
            }
            close(pipe[1])
            for thread in threads { pthread_join(thread, nil) }
            close(pipe[0])
            return threads.count == count
        }
    #else
        private typealias Resource = Int32

        private static func kind(_ resource: Resource) -> Int32 { resource }
    #endif

    private static func limit(of resource: Resource) -> rlimit? {
        var limit = rlimit()
        return getrlimit(kind(resource), &limit) == 0 ? limit : nil
    }
}
