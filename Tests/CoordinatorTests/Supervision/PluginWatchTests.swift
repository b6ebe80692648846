import JSONRPC
import Synchronization
import Testing

@testable import Coordinator

@Suite("What is seen of a plugin")
struct PluginWatchTests {
    private final class Rings: Sendable {
        private let number = Mutex(0)
        var count: Int { number.withLock(\.self) }
        func ring() { number.withLock { $0 += 1 } }
    }

    @Test("bytes count until the line ends, and none of the process before")
    func unfinished() {
        let watch = PluginWatch(Timeline(ContinuousClock())) {}
        watch.read(Array("{}\n{".utf8))
        #expect(watch.seen.unfinished == 1)
        watch.read(Array("abc".utf8))
        #expect(watch.seen.unfinished == 4)
        watch.read(Array("}\n".utf8))
        #expect(watch.seen.unfinished == 0)
        watch.read(Array("half".utf8))
        watch.beginProcess()
        #expect(watch.seen.unfinished == 0)
    }

    @Test("a line that outgrows every message is told once")
    func endless() {
        let rings = Rings()
        let watch = PluginWatch(Timeline(ContinuousClock()), endless: 8) { rings.ring() }
        watch.read(Array("12345678".utf8))
        #expect(!watch.seen.isEndless)
        for _ in 0..<3 { watch.read(Array("9".utf8)) }
        #expect(watch.seen.isEndless)
        #expect(rings.count == 1)
    }

    @Test("whoever waits for the last batch is woken when it ends, though other requests are under way")
    func lastBatch() async throws {
        let rings = Rings()
        let watch = PluginWatch(Timeline(ContinuousClock())) { rings.ring() }
        try await watch.serve(.question) {
            try await watch.serve(.decisions) { #expect(watch.seen.applying == 1) }
            #expect(watch.seen.applying == 0)
            #expect(rings.count == 1)
        }
        #expect(rings.count == 2)
    }
}
