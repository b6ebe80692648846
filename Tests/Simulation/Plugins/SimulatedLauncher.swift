import Coordinator
import JSONRPC
import Model
import PluginProtocol
import Synchronization

/// Starts plugins inside this process: the machine of PluginKit at the other end of two pipes in memory, which may die at any frame.
final class SimulatedLauncher: PluginLauncher {
    /// When the processes of one entity die.
    struct Mortality: Sendable, Hashable {
        /// The frame, read or written, after which it dies.
        var frame: Int
        /// How many of its processes die so before one lives.
        var deaths: Int
    }

    private let machines: [EntityName: @Sendable () -> any PluginMachine]
    private let mortalities = Mutex<[EntityName: Mortality]>([:])
    private let life: HostLife
    private let trace: Trace

    init(
        _ machines: [EntityName: @Sendable () -> any PluginMachine], life: HostLife, trace: Trace
    ) {
        self.machines = machines
        self.life = life
        self.trace = trace
    }

    /// How plugins die from now on.
    func setMortalities(_ mortalities: [EntityName: Mortality]) { self.mortalities.withLock { $0 = mortalities } }

    func withProcess(
        of plugin: InstalledPlugin, _ body: @escaping @Sendable (any PluginChild) async -> Void
    ) async throws(LaunchFailure) -> ProcessEnd {
        let entity = plugin.manifest.entity
        guard let machine = machines[entity]?() else { throw LaunchFailure(.missing(plugin.executable, 2)) }
        let lastFrame: Int? = mortalities.withLock { all in
            guard let one = all[entity], one.deaths > 0 else { return nil }
            all[entity]?.deaths -= 1
            return one.frame
        }
        let process = SimulatedProcess(entity, lastFrame: lastFrame, life: life, trace: trace)
        trace.note("\(entity) starts")
        await withTaskGroup { group in
            group.addTask { await process.live(machine) }
            await body(process)
            await process.kill()
        }
        trace.note("\(entity) ends: \(process.end.words(in: .en))")
        return process.end
    }
}

/// One process of a plugin.
final class SimulatedProcess: PluginChild, ByteChannel {
    private let entity: EntityName
    private let lastFrame: Int?
    private let life: HostLife
    private let trace: Trace
    private let toPlugin = MemoryPipe()
    private let toHost = MemoryPipe()
    private let errors = MemoryPipe()
    private let ended = Mutex<ProcessEnd?>(nil)
    private let frames = Mutex(0)

    init(_ entity: EntityName, lastFrame: Int?, life: HostLife, trace: Trace) {
        self.entity = entity
        self.lastFrame = lastFrame
        self.life = life
        self.trace = trace
    }

    /// How it ended.
    var end: ProcessEnd { ended.withLock { $0 ?? .exited(0) } }
    var channel: any ByteChannel { self }

    // MARK: the host's end

    func read() async throws -> [UInt8]? {
        guard let bytes = await toHost.take() else { return nil }
        try life.step("\(entity) to host: \(bytes.count) bytes")
        return bytes
    }
    func write(_ bytes: [UInt8]) async throws {
        try life.step("host to \(entity): \(bytes.count) bytes")
        // A pipe whose reader is gone: the end of the other direction tells.
        toPlugin.put(bytes)
    }
    func finish() async { toPlugin.close() }
    func readErrors() async -> [UInt8]? { await errors.take() }
    func terminate() async { die(.signaled("SIGTERM")) }
    func kill() async { die(.signaled("SIGKILL")) }

    private func die(_ end: ProcessEnd) {
        let isFirst = ended.withLock { ended in
            defer { ended = ended ?? end }
            return ended == nil
        }
        guard isFirst else { return }
        toPlugin.cut()
        toHost.close()
        errors.close()
    }

    // MARK: the plugin's end

    func live(_ machine: any PluginMachine) async {
        var machine = machine
        var framing = LineFraming(limit: 8 << 20)
        while let chunk = await toPlugin.take() {
            for line in framing.feed(chunk) {
                machine.receive(line)
                if countsOut(1) { return }
            }
            repeat {
                let bytes = machine.drain()
                if !bytes.isEmpty, !send(bytes) { return }
            } while machine.work()
            let bytes = machine.drain()
            if !bytes.isEmpty, !send(bytes) { return }
        }
        die(.exited(0))
    }

    /// Writes line by line, so that it may die between two; whether it lives on.
    private func send(_ bytes: [UInt8]) -> Bool {
        guard lastFrame != nil else {
            toHost.put(bytes)
            return true
        }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            toHost.put(line + [UInt8(ascii: "\n")])
            if countsOut(1) { return false }
        }
        return true
    }

    private func countsOut(_ count: Int) -> Bool {
        let isOver = frames.withLock { frames in
            frames += count
            return frames == lastFrame
        }
        if isOver { die(.signaled("SIGSEGV")) }
        return isOver
    }
}
