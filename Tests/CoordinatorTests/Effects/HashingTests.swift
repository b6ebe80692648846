import Coordinator
import Foundation
import Model
import RemoteSystems
import Testing

@Suite("Keyed hashes")
struct HashingTests {
    let hasher = FieldHasher(key: Array("key".utf8))

    @Test("are HMAC-SHA-256, cut to 96 bits")
    func known() {
        // https://www.rfc-editor.org/rfc/rfc4231#section-4.3 (test case 2)
        let hash = FieldHasher(key: Array("Jefe".utf8)).hash(Array("what do ya want for nothing?".utf8))
        #expect(hash == [0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26])
        // https://www.rfc-editor.org/rfc/rfc4231#section-4.7 (test case 6)
        let long = FieldHasher(key: [UInt8](repeating: 0xaa, count: 131))
            .hash(Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8))
        #expect(long == [0x60, 0xe4, 0x31, 0x59, 0x1e, 0xe0, 0xb6, 0x7f, 0x0d, 0x8a, 0x26, 0xaa])
    }

    @Test("differ by side, field, kind of value and key")
    func differ() {
        let values: [FieldValue] = [.null, "", "1", 1, true, false, .integer(0)]
        var hashes = values.map { hasher.hash($0, of: "name", on: .erp) }
        hashes.append(hasher.hash("1", of: "name", on: .crm))
        hashes.append(hasher.hash("1", of: "names", on: .erp))
        hashes.append(FieldHasher(key: [1]).hash("1", of: "name", on: .erp))
        #expect(Set(hashes).count == hashes.count)
    }

    @Test("of a record stand in the order of the layout, zeros where nothing was read")
    func layout() {
        let layout = FieldLayout(side: .crm, id: LayoutID(1), fields: ["a", "b", "c"], hasher: hasher)
        let record = RemoteRecord(id: RecordID("1"), version: nil, fields: ["c": "3", "a": "1"])
        let expected = hasher.hash("1", of: "a", on: .crm) + [UInt8](repeating: 0, count: 12)
        #expect(layout.base(of: record).hashes == expected + hasher.hash("3", of: "c", on: .crm))
    }

    @Test("are the same when a value comes again, and others for texts that only look alike")
    func recurring() {
        let layout = FieldLayout(side: .erp, id: LayoutID(1), fields: ["a", "b"], hasher: hasher)
        // The sign for ångström, a letter with a ring, and a letter and a ring: equal to Swift, other bytes to a server.
        let texts = [
            "\u{212B}", "A\u{30A}", "\u{C5}", "", "1", "2", "3", "4", "5", "", "\u{212B}", "A\u{30A}", "\u{C5}", "5",
        ]
        let values = texts.map(FieldValue.text) + [.null, 1, true, .null, .integer(0), false, 1]
        for value in values {
            let found = layout.hashes(of: ["a": value, "b": value])
            #expect(found == hasher.hash(value, of: "a", on: .erp) + hasher.hash(value, of: "b", on: .erp))
        }
    }

    @Test("of what a server returns are those of what was sent where it is the same, and its own where it is not")
    func returned() {
        let layout = FieldLayout(side: .crm, id: LayoutID(1), fields: ["a", "b", "c"], hasher: hasher)
        let written: Fields = ["c": "3", "a": "\u{212B}", "z": 1]
        let sent = layout.sent(written)
        #expect(sent.map(\.name) == ["c", "a", "z"])
        #expect(sent.map(\.hash) == written.map { hasher.hash($0.value, of: $0.name, on: .crm) })
        let record = RemoteRecord(id: RecordID("1"), version: nil, fields: ["a": "\u{C5}", "b": "2", "c": "3"])
        let base = layout.base(of: record, sent: FieldLayout.Sent(written, sent))
        #expect(base == layout.base(of: record))
        // It is not looked at again: what stands with the intent is what counts.
        let marked = sent.map { Intent.SentField(name: $0.name, hash: [UInt8](repeating: 7, count: 12)) }
        let known = layout.base(of: record, sent: FieldLayout.Sent(written, marked)).hashes
        #expect(layout.hash(of: "c", in: known).map(Array.init) == [UInt8](repeating: 7, count: 12))
        #expect(layout.hash(of: "a", in: known).map(Array.init) == hasher.hash("\u{C5}", of: "a", on: .crm))
    }

    @Test("chosen keys are UUIDs of version 5 that differ by company, entity, record and generation")
    func keys() {
        let keys = ChosenKey(namespace: EffectsWorld.namespace, company: "CRONUS")
        let key = keys.key(of: "customers", erp: RecordID("1"), generation: 0)
        #expect(UUID(uuidString: key.text)?.uuidString.lowercased() == key.text)
        #expect(Array(key.text)[14] == "5")
        let others = [
            keys.key(of: "customers", erp: RecordID("1"), generation: 1),
            keys.key(of: "items", erp: RecordID("1"), generation: 0),
            keys.key(of: "customers", erp: RecordID("2"), generation: 0),
            ChosenKey(namespace: EffectsWorld.namespace, company: "Other").key(
                of: "customers", erp: RecordID("1"), generation: 0),
        ]
        #expect(Set(others + [key]).count == 5)
        #expect(keys.key(of: "customers", erp: RecordID("1"), generation: 0) == key)
    }
}
