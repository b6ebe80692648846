@testable import JSON

/// A JSON text: whoever reads it and whoever passes over it agree whether it is one, and a value is written as it was read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    let limits = JSONLimits(depth: 24, members: 40)
    let value = try? JSON.decode(JSONValue.self, from: bytes, limits: limits)
    let text = try? JSON.decode(JSONText.self, from: bytes, limits: limits)
    demand((value == nil) == (text == nil), "who reads and who passes over agree: \(value == nil ? "passed" : "read")")
    guard let value, let text else { return 0 }
    demand((try? text.decode(JSONValue.self)) == value, "what was passed over is the same value")
    let written = JSON.encode(value)
    demand((try? JSON.decode(JSONValue.self, from: written)) == value, "a value comes back as it was written")
    demand(!written.contains { $0 < 0x20 }, "what is written is one line")
    return 0
}
