import Model
import Testing

@testable import RemoteSystems

@Suite("The watermark")
struct WatermarkTests {
    private static let minute: Int64 = 60_000

    private func rows(_ stamps: Int64...) -> [(stamp: Int64, hash: UInt64)] {
        stamps.map { (stamp: $0, hash: UInt64(bitPattern: $0)) }
    }

    @Test("after the first reading the last sixteen minutes of stamps are read again, and known")
    func first() {
        let now = 1_000 * Self.minute
        let mark = Watermark().advanced(by: rows(now - 30 * Self.minute, now), began: now, ended: now)
        #expect(mark.floor == now - Watermark.overlap)
        #expect(mark.seen.count == 1)
    }

    @Test("when the time is over, the newest stamp is the floor: nothing is read twice")
    func maturity() {
        let now = 1_000 * Self.minute
        let first = Watermark().advanced(by: rows(now), began: now, ended: now)
        let early = first.advanced(by: rows(now), began: now + 15 * Self.minute, ended: now + 15 * Self.minute)
        #expect(early.floor == now - Watermark.overlap)
        let late = early.advanced(by: rows(now), began: now + 16 * Self.minute, ended: now + 16 * Self.minute)
        #expect(late.floor == now)
        #expect(late.marks.isEmpty)
    }

    @Test("a table at rest for days is read after its newest stamp at once")
    func rest() {
        let now = 1_000_000 * Self.minute
        let old = now - 3 * 24 * 60 * Self.minute
        #expect(Watermark().advanced(by: rows(old), began: now, ended: now).floor == old)
    }

    @Test("more rows than can be remembered are delivered again")
    func capacity() {
        let many = (0..<Int64(Watermark.capacity + 1)).map { (stamp: 5_000_000 + $0, hash: UInt64($0)) }
        #expect(Watermark().advanced(by: many, began: 5_100_000, ended: 5_100_000).seen.isEmpty)
    }

    @Test("it is the same after it was kept as text", arguments: 0..<50)
    func text(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var mark = Watermark()
        var now: Int64 = 10_000_000
        for _ in 0..<10 {
            now += Int64.random(in: 0..<1_200_000, using: &random)
            mark = mark.advanced(by: rows(now - 5_000, now), began: now, ended: now)
            #expect(Watermark(mark.text) == mark)
        }
    }

    @Test("text of another kind is no watermark", arguments: ["", "x", "1/2/3/4/5", "a///", "1/2/3/", "1/2//!"])
    func foreign(text: String) {
        #expect(Watermark(text) == nil)
    }

    @Test("a reading that takes long settles no more than what was there for its first page")
    func longReading() {
        let began = 1_000 * Self.minute
        let ended = began + 60 * Self.minute
        let mark = Watermark().advanced(by: rows(began, ended), began: began, ended: ended)
        #expect(mark.floor == began - Watermark.overlap)
        #expect(mark.seen.count == 2)
    }

    /// Rows get a stamp, become visible up to fifteen minutes later, and are read by polls at any time, page by page, which takes
    /// time: each version is delivered once, however the clocks of the two machines differ.
    @Test("no change is missed, however late it is committed and however the clocks differ", arguments: 0..<300)
    func law(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let skew = Int64.random(in: -24 * 3_600_000...24 * 3_600_000, using: &random)
        var changes: [(stamp: Int64, visible: Int64, hash: UInt64)] = []
        var delivered: Set<UInt64> = []
        var mark = Watermark()
        var now: Int64 = 100_000_000_000
        var deliveries = 0
        func change() {
            let late = Int64.random(in: 0...15 * Self.minute, using: &random)
            changes.append((stamp: now, visible: now + late, hash: UInt64(changes.count) + 1))
        }
        func poll(pages limit: Int) {
            // The client takes the earlier of the two clocks when a reading begins, and the later when it ends.
            let began = min(now, now + skew)
            var found: [(stamp: Int64, hash: UInt64)] = []
            var last = mark.floor ?? .min
            for page in 1...limit {
                let rest = changes.filter { $0.visible <= now && $0.stamp > last }.sorted { $0.stamp < $1.stamp }
                let rows = page == limit ? rest : Array(rest.prefix(2))
                for row in rows {
                    found.append((stamp: row.stamp, hash: row.hash))
                    if !mark.seen.contains(row.hash) {
                        delivered.insert(row.hash)
                        deliveries += 1
                    }
                }
                guard page < limit, let newest = rows.last else { break }
                last = newest.stamp
                now += Int64.random(in: 1..<10 * Self.minute, using: &random)
                change()
            }
            mark = mark.advanced(by: found, began: began, ended: max(now, now + skew))
        }
        for _ in 0..<400 {
            now += Int64.random(in: 1..<240_000, using: &random)
            if Int.random(in: 0..<3, using: &random) > 0 {
                change()
            } else {
                poll(pages: .random(in: 1...6, using: &random))
            }
        }
        now += 16 * Self.minute
        poll(pages: 1)
        #expect(delivered.count == changes.count)
        #expect(deliveries == changes.count)
    }
}
