import Model
import Synchronization

/// The hashes of the latest values of each field of a layout: codes, countries and what is empty come again in most records.
///
/// A hash of a short value costs half a microsecond, most of it for the state of the key; to find that a value was just there, a tenth.
/// It holds `places` values a field, in memory alone.
final class RecentHashes: Sendable {
    /// How many values of a field are remembered.
    static let places = 4

    fileprivate struct Known: Sendable {
        var value: FieldValue
        var hash: [UInt8]
    }

    private let fields: Int
    /// The memories that nobody uses at the moment: as many as there ever were records hashed at once.
    private let idle = Mutex<[Memory]>([])

    /// Creates a memory for a number of fields.
    init(fields: Int) {
        self.fields = fields
    }

    /// Gives `body` a memory for as long as the fields of one record take; nobody waits for it meanwhile.
    func withMemory<Result>(_ body: (inout Memory) -> Result) -> Result {
        var memory = take() ?? Memory(fields: fields)
        let result = body(&memory)
        giveBack(memory)
        return result
    }

    // Not inlined: docs/decisions/0043.

    @inline(never)
    private func take() -> Memory? { idle.withLock { $0.popLast() } }

    @inline(never)
    private func giveBack(_ memory: Memory) { idle.withLock { $0.append(memory) } }

    /// What is remembered, while one record is hashed.
    struct Memory: Sendable {
        private var known: [[Known]]
        /// Room for the bytes of one value, so that it isn't asked for anew each time.
        private var bytes: [UInt8] = []

        fileprivate init(fields: Int) { known = [[Known]](repeating: [], count: fields) }

        /// The hash of a value at the place of a field, made by `hash`, which begins with no bytes, when it is not one of the latest.
        mutating func hash(
            of value: FieldValue, at position: Int, otherwise hash: (inout [UInt8]) -> [UInt8]
        ) -> [UInt8] {
            if let place = known[position].firstIndex(where: { $0.value.isSame(as: value) }) {
                let found = known[position][place].hash
                // What comes again moves forward, so that values that come once push each other out.
                if place > 0 { known[position].swapAt(place, place - 1) }
                return found
            }
            bytes.removeAll(keepingCapacity: true)
            let made = Known(value: value, hash: hash(&bytes))
            if known[position].count < RecentHashes.places {
                known[position].append(made)
            } else {
                known[position][RecentHashes.places - 1] = made
            }
            return made.hash
        }
    }
}
