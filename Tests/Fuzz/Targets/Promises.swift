import JSON

/// Ends the program when a promise is broken: libFuzzer keeps the input that did it.
func demand(_ isKept: Bool, _ promise: String) {
    guard isKept else { fatalError("broken promise: \(promise)") }
}

/// The input of a fuzzer as bytes of ours.
func input(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: count))
}

/// A text that is read as a type is written as one that is read as the same value.
func survivesTheWire<Value: JSONReadable & JSONWritable & Equatable>(_ type: Value.Type, _ bytes: ArraySlice<UInt8>) {
    guard let value = try? JSON.decode(type, from: bytes) else { return }
    let written = JSON.encode(value)
    let again = try? JSON.decode(type, from: written)
    demand(again == value, "\(type) comes back as it was sent: \(String(decoding: written, as: UTF8.self))")
}
