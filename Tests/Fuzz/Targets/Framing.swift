import JSON
@testable import JSONRPC

/// A stream of bytes from a plugin: however it is cut into pieces, the host takes the same steps, and a message that it reads is
/// written as one that it reads again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFraming(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    let whole = steps([bytes])
    for size in [1, 1 + Int(bytes.first ?? 0) % 61] {
        let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
        demand(steps(pieces) == whole, "a stream in pieces of \(size) is read as in one")
    }
    for case .message(let message) in whole {
        let frame = message.frame
        let ends = frame.filter { $0 == UInt8(ascii: "\n") }.count
        demand(ends == 1 && frame.last == UInt8(ascii: "\n"), "a frame is one line")
        guard case .message(let again, _, let stray) = LineReading(frame.dropLast()) else {
            demand(false, "a frame is read again")
            continue
        }
        demand(again == message && stray.isEmpty, "a message comes back as it was sent")
    }
    return 0
}

private func steps(_ chunks: [[UInt8]]) -> [Intake.Step] {
    var intake = Intake(PeerLimits(frame: 1_024, string: 256, strayLines: 8, strayBytes: 2_048))
    var steps: [Intake.Step] = []
    for chunk in chunks { steps += intake.feed(chunk, at: .zero) }
    return steps + intake.finish(at: .zero)
}
