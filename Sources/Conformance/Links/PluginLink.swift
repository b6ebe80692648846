import JSONRPC

/// The line to a plugin that is tested: in this process, or in one of its own.
package protocol PluginLink: AnyObject {
    /// Sends a line, which ends with a newline.
    func send(_ line: [UInt8])
    /// The next line from the plugin; `nil` when none came within the time that the link gives it, or none ever will.
    func receive() -> ArraySlice<UInt8>?
    /// The next line from the plugin; `nil` when none came within a time, or none ever will.
    func receive(within time: Duration) -> ArraySlice<UInt8>?
}

extension PluginLink {
    /// What a plugin of this process has to say, it says at once.
    package func receive(within time: Duration) -> ArraySlice<UInt8>? { receive() }
}
