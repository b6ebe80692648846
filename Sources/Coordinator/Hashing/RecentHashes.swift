import Model
import Synchronization

/// The hashes of the latest values of each field of a layout: codes, countries and what is empty come again in most records.
///
/// A hash of a short value costs half a microsecond, most of it for the state of the key; to find that a value was just there, a tenth.
/// Shared by all copies of a layout; it holds `places` values a field, in memory alone.
final class RecentHashes: Sendable {
    /// How many values of a field are remembered.
    static let places = 4

    fileprivate struct Known {
        var value: FieldValue
        var hash: [UInt8]
    }

    private let known: Mutex<[[Known]]>

    /// Creates a memory for a number of fields.
    init(fields: Int) {
        known = Mutex([[Known]](repeating: [], count: fields))
    }

    /// Gives `body` the memory for as long as the fields of one record take.
    func withMemory<Result>(_ body: (inout Memory) -> Result) -> Result {
        known.withLock { known in
            var memory = Memory(known: known)
            known = []
            let result = body(&memory)
            known = memory.known
            return result
        }
    }

    /// What is remembered, while one record is hashed.
    struct Memory {
        fileprivate var known: [[Known]]

        /// The hash of a value at the place of a field, made by `hash` when it is not one of the latest.
        mutating func hash(of value: FieldValue, at position: Int, otherwise hash: () -> [UInt8]) -> [UInt8] {
            if let place = known[position].firstIndex(where: { $0.value.isSame(as: value) }) {
                let found = known[position][place].hash
                // What comes again moves forward, so that values that come once push each other out.
                if place > 0 { known[position].swapAt(place, place - 1) }
                return found
            }
            let made = Known(value: value, hash: hash())
            if known[position].count < RecentHashes.places {
                known[position].append(made)
            } else {
                known[position][RecentHashes.places - 1] = made
            }
            return made.hash
        }
    }
}
